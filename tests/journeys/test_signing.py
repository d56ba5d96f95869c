"""A visitor signs, confirms from the letter, counts and takes it back, in their language, on phone and desk."""

import re

import pytest
from playwright.sync_api import expect

from pages.languages import direction
from tests.journeys.cast import CAST, SLUG, said
from tests.journeys.conftest import Visit
from tests.journeys.post import Letter, Postman
from tests.journeys.scenery import publish_in_chinese
from tests.journeys.screens import expect_heading, sign_form, tally

PHONE, DESK = 360, 1280
DEVICES = [
    pytest.param(PHONE, False, id="phone-without-scripts"),
    pytest.param(DESK, True, id="desk-with-scripts"),
]


@pytest.mark.parametrize(("width", "javascript"), DEVICES)
@pytest.mark.parametrize("code", ["en", "ar", "az", "zh-hans"])
def test_a_visitor_signs_confirms_and_withdraws(
    visit: Visit, postman: Postman, code: str, width: int, javascript: bool
) -> None:
    person = CAST[code]
    if code == "zh-hans":
        publish_in_chinese()

    page = visit(f"/{code}/petition/", language=code, width=width, javascript=javascript)
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.locator("html")).to_have_attribute("dir", direction(code))
    assert tally(page) == 0
    form = sign_form(page)
    expect(form.consent).not_to_be_checked()
    form.fill(person)
    form.button.click()
    expect_heading(page, "Check your mailbox", code)
    expect(page.get_by_text(person.email).first).to_be_visible()

    letter = postman.newest_to(person.email)
    assert_is_written_in(letter, code)
    assert person.name not in letter.text  # nobody has shown yet that this is their mailbox
    page.goto(letter.link("confirm"))
    expect_heading(page, "Confirm your signature", code)
    box, button = page.get_by_role("checkbox"), page.locator("main").get_by_role("button")
    expect(box).to_have_count(1)
    expect(box).not_to_be_checked()
    expect(box).to_have_attribute("required", "")
    expect(button).to_have_count(1)
    expect(page.get_by_text(person.name)).to_be_visible()
    box.check()
    button.click()
    expect_heading(page, "Your signature counts", code)
    expect(page.get_by_role("heading", name=said("Pass it on", code))).to_be_visible()

    receipt = postman.newest_to(person.email)
    assert_is_written_in(receipt, code)
    assert person.name in receipt.text
    page.goto(f"/{code}/petition/")
    assert tally(page) == 1

    page.goto(receipt.link("withdraw"))  # the first click
    expect_heading(page, "Withdraw your signature?", code)
    page.get_by_role("checkbox").check()
    page.locator("main").get_by_role("button").click()  # the second
    expect_heading(page, "Your signature is withdrawn", code)
    assert_is_written_in(postman.newest_to(person.email), code)
    page.goto(f"/{code}/petition/")
    assert tally(page) == 0


def assert_is_written_in(letter: Letter, code: str) -> None:
    """Both bodies and the headers are in the language, and in its direction."""
    html = letter.html.html
    assert html is not None
    assert (letter.language, html["lang"], html["dir"]) == (code, code, direction(code))
    assert all(f"/{code}/" in address for address in letter.addresses)
    withdraw = said("Withdraw your signature", code)
    assert "withdrawn" in str(letter.message["X-Letter"]) or withdraw in letter.html.get_text()


@pytest.mark.parametrize(("language", "code"), [("az-AZ", "az"), ("ar-EG", "ar"), ("ja-JP", "en")])
def test_the_printed_link_leads_to_the_petition_in_the_visitor_s_language(
    visit: Visit, language: str, code: str
) -> None:
    page = visit("/petition", language=language)
    expect(page).to_have_url(re.compile(f"/{code}/petition/$"))
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(sign_form(page).button).to_be_enabled()


@pytest.mark.parametrize("javascript", [False, True], ids=["without-scripts", "with-scripts"])
def test_a_visitor_of_a_language_that_the_petition_lacks_signs_under_a_notice(
    visit: Visit, postman: Postman, javascript: bool
) -> None:
    page = visit("/zh-hans/petition/", language="zh-CN", javascript=javascript)
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.locator("main")).to_have_attribute("lang", "en")
    expect(
        page.get_by_text(said("This page has not been translated into this language yet.", "zh-hans"))
    ).to_be_visible()
    person = CAST["zh-hans"]
    form = sign_form(page)
    form.fill(person)
    form.button.click()
    expect_heading(page, "Check your mailbox", "zh-hans")
    assert postman.newest_to(person.email).language == "zh-hans"


def test_a_visitor_corrects_the_address_and_asks_for_the_letter_again(visit: Visit, postman: Postman) -> None:
    page = visit("/de/petition/", language="de", javascript=False)
    person = CAST["de"]
    form = sign_form(page)
    form.fill(person)
    form.email.fill("jorg@example.org")
    form.button.click()
    expect_heading(page, "Check your mailbox", "de")
    page.get_by_label(said("Is the address wrong? Type it anew:", "de")).fill(person.email)
    page.get_by_role("button", name=said("Send to this address", "de")).click()
    expect(page.locator("main").get_by_text(person.email).first).to_be_visible()
    assert len(postman.letters_to(person.email)) == 1
    page.get_by_role("button", name=said("Send it again", "de")).click()
    expect(page.get_by_role("status")).to_be_visible()
    first, second = postman.letters_to(person.email)
    assert first.link("confirm") == second.link("confirm")


def test_a_signatory_who_signs_again_reads_the_same_page_and_another_letter(visit: Visit, postman: Postman) -> None:
    person = CAST["en"]
    answers = []
    for _attempt in range(2):
        page = visit("/en/petition/", javascript=False)
        form = sign_form(page)
        form.fill(person)
        form.button.click()
        expect_heading(page, "Check your mailbox", "en")
        answers.append(page.content())
        letter = postman.newest_to(person.email)
        if letter.message["X-Letter"] == "confirm":
            page.goto(letter.link("confirm"))
            page.get_by_role("checkbox").check()
            page.locator("main").get_by_role("button").click()
            expect_heading(page, "Your signature counts", "en")
    assert answers[0] == answers[1]
    assert letter.message["X-Letter"] == "already_signed"
    page = visit(f"/en/petitions/{SLUG}/")
    assert tally(page) == 1
