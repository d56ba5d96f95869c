"""A supporter translates on a phone, without scripts and without an account; a reviewer accepts it, and thanks."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pages.models import StandardPage
from pages.models.desk import SuggestionLink
from pages.translations import suggestions
from tests.journeys import desk
from tests.journeys.conftest import Visit
from tests.journeys.test_accessibility import findings
from tests.journeys.test_narrow_screens import look

HEADING = "La petizione della campagna"


def link_into(code: str) -> SuggestionLink:
    """A link to suggest translations of the page with the petition."""
    return suggestions.invite(StandardPage.objects.get(slug="petition"), code, None, timezone.now(), note="Choir")


def send(page: Page) -> None:
    """Press the button at the end of the form."""
    page.locator("form.suggest button").click()


@pytest.mark.parametrize("code", ["it", "fa"])
@pytest.mark.parametrize("javascript", [True, False])
def test_a_supporter_suggests_on_a_phone(visit: Visit, code: str, javascript: bool) -> None:
    link = link_into(code)
    page = visit(f"/{code}/translate/{link.key}/", language=code, width=360, javascript=javascript)
    boxes = page.locator("form.suggest textarea")
    boxes.first.fill("x" * 256)
    boxes.nth(3).fill("[a](9)")
    page.locator("#name").fill("Giulia")
    page.locator("#thank").check()
    send(page)
    expect(page.locator("#problems li")).to_have_count(2)
    expect(boxes.first).to_have_value("x" * 256)
    expect(page.locator("#name")).to_have_value("Giulia")
    page.locator("#problems a").first.click()
    expect(boxes.first).to_be_in_viewport()
    boxes.first.fill(HEADING)
    boxes.nth(3).fill("*a*")
    send(page)
    expect(page.locator("form.suggest")).to_have_count(0)
    assert suggestions.open_count(link.subject, code) == 2


@pytest.mark.parametrize("code", ["it", "fa"])
def test_the_pages_for_supporters_fit_every_screen_and_reader(visit: Visit, code: str) -> None:
    link = link_into(code)
    page = visit(f"/{code}/translate/{link.key}/", language=code, width=360, bypass_csp=True)  # it enlarges letters
    assert findings(page) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.locator("main summary").click()
    page.locator("form.suggest textarea").first.fill("x" * 256)
    send(page)
    page.locator("#problems").wait_for()
    assert findings(page) == []
    look(page)
    for key in (link.key, "A" * 43):
        suggestions.close(link, timezone.now())
        page.goto(f"/{code}/translate/{key}/")
        assert findings(page) == []
        look(page)


def test_what_a_supporter_sends_is_read_accepted_published_and_thanked_for(visit: Visit) -> None:
    supporter = visit(f"/it/translate/{link_into('it').key}/", language="it", javascript=False)
    supporter.locator("form.suggest textarea").first.fill(HEADING)
    supporter.locator("#name").fill("Giulia Bianchi")
    supporter.locator("#thank").check()
    send(supporter)

    desk.add_editor()
    office = visit("/admin/")
    desk.sign_in(office)
    office.goto("/admin/translations/suggestions/")
    office.get_by_role("link", name="Petition").last.click()
    card = office.locator("section.suggestion")
    expect(card).to_contain_text("Giulia Bianchi")
    expect(card.locator("ins")).to_contain_text("della campagna")
    assert findings(office) == []
    card.get_by_text("Edit before accepting").click()
    card.get_by_role("textbox").fill("La petizione")
    card.get_by_role("button", name="Accept").click()
    expect(office.locator(".messages .success")).to_contain_text("Accepted into the draft.")

    visitor = visit("/it/petition/", language="it")
    expect(visitor.locator("h1")).to_have_text("Petizione")
    office.locator("h2 a").click()
    office.get_by_role("link", name="Publish this language").click()
    office.locator("main form button").last.click()
    expect(office.locator(".messages .success")).to_contain_text("Published")
    visitor.reload()
    expect(visitor.locator("h1")).to_have_text("La petizione")
    expect(visitor.locator(".supporters")).to_contain_text("Giulia Bianchi")
    assert findings(visitor) == []
