"""A translator finishes a language at the desk by keyboard, the source changes, a publisher makes the language live."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from playwright.sync_api import Locator, Page, expect

from home.models import HomePage
from pages.models import StandardPage
from pages.translations.desk import sheet_url
from tests.journeys import desk
from tests.journeys.conftest import Visit
from tests.pages.conftest import add_page

TEXTS = ["شبی در زمستان", "آنچه رخ داد.", "یک شب در زمستان.", "عدالت می‌خواهیم."]
RETOLD = "آن شب در زمستان"


def add_story() -> StandardPage:
    """A page of four texts, live in English alone."""
    quote = {"text": "We ask for justice.", "name": "", "role": "", "link": ""}
    body = [
        {"type": "text", "value": "<p>One night in winter.</p>", "id": "text-1"},
        {"type": "quote", "value": quote, "id": "quote-1"},
    ]
    return add_page(
        HomePage.objects.get(),
        ("en",),
        slug="a-night",
        heading={"en": "A night in winter"},
        introduction={"en": "<p>What happened.</p>"},
        body={"en": body},
    )


def join(visit: Visit, name: str, *permissions: str) -> Page:
    """A colleague who may do what is named, signed in."""
    user = get_user_model().objects.create_user(name, f"{name}@example.org", desk.PASSWORD)
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    page = visit("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(desk.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return page


def piece(page: Page, name: str) -> Locator:
    """One piece of the sheet that `page` shows, by its name."""
    return page.get_by_role("article", name=name, exact=True)


def slow_down(page: Page, times: int) -> None:
    """Let the browser compute so many times slower than this machine can."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def expect_progress(page: Page, words: str) -> None:
    expect(page.locator("[data-progress-words]")).to_have_text(words)


def test_a_language_goes_from_the_translators_keys_to_its_readers(visit: Visit) -> None:
    story: Any = add_story()
    address = sheet_url(story, "fa")

    translator = join(visit, "translator", "translate_fa")
    translator.goto(address)
    expect_progress(translator, "0 of 4 done")
    slow_down(translator, 15)  # whoever types fast on a slow machine loses neither words nor marks
    translator.keyboard.press("Control+Shift+Enter")
    for text in TEXTS:
        expect(translator.locator("[data-piece]:focus-within")).to_have_attribute("data-open", "")
        translator.keyboard.insert_text(text)
        translator.keyboard.press("Control+Enter")
    expect_progress(translator, "4 of 4 done")
    slow_down(translator, 1)
    expect(piece(translator, "Heading").get_by_role("textbox")).to_have_attribute("dir", "rtl")

    desk.add_editor()
    editor = visit("/admin/")
    desk.sign_in(editor)
    editor.goto(f"/admin/pages/{story.pk}/edit/")
    desk.PageForm(editor).write_heading("English", "That night in winter")
    desk.PageForm(editor).save()

    translator.goto(address)
    heading = piece(translator, "Heading")
    expect(heading.locator("[data-state]")).to_have_text("the source changed")
    expect(heading.locator("ins")).to_contain_text("That")
    expect(heading.locator("del")).to_contain_text("A")
    expect(heading.get_by_role("textbox")).to_have_value(TEXTS[0])
    heading.get_by_role("textbox").fill(RETOLD)
    translator.keyboard.press("Control+Enter")
    expect_progress(translator, "4 of 4 done")
    translator.get_by_role("link", name="Submit for review").click()
    translator.get_by_label("Note").fill("Please read it.")
    translator.get_by_role("button", name="Submit for review").click()
    expect(translator.locator(".messages")).to_contain_text("Submitted for review.")
    expect(translator.get_by_role("link", name="Publish this language")).to_have_count(0)

    publisher = join(visit, "publisher", "translate_fa", "publish_fa")
    publisher.goto(address)
    expect(publisher.get_by_text("Please read it.")).to_be_visible()
    publisher.get_by_role("link", name="Publish this language").click()
    publisher.get_by_role("button", name="Publish this language").click()
    expect(publisher.locator(".messages")).to_contain_text("Published in this language.")

    visitor = visit("/fa/a-night/", language="fa")
    expect(visitor.locator("h1")).to_have_text(RETOLD)
    expect(visitor.get_by_text(TEXTS[2])).to_be_visible()
    expect(visitor.locator("main")).to_have_attribute("dir", "rtl")
    visitor.goto("/en/a-night/")
    expect(visitor.locator("h1")).to_have_text("A night in winter")


def test_a_sentence_of_the_preview_leads_to_its_text(visit: Visit) -> None:
    story: Any = add_story()
    translator = join(visit, "translator", "translate_fa")
    translator.goto(sheet_url(story, "fa"))
    piece(translator, "Heading").get_by_role("textbox").fill(TEXTS[0])
    piece(translator, "Quote").get_by_role("textbox").fill(TEXTS[3])
    expect(translator.locator("[data-saved]")).to_have_text("Saved.")
    translator.get_by_role("link", name="Preview").click()
    translator.frame_locator("[data-frame]").get_by_text(TEXTS[3]).click()
    expect(piece(translator, "Quote").get_by_role("textbox")).to_be_focused()


def test_without_javascript_the_sheet_is_a_form(visit: Visit) -> None:
    story: Any = add_story()
    signed_in = join(visit, "translator", "translate_fa").context.storage_state()
    translator = visit(sheet_url(story, "fa"), javascript=False, storage_state=signed_in)
    piece(translator, "Heading").locator("input[type=text]").fill(TEXTS[0])
    piece(translator, "Text").locator("textarea").first.fill(f"<p>{TEXTS[2]}</p>")
    translator.get_by_role("button", name="Save", exact=True).click()
    expect(piece(translator, "Heading").locator("[data-state]")).to_have_text("draft")
    expect(piece(translator, "Text").locator("[data-state]")).to_have_text("draft")
    expect(piece(translator, "Text").locator("textarea").first).to_have_value(f"<p>{TEXTS[2]}</p>")


def test_what_is_typed_without_a_network_is_kept_and_sent_later(visit: Visit) -> None:
    story: Any = add_story()
    translator = join(visit, "translator", "translate_fa")
    translator.goto(sheet_url(story, "fa"))
    translator.context.set_offline(True)
    piece(translator, "Heading").get_by_role("textbox").fill(TEXTS[0])
    translator.keyboard.press("Control+Enter")
    expect(translator.locator("[data-saved]")).to_contain_text("Not saved")
    translator.context.set_offline(False)
    expect(piece(translator, "Heading").locator("[data-state]")).to_have_text("done")
    expect_progress(translator, "1 of 4 done")


def test_an_address_of_the_desk_leads_to_one_text(visit: Visit) -> None:
    story: Any = add_story()
    translator = join(visit, "translator", "translate_fa")
    translator.goto(sheet_url(story, "fa", "body.text-1"))
    expect(piece(translator, "Text").get_by_role("textbox")).to_be_focused()
