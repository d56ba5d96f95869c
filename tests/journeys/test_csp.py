"""The browser refuses what our policy forbids, and nothing that visitors and editors need is among it."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from wagtail.models import Workflow

from home.models import HomePage
from pages.models import CampaignImage, Edition, SiteSettings, StandardPage
from tests.house import addresses
from tests.house.test_headers import IS_LONG
from tests.journeys import desk
from tests.journeys.cast import SLUG
from tests.journeys.conftest import Visit
from tests.journeys.scenery import add_page, every_block, petition

TELL = """addEventListener("securitypolicyviolation", (event) => console.error("violation",
    event.effectiveDirective, event.blockedURI, event.sourceFile, event.target?.outerHTML?.slice(0, 200)))"""
COMPLAINT = re.compile(r"^violation |Content Security Policy|Permissions-Policy|Permissions policy", re.IGNORECASE)
# Jcrop, with which Wagtail lets editors mark what matters in a picture, asks by an attribute whether there is touch.
HARMLESS = re.compile(r"script-src-attr.*Jcrop|inline event handler", re.IGNORECASE)


class Listener:
    """Hears what a browser complains of in all pages and frames of somebody."""

    def __init__(self, somebody: BrowserContext) -> None:
        self.heard: list[str] = []
        somebody.add_init_script(TELL)
        somebody.on("console", self.hear)

    def hear(self, message: ConsoleMessage) -> None:
        """Note it, if it is about a policy."""
        if COMPLAINT.search(message.text) and not HARMLESS.search(message.text):
            self.heard.append(f"{message.page and message.page.url}: {message.text}")

    def expect_silence(self) -> None:
        """Nothing was refused."""
        assert self.heard == []


@pytest.fixture
def editor(visit: Visit) -> Iterator[Page]:
    """Somebody who has signed in."""
    desk.add_editor()
    page = visit("/admin/")
    desk.sign_in(page)
    yield page
    page.goto("/admin/", wait_until="networkidle")  # an open form tells the site that it is left


def test_the_browser_refuses_what_somebody_slips_into_a_page(visit: Visit) -> None:
    page = visit("about:blank")
    listener = Listener(page.context)
    page.goto("/en/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=/static/x.png onerror=\"window.ran = 1\">')")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))"
    )
    expect(page.locator("body > img")).to_have_count(1)
    assert page.evaluate("window.ran") is None
    assert listener.heard


def test_visitors_miss_nothing(visit: Visit) -> None:
    add_page("blocks", ["en", "ar"], every_block())
    page = visit("about:blank")
    listener = Listener(page.context)
    for edition in Edition.objects.filter(language="en"):
        page.goto(edition.url)
    for address in ("/ar/blocks/", "/fa/petition/", f"/en/petitions/{SLUG}/", "/en/search/?q=a", "/en/nothing/"):
        page.goto(address)
    listener.expect_silence()


def test_a_video_plays_where_it_may(browser: Browser, site: str) -> None:
    add_page("blocks", ["en"], every_block())
    visitor = browser.new_context(base_url=site)
    listener = Listener(visitor)
    visitor.route(lambda url: not url.startswith(site), lambda route: route.fulfill(body="A player."))
    page = visitor.new_page()
    page.goto("/en/blocks/")
    page.locator("[data-player]").first.click()
    expect(page.frame_locator("iframe").get_by_text("A player.")).to_be_visible()
    visitor.close()
    listener.expect_silence()


def screens() -> list[str]:
    """The main screens of the admin; by `make crawl` all, but for the one with which Wagtail shows its fault."""
    if IS_LONG:
        found = [address for address, _name in addresses.every("en") if address.startswith("/admin/")]
        return [address for address in found if not re.search("logout|failwhale", address)]
    page, image = StandardPage.objects.get(slug="petition"), CampaignImage.objects.all()[0]
    sheet = f"translations/{ContentType.objects.get_for_model(page).pk}/{page.pk}/fr/"
    own = ["", f"petitions/counts/{petition().pk}/", "signatures/", "translations/", "translations/exchange/", sheet]
    wagtails = [f"images/{image.pk}/", "images/add/", f"pages/{page.pk}/history/", "reports/aging-pages/", "account/"]
    return [f"/admin/{path}" for path in (*own, f"{sheet}preview/", *wagtails)]


def test_editors_miss_nothing_on_any_screen(editor: Page) -> None:
    listener = Listener(editor.context)
    shown = [address for address in screens() if not IS_LONG or is_page(editor, address)]
    for address in shown:
        answer = editor.goto(address)
        assert answer is not None
        assert answer.ok, address
    assert len(shown) > 10
    listener.expect_silence()


def is_page(editor: Page, address: str) -> bool:
    """Whether there is something to look at, and no part of a page or refusal."""
    answer = editor.request.get(address)
    assert answer.status < 500, address
    return answer.ok and answer.text().lstrip().lower().startswith("<!doctype html")


def test_what_wagtail_starts_by_inline_scripts_starts_without(editor: Page) -> None:
    listener = Listener(editor.context)
    editor.goto("/admin/reports/site-history/")
    open_calendar(editor, "#id_timestamp_0")
    editor.goto(f"/admin/workflows/edit/{Workflow.objects.get().pk}/")
    tasks = editor.locator("[data-inline-panel-child]:visible")
    before = tasks.count()
    editor.get_by_role("button", name="Add task").click()
    expect(tasks).to_have_count(before + 1)
    tasks.last.get_by_role("button", name="Choose a task").click()
    expect(editor.get_by_role("dialog")).to_be_visible()
    editor.goto(f"/admin/settings/pages/sitesettings/{SiteSettings.objects.get().site_id}/")
    choose(editor, "share_image")
    listener.expect_silence()


def test_the_form_of_a_page_has_its_calendars_choosers_and_previews(editor: Page) -> None:
    listener = Listener(editor.context)
    editor.goto(f"/admin/pages/{HomePage.objects.get().pk}/edit/")
    choose(editor, "hero_image")
    editor.locator("[data-side-panel-toggle=status]").click()
    editor.get_by_role("button", name="Set schedule").click()
    open_calendar(editor, "#id_go_live_at")
    editor.reload()
    editor.locator("[data-side-panel-toggle=preview]").click()
    expect(editor.frame_locator("#w-preview-iframe").get_by_role("heading", level=1)).to_be_visible()
    listener.expect_silence()


def open_calendar(page: Page, field: str) -> None:
    """Put the cursor into a date's field, which shows its calendar."""
    page.evaluate("field => window.jQuery(field).trigger('open')", field)
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(1)


def choose(page: Page, name: str) -> None:
    """Choose the first picture there is for the field `name`."""
    chooser = page.locator(f"#id_{name}-chooser")
    page.evaluate("chooser => chooser.querySelector('[data-chooser-action-choose]').click()", chooser.element_handle())
    page.get_by_role("dialog").locator("[data-chooser-modal-choice]").first.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(f"#id_{name}")).not_to_have_value("")
