"""Something typed wrong: the same page again with what was typed, and told in the visitor's language what to mend."""

import re

import pytest
from playwright.sync_api import Page, expect

from petition.models import Signature
from tests.journeys.cast import CAST, said
from tests.journeys.conftest import Visit
from tests.journeys.scenery import add_page, petition_form
from tests.journeys.screens import SignForm, expect_heading, sign_form
from tests.petition.conftest import person_of

HALF_AN_ADDRESS = "leyla@"
EMAIL_WRONG, CONSENT_MISSING = "Type an e-mail address such as name@example.org.", "Tick this box to sign."
SCRIPTS = pytest.mark.parametrize("javascript", [False, True], ids=["without-scripts", "with-scripts"])


def send_wrongly(page: Page, form: SignForm, code: str) -> int:
    """Send the form with half an address and without consent; the status of the answer."""
    form.name.fill(CAST[code].name)
    form.email.fill(HALF_AN_ADDRESS)
    form.country.select_option(CAST[code].country)
    with page.expect_response(lambda response: response.request.method == "POST") as answer:
        form.button.click()
    page.wait_for_load_state()
    return answer.value.status


@SCRIPTS
@pytest.mark.parametrize("code", ["ar", "az"])
def test_the_page_comes_back_with_what_was_typed_and_what_to_mend(visit: Visit, code: str, javascript: bool) -> None:
    page = visit(f"/{code}/petition/", language=code, javascript=javascript)
    heading = page.locator("h1").inner_text()
    assert send_wrongly(page, sign_form(page), code) == 422
    form = sign_form(page)
    expect(page.locator("h1")).to_have_text(heading)
    expect(form.name).to_have_value(CAST[code].name)
    expect(form.email).to_have_value(HALF_AN_ADDRESS)
    expect(form.country).to_have_value(CAST[code].country)
    expect(form.consent).not_to_be_checked()
    assert said(CONSENT_MISSING, code) != CONSENT_MISSING  # or the next lines would be content with English
    for field, sentence in ((form.email, EMAIL_WRONG), (form.consent, CONSENT_MISSING)):
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(re.escape(said(sentence, code))))
    expect(form.name).not_to_have_attribute("aria-invalid", "true")
    assert not Signature.objects.exists()


@SCRIPTS
def test_the_summary_has_the_focus_and_leads_to_each_field(visit: Visit, javascript: bool) -> None:
    page = visit("/az/petition/", language="az", width=360, javascript=javascript)
    send_wrongly(page, sign_form(page), "az")
    form, summary = sign_form(page), page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    for field, sentence in ((form.email, EMAIL_WRONG), (form.consent, CONSENT_MISSING)):
        summary.get_by_role("link", name=said(sentence, "az")).click()
        expect(field).to_be_focused()
        expect(field).to_be_in_viewport()


@SCRIPTS
def test_what_was_wrong_is_mended_and_signed(visit: Visit, javascript: bool) -> None:
    page = visit("/az/petition/", language="az", javascript=javascript)
    send_wrongly(page, sign_form(page), "az")
    form = sign_form(page)
    form.email.fill(CAST["az"].email)
    form.consent.check()
    form.button.click()
    expect_heading(page, "Check your mailbox", "az")
    assert person_of(Signature.objects.get()).name == CAST["az"].name


def test_with_scripts_a_field_is_told_at_once_and_forgiven_at_once(visit: Visit) -> None:
    page = visit("/ar/petition/", language="ar")
    form = sign_form(page)
    form.email.fill(HALF_AN_ADDRESS)
    form.country.focus()
    expect(form.email).to_have_accessible_description(re.compile(re.escape(said(EMAIL_WRONG, "ar"))))
    form.email.fill(CAST["ar"].email)
    form.country.focus()
    expect(form.email).not_to_have_attribute("aria-invalid", "true")


def test_of_two_forms_on_a_page_only_the_one_that_was_sent_shows_errors(visit: Visit) -> None:
    page_twice = add_page("twice", ["en"], [petition_form(), petition_form()])
    page = visit(f"/en/{page_twice.slug}/", javascript=False)
    assert send_wrongly(page, sign_form(page, 1), "en") == 422
    untouched, sent = sign_form(page, 0), sign_form(page, 1)
    expect(page.locator("h1")).to_have_text(page_twice.heading_en)
    expect(sent.name).to_have_value(CAST["en"].name)
    expect(sent.place.get_by_role("alert")).to_be_focused()
    expect(untouched.name).to_have_value("")
    expect(untouched.place.locator("[aria-invalid]")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(1)
