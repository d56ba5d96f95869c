"""Who visits leaves no trace: no cookie, no storage, nothing asked of others, and the same bytes for everyone."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from pages.models import Edition
from tests.journeys import desk
from tests.journeys.cast import CAST, SLUG
from tests.journeys.conftest import Visit
from tests.journeys.post import Postman
from tests.journeys.scenery import add_page, every_block
from tests.journeys.screens import expect_heading, sign_form

STORED = """async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"cookies": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}


class Watch:
    """Sees what a visitor's pages say to the console and to the network."""

    def __init__(self, visitor: BrowserContext) -> None:
        self.visitor = visitor
        self.said: list[str] = []
        self.answers: list[Response] = []
        visitor.on("console", self.hear)
        visitor.on("response", lambda answer: self.answers.append(answer))

    def hear(self, message: ConsoleMessage) -> None:
        """Note what a script or the browser complains of."""
        if message.type in {"error", "warning"}:
            self.said.append(f"{message.page and message.page.url}: {message.text}")

    def expect_no_trace(self, page: Page) -> None:
        """Nothing was kept in the browser, nothing set by an answer, nothing said to the console."""
        assert page.evaluate(STORED) == NOTHING
        assert self.visitor.cookies() == []
        for answer in self.answers:
            headers = answer.all_headers()
            assert "set-cookie" not in headers, answer.url
            assert "cookie" not in headers.get("vary", "").lower(), answer.url
            assert "cookie" not in answer.request.all_headers(), answer.url
        assert self.said == []


@pytest.mark.parametrize("code", ["en", "ar"])
def test_the_whole_journey_leaves_no_trace(visit: Visit, postman: Postman, code: str) -> None:
    page = visit("about:blank", language=code)
    watch = Watch(page.context)
    for edition in Edition.objects.filter(language=code):
        page.goto(edition.url)
    page.goto(f"/{code}/search/?q=a")
    page.goto(f"/{code}/petition/")
    form = sign_form(page)
    form.fill(CAST[code])
    form.button.click()
    expect_heading(page, "Check your mailbox", code)
    page.goto(postman.newest_to(CAST[code].email).link("confirm"))
    page.get_by_role("checkbox").check()
    page.locator("main").get_by_role("button").click()
    expect_heading(page, "Your signature counts", code)
    watch.expect_no_trace(page)
    page.goto(postman.newest_to(CAST[code].email).link("withdraw"))
    page.get_by_role("checkbox").check()
    page.locator("main").get_by_role("button").click()
    expect_heading(page, "Your signature is withdrawn", code)
    page.goto(f"/{code}/petitions/{SLUG}/")
    watch.expect_no_trace(page)


def test_a_page_with_every_block_asks_nothing_of_others_while_nobody_clicks(visit: Visit) -> None:
    add_page("blocks", ["en"], every_block())
    page = visit("about:blank")
    watch = Watch(page.context)
    page.goto("/en/blocks/")
    video = page.locator("[data-player]").first
    video.scroll_into_view_if_needed()
    video.hover()
    for summary in page.locator("summary").all():
        summary.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("iframe")).to_have_count(0)
    watch.expect_no_trace(page)  # the fixture `visit` itself fails if a third party was asked


def test_a_video_comes_from_its_site_only_after_a_click(browser: Browser, site: str) -> None:
    add_page("blocks", ["en"], every_block())
    visitor = browser.new_context(base_url=site)
    asked: list[str] = []
    visitor.route(lambda url: not url.startswith(site), lambda route: (asked.append(route.request.url), route.abort()))
    page = visitor.new_page()
    page.goto("/en/blocks/")
    video = page.locator("[data-player]").first
    address = video.get_attribute("data-player")
    assert asked == []
    video.click()
    expect(page.locator("iframe")).to_have_attribute("src", address or "")
    assert asked == [address]
    visitor.close()


def test_an_editor_is_a_visitor_like_any_other_on_the_site(visit: Visit) -> None:
    desk.add_editor()
    page = visit("/admin/")
    desk.sign_in(page)
    assert {cookie["path"] for cookie in page.context.cookies()} == {"/admin/"}
    as_editor = page.goto("/en/petition/")
    as_visitor = visit("about:blank").goto("/en/petition/")
    assert as_editor is not None
    assert as_visitor is not None
    assert "cookie" not in as_editor.request.all_headers()
    assert as_editor.body() == as_visitor.body()


# Without a browser ----------------------------------------------------------------------------------------------------
VISITORS = [
    {},
    {
        "User-Agent": "Mozilla/5.0 (Linux; Android 15)",
        "Accept-Language": "zh-CN,zh;q=0.9",
        "Referer": "https://elsewhere.example/",
        "DNT": "1",
        "Cookie": "theme=dark; _ga=GA1.2.3",
        "X-Forwarded-For": "203.0.113.9",
    },
]


def addresses(code: str) -> Iterator[str]:
    """Where visitors read something in the language `code`."""
    yield from (edition.url for edition in Edition.objects.filter(language=code))
    yield from (
        f"/{code}/{path}"
        for path in ("petition/", "contact/", "search/", "search/?q=a", f"petitions/{SLUG}/", "nowhere/")
    )


@pytest.mark.parametrize("code", ["en", "ar", "fa"])
def test_everybody_gets_the_same_bytes(demo: None, code: str) -> None:
    editor = Client()
    editor.force_login(get_user_model().objects.create_superuser("editor"))
    for address in addresses(code):
        answers = [Client().get(address, headers=headers) for headers in VISITORS] + [editor.get(address)]
        assert len({answer.content for answer in answers}) == 1, address
        for answer in answers:
            assert not answer.cookies, address
            assert "cookie" not in answer.headers.get("Vary", "").lower(), address


@pytest.mark.parametrize("code", ["en", "ar"])
def test_no_page_holds_a_style_or_a_script_of_its_own(demo: None, client: Client, code: str) -> None:
    add_page("blocks", [code], every_block())
    for address in addresses(code):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert not page.select("style, script:not([src]), [style]"), address
        handlers = [name for element in page.find_all(True) for name in element.attrs if re.match(r"on[a-z]+$", name)]
        assert not handlers, address
        assert not page.select('[href^="javascript:"], [action^="javascript:"]'), address
