"""The public count: the same on every page, for every program, and in a page that stays open."""

from django.utils import timezone
from playwright.sync_api import Page, expect

from petition import lifecycle
from petition.lifecycle import Given
from petition.models import PetitionText, Signature
from petition.tokens import Link
from tests.journeys.cast import SLUG
from tests.journeys.conftest import Visit
from tests.journeys.post import Postman
from tests.journeys.screens import tally

ADDRESS = f"/petitions/{SLUG}/tally.json"


def let_sign(code: str, how_many: int) -> None:
    """Let some people sign in the language `code` and confirm."""
    text = PetitionText.objects.select_related("petition").filter(language=code).latest("version")
    now = timezone.now()
    for number in range(how_many):
        lifecycle.sign(text, Given(name="Somebody", email=f"{code}{number}@example.org"), code, now)
        signature = Signature.objects.latest("pk")
        lifecycle.confirm(Link(signature.pk, signature.petition_id, signature.epoch), now)


def told(page: Page) -> dict[str, object]:
    """What the address for programs tells."""
    answer: dict[str, object] = page.request.get(ADDRESS).json()
    return answer


def test_pages_and_programs_are_told_the_same_count(visit: Visit, postman: Postman) -> None:
    let_sign("en", 2)
    let_sign("ar", 1)
    postman.carry()
    page = visit("/en/")
    assert told(page)["petition"] == SLUG
    assert told(page)["count"] == 3
    for path in ("en/", "en/petition/", "ar/petition/", "zh-hans/petition/", f"az/petitions/{SLUG}/"):
        page.goto(f"/{path}")
        assert tally(page) == 3, path


def test_the_count_of_an_open_page_goes_up_by_itself_in_the_reader_s_digits(visit: Visit, postman: Postman) -> None:
    page = visit("about:blank", language="ar")
    page.clock.install()
    page.goto("/ar/petition/")
    let_sign("en", 1_2)
    postman.carry()
    page.clock.run_for(30_000)
    expect(page.locator("[data-tally]").first).to_have_attribute("data-tally", "12")
    shown = page.locator("[data-tally]").first.inner_text()
    page.reload()
    expect(page.locator("[data-tally]").first).to_have_text(shown)
