"""Programs that open every link of a letter, run its scripts and press its buttons confirm nothing."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from petition.models import Signature
from tests.journeys.cast import CAST
from tests.journeys.conftest import Visit
from tests.journeys.post import Letter, Postman
from tests.journeys.screens import expect_heading, sign_form, tally

SECONDS = 2


@pytest.fixture
def letter(visit: Visit, postman: Postman) -> Letter:
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


def test_opening_every_link_confirms_nothing(letter: Letter, postman: Postman, client: Client) -> None:
    assert letter.link("confirm") in letter.addresses
    for address in letter.addresses:
        for ask in (client.head, client.get, client.options, client.get):
            ask(address, headers={"Purpose": "prefetch", "Sec-Purpose": "prefetch"})
            expect_still_pending(postman)


def test_a_browser_that_stays_on_every_link_confirms_nothing(letter: Letter, postman: Postman, visit: Visit) -> None:
    for address in letter.addresses:
        page = visit(address, language="az")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SECONDS * 1_000)
        expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
        expect_still_pending(postman)


def test_pressing_the_button_to_confirm_confirms_nothing_without_the_tick(
    letter: Letter, postman: Postman, visit: Visit
) -> None:
    page = visit(letter.link("confirm"), language="az")
    page.locator("main").get_by_role("button").click()
    expect(page.get_by_role("checkbox")).to_have_attribute("aria-invalid", "true")
    expect_heading(page, "Confirm your signature", "az")
    expect_still_pending(postman)
    page.goto("/az/petition/")
    assert tally(page) == 0


def test_the_page_to_confirm_has_no_script(letter: Letter, client: Client) -> None:
    assert b"<script" not in client.get(letter.link("confirm")).content
