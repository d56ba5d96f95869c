"""A manager closes a language to visitors and opens it again; without JavaScript, and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import desk
from tests.journeys.conftest import Visit


def press(office: Page, language: str, button: str) -> None:
    """Press a language's button in the list, then the one of the page that explains it."""
    office.goto("/admin/translations/languages/")
    office.get_by_role("row").filter(has_text=language).get_by_role("link", name=button).click()
    office.get_by_role("main").get_by_role("button", name=button).click()
    office.wait_for_url("**/admin/translations/languages/")


@pytest.mark.parametrize(("width", "javascript"), [(1280, False), (360, True)])
def test_a_language_is_closed_and_opened_from_the_admin(visit: Visit, width: int, javascript: bool) -> None:
    desk.add_editor()
    office = visit("/admin/", width=width, javascript=javascript)
    desk.sign_in(office)
    press(office, "Italiano", "Close to visitors")

    visitor = visit("/it/")
    assert visitor.url.endswith("/fr/")  # what its readers most likely understand
    assert not visitor.locator('a[hreflang="it"]').count()
    office.goto("/admin/translations/")
    expect(office.get_by_role("columnheader").filter(has_text="Italiano")).to_contain_text("in preparation")

    press(office, "Italiano", "Open to visitors")
    expect(office.get_by_role("main")).to_contain_text("Opened to visitors: Italiano")
    visitor.goto("/it/")
    assert visitor.url.endswith("/it/")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_matrix_scrolls_inside_its_own_box_and_leads_to_the_translators_view(visit: Visit, width: int) -> None:
    desk.add_editor()
    office = visit("/admin/", width=width, javascript=False)
    desk.sign_in(office)
    office.goto("/admin/translations/?language=fa")
    assert office.evaluate("document.documentElement.scrollWidth") <= width
    line = office.get_by_role("row").filter(has_text="What happened")
    line.get_by_role("link", name="draft").click()
    expect(office.locator("h1, h2").first).to_contain_text("What happened")
