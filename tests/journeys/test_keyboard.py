"""Without a mouse: every step of the journey by keyboard, the focus always in sight, and no place that holds it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.cast import CAST, said
from tests.journeys.conftest import Visit
from tests.journeys.post import Postman
from tests.journeys.screens import expect_heading, sign_form

MOST_STEPS = 120
# But for the field that programs fall for: no key leads there
OPERABLE = "a[href], button, input:not([type=hidden]):not([tabindex='-1']), select, textarea, summary"
# What has the focus: whether it can be seen, where it stands, and an outline, as far as the browser has drawn one
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const box = element.getBoundingClientRect(), style = getComputedStyle(element);
    return {
        what: element.outerHTML.slice(0, 120),
        isVisible: element.checkVisibility({visibilityProperty: true, opacityProperty: true})
            && style.clipPath === "none" && box.width > 0 && box.height > 0
            && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    };
}"""


def tab(page: Page, key: str = "Tab") -> dict[str, object] | None:
    """Go on to the next element; what it is, None at the end of the page. The focus must be seen."""
    page.keyboard.press(key)
    for _look in range(20):  # the page may still be on its way to it
        focused = page.evaluate(FOCUSED)
        if focused is None or focused["isVisible"]:
            break
        page.wait_for_timeout(25)
    assert focused is None or (focused["isVisible"] and focused["outline"] >= 2), focused
    return focused


def tab_to(page: Page, target: Locator) -> None:
    """Go on until `target` has the focus."""
    for _step in range(MOST_STEPS):
        tab(page)
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not reach {target}.")


def round_trip(page: Page) -> Iterator[str]:
    """Every element on the way through the page, until the focus leaves it."""
    for _step in range(MOST_STEPS):
        if (focused := tab(page)) is None:
            return
        yield str(focused["what"])
    raise AssertionError("The focus does not come out of the page.")


@pytest.mark.parametrize(
    ("code", "javascript"), [("en", False), ("ar", True)], ids=["en-without-scripts", "ar-with-scripts"]
)
def test_a_visitor_signs_and_confirms_without_a_mouse(
    visit: Visit, postman: Postman, code: str, javascript: bool
) -> None:
    person = CAST[code]
    page = visit(f"/{code}/petition/", language=code, javascript=javascript)
    tab(page)
    expect(page.get_by_role("link", name=said("Skip to content", code))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#content$"))

    form = sign_form(page)
    tab_to(page, form.name)
    page.keyboard.type(person.name)
    tab_to(page, form.email)
    page.keyboard.type(person.email)
    tab_to(page, form.country)
    page.keyboard.press("ArrowDown")
    expect(form.country).not_to_have_value("")
    tab_to(page, form.consent)
    page.keyboard.press("Space")
    expect(form.consent).to_be_checked()
    tab_to(page, form.button)
    page.keyboard.press("Enter")
    expect_heading(page, "Check your mailbox", code)

    page.goto(postman.newest_to(person.email).link("confirm"))
    tab_to(page, page.get_by_role("checkbox"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("main").get_by_role("button"))
    page.keyboard.press("Enter")
    expect_heading(page, "Your signature counts", code)


@pytest.mark.parametrize("javascript", [False, True], ids=["without-scripts", "with-scripts"])
def test_a_visitor_changes_the_language_without_a_mouse(visit: Visit, javascript: bool) -> None:
    page = visit("/en/petition/", javascript=javascript)
    switcher = page.locator("summary", has_text="English")
    tab_to(page, switcher)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="العربيّة"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page).to_have_url(re.compile("/ar/petition/$"))


def test_escape_closes_the_switcher_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit("/ar/petition/", language="ar")
    switcher = page.locator("summary", has_text="العربيّة")
    tab_to(page, switcher)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="English")).to_be_visible()
    tab(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="English")).to_be_hidden()
    expect(switcher).to_be_focused()


@pytest.mark.parametrize("path", ["/en/", "/ar/petition/", "/en/search/?q=justice", "/ar/nowhere/"])
def test_the_keyboard_walks_through_every_page_and_out_again(visit: Visit, path: str) -> None:
    page = visit(path)
    seen = list(round_trip(page))
    assert len(seen) == page.locator(OPERABLE).locator("visible=true").count()
    for _step in seen[:3]:
        assert tab(page, "Shift+Tab") is not None
