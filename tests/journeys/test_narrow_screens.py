"""On a phone nothing runs out of the screen, and letters twice as large stay usable."""

import pytest
from playwright.sync_api import Page, expect

from pages.models import Edition
from tests.journeys.cast import CAST, SLUG
from tests.journeys.conftest import Visit
from tests.journeys.post import Postman
from tests.journeys.scenery import add_history, add_page, every_block
from tests.journeys.screens import expect_heading, sign_form

PHONE = 360
LARGE_LETTERS = "html { font-size: 200% !important; }"  # what a reader's own setting does
# What sticks out of the page on either side, down to the innermost elements; a part that scrolls by itself may
STICKING_OUT = """() => {
    const page = document.documentElement, width = page.clientWidth;
    const isClipped = (element) => element !== page
        && (getComputedStyle(element).overflowX !== "visible" || isClipped(element.parentElement));
    const out = [...document.body.querySelectorAll("*")].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.height > 1 && (box.right > width + 1 || box.left < -1) && !isClipped(element);
    });
    return [...(page.scrollWidth > width ? ["the page"] : []), ...out.map((each) => each.outerHTML.slice(0, 150))];
}"""


def expect_inside(page: Page) -> None:
    """Nothing of `page` sticks out of the screen."""
    assert page.evaluate(STICKING_OUT) == [], page.url


def look(page: Page) -> None:
    """The same, with letters of both sizes."""
    expect_inside(page)
    page.add_style_tag(content=LARGE_LETTERS)
    expect_inside(page)


def everywhere(code: str) -> list[str]:
    """The addresses of all pages in the language `code`, and of what is no page."""
    petition = f"petitions/{SLUG}/"
    paths = ["blocks/", "search/?q=a", petition, f"{petition}integrity/", "nowhere/", f"signatures/{'A' * 48}/confirm/"]
    return [*(each.url for each in Edition.objects.filter(language=code)), *(f"/{code}/{path}" for path in paths)]


@pytest.mark.parametrize("code", ["en", "ar", "de", "az"])
def test_nothing_runs_out_of_a_phone(visit: Visit, postman: Postman, code: str) -> None:
    add_page("blocks", [code], every_block())
    add_history()
    page = visit("about:blank", language=code, width=PHONE, bypass_csp=True)  # the reader's own style is an inline one

    for address in everywhere(code):
        page.goto(address)
        look(page)
    page.locator("summary").first.click()
    expect_inside(page)

    page.goto(f"/{code}/petition/")
    form = sign_form(page)
    form.fill(CAST[code])
    form.email.fill("nowhere")
    form.button.click()
    page.wait_for_url("**/sign/**")
    look(page)
    form.email.fill(CAST[code].email)
    form.button.click()
    expect_heading(page, "Check your mailbox", code)
    look(page)
    page.goto(postman.newest_to(CAST[code].email).link("confirm"))
    look(page)
    page.get_by_role("checkbox").check()
    page.locator("main").get_by_role("button").click()
    expect_heading(page, "Your signature counts", code)
    look(page)


def test_a_long_name_and_a_long_address_stay_inside(visit: Visit) -> None:
    page = visit("/en/petition/", width=PHONE, javascript=False)
    form = sign_form(page)
    form.fill(CAST["en"])
    form.name.fill("W" * 100)
    form.email.fill(f"{'w' * 60}@{'w' * 60}.example.org")
    form.button.click()
    expect(page.locator("bdi").filter(has_text="www").first).to_be_visible()
    expect_inside(page)
