"""Brings the translation desk to where the handbook's pictures of it are taken."""

from playwright.sync_api import Page

SUPPORTER = "لیلا"
SUGGESTED = {
    0: "دادخواست کارزار",
    3: "نامه‌ای به نشانی ایمیل شما می‌فرستیم. پیوند درون آن را باز کنید و *تأیید کنید*. پیوند تا ۷ روز کار می‌کند.",
}  # {place of a box: what is typed into it}


def look_at_what_is_open(page: Page) -> None:
    """The matrix, with the languages of which something is open."""
    page.locator(".matrix").evaluate("matrix => (matrix.scrollLeft = matrix.scrollWidth)")


def open_sheet(page: Page, language: str) -> None:
    """The page with the petition, in the translator's view of a language."""
    row = page.get_by_role("row").filter(has_text="Standard page")
    line = row.filter(has=page.get_by_role("link", name="Petition", exact=True))
    line.locator(f'a[href$="/{language}/"]').click()
    page.wait_for_url(f"**/{language}/")


def translate_persian(page: Page) -> None:
    """A page that is half translated, from right to left."""
    open_sheet(page, "fa")


def look_at_what_is_stale(page: Page) -> None:
    """The paragraph whose source has changed since it was translated."""
    open_sheet(page, "it")
    page.locator('[data-standing="stale"]').first.scroll_into_view_if_needed()
    page.locator('[data-standing="stale"]').first.evaluate("piece => window.scrollTo(0, piece.offsetTop - 260)")


def invite(page: Page) -> str:
    """Make a link for supporters of Persian, unless there is one; its address."""
    open_sheet(page, "fa")
    page.locator('a[href*="/suggestions/"]').first.click()
    if not page.locator("input[type=url]").count():
        page.get_by_role("button", name="Make a link").click()
    return page.locator("input[type=url]").first.input_value()


def meet_as_a_supporter(page: Page) -> None:
    """What a supporter finds behind the link, on a screen in English."""
    page.goto(invite(page).replace("/fa/", "/en/"))
    page.locator("form.suggest").evaluate("form => window.scrollTo(0, form.offsetTop - 330)")


def decide(page: Page) -> None:
    """What a supporter has sent, as its reviewer finds it."""
    address, review = invite(page), page.url
    page.goto(address)
    boxes = page.locator("form.suggest textarea")
    for place, text in SUGGESTED.items():
        boxes.nth(place).fill(text)
    page.locator("#name").fill(SUPPORTER)
    page.locator("#thank").check()
    page.locator("form.suggest button").click()
    page.goto(review)
