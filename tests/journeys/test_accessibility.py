"""axe, the accessibility checker, finds nothing on any screen, in both directions of writing, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.conftest import Visit
from tests.journeys.post import Postman
from tests.journeys.scenes import ENDS, JOURNEY, PAGES, Scene, Stage, server_error

axe = Axe()


def findings(page: Page) -> list[str]:
    """What axe finds wrong on `page` as it is shown now: every rule of WCAG A and AA, and its best practices."""
    found = axe.run(page).response["violations"]
    return [f"{each['id']}: {each['help']}: {[node['html'] for node in each['nodes']][:3]}" for each in found]


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("scene", [*PAGES, *JOURNEY, *ENDS], ids=lambda scene: scene.__name__)
def test_axe_finds_nothing_wrong(visit: Visit, postman: Postman, scene: Scene, code: str) -> None:
    page = scene(Stage(visit, postman, code))
    assert (page.title() == "500") == (scene is server_error)
    assert findings(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.set_viewport_size({"width": 360, "height": 780})
    assert findings(page) == []


def test_axe_finds_nothing_wrong_with_an_open_switcher(visit: Visit) -> None:
    page = visit("/ar/petition/", language="ar", width=360)
    page.locator("summary").first.click()
    assert findings(page) == []
