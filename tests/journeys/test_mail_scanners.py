"""Programs that open every link of a letter, run its scripts and press its buttons confirm nothing."""

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, expect

from pages.models import NewsPage
from petition import lifecycle
from petition.lifecycle import Given
from petition.models import Announcement, PetitionText, Signature
from petition.models.letter import Kind
from petition.tokens import Link
from tests import scanning
from tests.journeys.cast import CAST, SLUG
from tests.journeys.conftest import Visit
from tests.journeys.post import Letter, Postman
from tests.journeys.screens import expect_heading, sign_form, tally

SECONDS = 1
PENDING = (Kind.CONFIRM, Kind.REMINDER)


def letters_of_every_kind(language: str) -> list[Letter]:
    """One letter of each kind, each to a signature of its own that wants news and shows its name."""
    text = PetitionText.objects.with_terms().filter(petition__slug=SLUG, language=language).latest("version")
    news = lifecycle.plan_news(text.petition, NewsPage.objects.live().latest("date").pk, None, timezone.now())
    found = [letter(text, kind, language, news if kind == Kind.NEWS else None) for kind in Kind]
    lifecycle.prepare()
    return found


def letter(text: PetitionText, kind: Kind, language: str, news: Announcement | None) -> Letter:
    """A letter of `kind` and the signature that it is about."""
    person, now = CAST[language], timezone.now()
    given = Given(person.name, f"{kind}-{person.email}", person.country, "Because.", True, True)
    lifecycle.sign(text, given, language, now)
    signature = Signature.objects.select_related("petition", "text").latest("pk")
    link = Link(signature.pk, signature.petition_id, signature.epoch)
    if kind not in PENDING:
        signature = lifecycle.confirm(link, now)
    if kind == Kind.WITHDRAWN:
        signature = lifecycle.withdraw(link, now)
    return scanning.letter_to(signature, kind, language, news)


def test_a_scanner_that_sends_every_form_of_every_letter_changes_nothing(site: str, postman: Postman) -> None:
    scanner = scanning.HttpScanner()
    found = letters_of_every_kind("ar")
    postman.carry()
    before = scanning.state()
    for each in found:
        scanner.scan(each.addresses)
    assert scanning.state() == before
    for page in ("confirm", "withdraw", "erase", "news", "copy.json"):
        assert any(path.rstrip("/").endswith(page) for path in scanner.known)


def test_a_browser_that_presses_every_button_of_every_letter_changes_nothing(
    site: str, browser: Browser, postman: Postman
) -> None:
    found = letters_of_every_kind("az")
    postman.carry()
    before = scanning.state()
    with browser.new_context(locale="az", viewport={"width": 1280, "height": 900}) as visitor:
        scanner = scanning.BrowserScanner(visitor, seconds=0.1)
        for each in found:
            if each.message["X-Letter"] in {Kind.CONFIRM, Kind.NEWS}:  # `make bench-scanners` takes them all
                scanner.scan(address for address in each.addresses if "/signatures/" in address)
    assert scanner.presses > 5
    assert scanning.state() == before


@pytest.fixture
def first_letter(visit: Visit, postman: Postman) -> Letter:
    """The letter to somebody who has just signed."""
    page = visit("/az/petition/", language="az", javascript=False)
    form = sign_form(page)
    form.fill(CAST["az"])
    form.button.click()
    expect_heading(page, "Check your mailbox", "az")
    return postman.newest_to(CAST["az"].email)


def expect_still_pending(postman: Postman) -> None:
    """Nothing has happened to the only signature."""
    postman.carry()
    signature = Signature.objects.get()
    assert (signature.confirmed_at, signature.withdrawn_at) == (None, None)


def test_opening_every_link_confirms_nothing(first_letter: Letter, postman: Postman, client: Client) -> None:
    assert first_letter.link("confirm") in first_letter.addresses
    for address in first_letter.addresses:
        for ask in (client.head, client.get, client.options, client.get):
            ask(address, headers={"Purpose": "prefetch", "Sec-Purpose": "prefetch"})
            expect_still_pending(postman)


def test_a_browser_that_stays_on_every_link_confirms_nothing(
    first_letter: Letter, postman: Postman, visit: Visit
) -> None:
    for address in first_letter.addresses:
        page = visit(address, language="az")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SECONDS * 1_000)
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
        expect_still_pending(postman)


def test_pressing_the_button_to_confirm_confirms_nothing_without_the_tick(
    first_letter: Letter, postman: Postman, visit: Visit
) -> None:
    page = visit(first_letter.link("confirm"), language="az")
    page.locator("main").get_by_role("button").click()
    expect(page.get_by_role("checkbox")).to_have_attribute("aria-invalid", "true")
    expect_heading(page, "Confirm your signature", "az")
    expect_still_pending(postman)
    page.goto("/az/petition/")
    assert tally(page) == 0


def test_the_page_to_confirm_has_no_script(first_letter: Letter, client: Client) -> None:
    assert b"<script" not in client.get(first_letter.link("confirm")).content
