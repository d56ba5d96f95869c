"""An editor brings the petition into a page of their own, writes two languages, and publishes one after the other."""

from playwright.sync_api import expect

from home.models import HomePage
from tests.journeys import desk
from tests.journeys.cast import said
from tests.journeys.conftest import Visit
from tests.journeys.screens import sign_form, tally

PETITION = "Justice for Khojaly"
ENGLISH, ARABIC = "Sign with us", "وقّعوا معنا"


def test_an_editor_publishes_a_page_with_the_petition_language_by_language(visit: Visit) -> None:
    desk.add_editor()
    office = visit("/admin/")
    desk.sign_in(office)
    office.goto(f"/admin/pages/add/pages/standardpage/{HomePage.objects.get().pk}/")
    form = desk.PageForm(office)

    form.write_heading("English", ENGLISH)
    form.add_petition_form("en", PETITION)
    form.work_in("ar")
    form.expect_state("English", "Draft")
    form.write_heading("العربيّة", ARABIC)
    form.expect_petition_form("ar", PETITION)  # a language begins with the blocks of its source
    form.save()
    form.expect_state("العربيّة", "Draft")
    form.expect_state("Deutsch", "Not begun")
    address = office.url

    expect(form.release("en")).to_be_checked()
    expect(form.release("ar")).not_to_be_checked()
    form.publish()
    visitor = visit("/en/sign-with-us/")
    expect(visitor.locator("h1")).to_have_text(ENGLISH)
    expect(sign_form(visitor).button).to_be_enabled()
    visitor.goto("/ar/sign-with-us/")
    expect(visitor.locator("h1")).to_have_text(ENGLISH)
    expect(visitor.get_by_text(said("This page has not been translated into this language yet.", "ar"))).to_be_visible()

    office.goto(address)
    form.expect_state("English", "Live")
    form.expect_state("العربيّة", "Draft")
    form.release("ar").check()
    form.publish()
    visitor.reload()
    expect(visitor.locator("main")).to_have_attribute("lang", "ar")
    expect(visitor.locator("h1")).to_have_text(ARABIC)
    expect(sign_form(visitor).button).to_be_enabled()
    assert tally(visitor) == 0
    office.goto(address)
    form.expect_state("English", "Live")
    form.expect_state("العربيّة", "Live")
