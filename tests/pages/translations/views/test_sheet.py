"""The translator's view as a form: what it shows, what it saves, what it refuses."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.models import CampaignImage, GlossaryTerm, SiteSettings, TranslationUnit
from tests.pages.conftest import add_page, draft_of, fresh, text
from tests.pages.translations.views.conftest import (
    QUOTE,
    TEXT,
    Colleague,
    Join,
    body,
    change_source,
    translate,
    written,
)

pytestmark = pytest.mark.django_db


def piece(colleague: Colleague, path: str) -> Any:
    """One piece as the sheet has it."""
    return next(one for one in colleague.look().context["shown"].pieces if one.path == path)


# What it shows --------------------------------------------------------------------------------------------------------
def test_it_shows_source_and_target_with_their_languages_and_no_third(translator: Colleague) -> None:
    page = translator.look().content.decode()
    assert '<div lang="en" dir="ltr" data-source>What happened</div>' in page
    assert 'lang="fa" dir="rtl"' in page
    assert 'lang="az"' not in page


def test_each_piece_says_how_far_it_is(translator: Colleague) -> None:
    translate(translator.page, introduction="<p>کوتاه.</p>")
    translator.press(f"draft:{'introduction'}")
    change_source(translator.page, heading={"en": "What really happened"})
    standings = {one.path: one.standing for one in translator.look().context["shown"].pieces}
    assert standings == {
        "heading": "stale",
        "address": "extra",
        "introduction": "drafted",
        TEXT: "missing",
        QUOTE: "missing",
    }


def test_a_changed_source_is_shown_word_by_word_with_the_old_translation_in_its_box(translator: Colleague) -> None:
    change_source(translator.page, heading={"en": "What really happened"})
    stale = piece(translator, "heading")
    assert "<ins><span" in stale.changes_html
    assert "really" in stale.changes_html
    assert 'value="چه شد"' in stale.box_html


def test_terms_of_the_glossary_stand_beside_the_source(translator: Colleague) -> None:
    GlossaryTerm.objects.create(source_language="en", term="justice", language="fa", translation="عدالت")
    assert [term.translation for term in piece(translator, QUOTE).terms] == ["عدالت"]


def test_markup_in_stored_text_never_becomes_markup_of_the_desk(translator: Colleague) -> None:
    evil = '<script>alert(1)</script><img src=x onerror="alert(2)">"\'><svg onload=alert(3)>'
    change_source(translator.page, heading={"en": evil}, body={"en": body(f"<p>{evil}</p>", evil)})
    translate(translator.page, heading=evil)
    page = translator.look().content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<svg onload" not in page


def test_settings_and_images_open_in_the_same_view(translator: Colleague, home: Any) -> None:
    image = CampaignImage.objects.create(title="Hills", file="hills.png", width=1, height=1)
    setattr(image, "alt_text_" + "en", "Hills at dusk")
    image.save()
    for subject in (image, SiteSettings.objects.get()):
        translator.page = subject
        assert translator.look().status_code == 200
        assert translator.look("preview/").status_code == 404


@pytest.mark.parametrize("language", ["en", "xx", "FA"])
def test_there_is_no_sheet_of_the_source_or_of_an_unknown_language(translator: Colleague, language: str) -> None:
    assert translator.client.get(translator.url().replace("/fa/", f"/{language}/")).status_code == 404


# What it saves --------------------------------------------------------------------------------------------------------
def test_the_form_saves_what_was_typed_and_nothing_else(translator: Colleague) -> None:
    translator.press("save", **{f"text:{QUOTE}": "عدالت می‌خواهیم."})
    assert written(translator.page) == {"heading": "چه شد", QUOTE: "عدالت می‌خواهیم."}
    units = TranslationUnit.objects.filter(language="fa", tool="desk")
    assert [(unit.path, unit.state) for unit in units] == [(QUOTE, "draft")]


def test_rich_text_without_javascript_keeps_its_markup(translator: Colleague) -> None:
    translator.press("save", **{f"html:{TEXT}": "<p>یک <b>شب</b></p>"})
    assert written(translator.page)[TEXT] == "<p>یک <b>شب</b></p>"


def test_a_paragraph_without_words_is_no_text(translator: Colleague) -> None:
    translator.press("save", **{f"html:{TEXT}": "<p> </p><p></p>"})
    assert TEXT not in written(translator.page)


def test_marking_a_stale_piece_as_done_approves_it_without_retyping(translator: Colleague) -> None:
    change_source(translator.page, heading={"en": "What really happened"})
    translator.press("done:heading")
    assert piece(translator, "heading").standing == "done"
    assert written(translator.page)["heading"] == "چه شد"


def test_a_button_saves_what_was_typed_elsewhere_too(translator: Colleague) -> None:
    translator.press("done:heading", **{f"text:{QUOTE}": "عدالت"})
    assert written(translator.page)[QUOTE] == "عدالت"


def test_the_source_can_be_copied_with_its_markup(translator: Colleague) -> None:
    translator.press(f"source:{TEXT}")
    assert written(translator.page)[TEXT] == "<p>One <b>night</b> in winter.</p>"
    assert piece(translator, TEXT).standing == "drafted"


def test_links_to_pages_stay(translator: Colleague, home: Any) -> None:
    link = f'<p><a id="{home.pk}" linktype="page">خانه</a></p>'
    translate(translator.page, **{TEXT: link})
    translator.press("save", **{f"text:{QUOTE}": "عدالت"})
    assert written(translator.page)[TEXT] == link


def test_a_language_can_leave_a_block_out_and_take_it_back_with_its_text(translator: Colleague) -> None:
    translate(translator.page, **{QUOTE: "عدالت"})
    translator.press("hide:quote-1")
    assert QUOTE not in written(translator.page)
    assert piece(translator, QUOTE).hidden_id == "quote-1"
    assert "left out in this language" in translator.look().content.decode()
    translator.press("show:quote-1")
    assert written(translator.page)[QUOTE] == "عدالت"


def test_the_draft_of_another_language_and_what_is_live_stay_as_they_are(translator: Colleague) -> None:
    change_source(translator.page, heading={"en": "Not yet public", "az": "Qaralama"})
    translator.press("save", **{"text:heading": "تازه"})
    assert text(fresh(translator.page), "heading", "en") == "What happened"
    assert text(fresh(translator.page), "heading", "fa") == ""
    draft = draft_of(translator.page)
    assert [text(draft, "heading", code) for code in ("en", "az", "fa")] == ["Not yet public", "Qaralama", "تازه"]


# What it refuses ------------------------------------------------------------------------------------------------------
def test_what_is_too_long_comes_back_whole_with_the_reason(translator: Colleague) -> None:
    long = "ن" * 300
    answer = translator.press("save", **{"text:heading": long, f"text:{QUOTE}": "عدالت"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert long in page
    assert "255" in page
    assert written(translator.page) == {"heading": "چه شد", QUOTE: "عدالت"}


def test_markup_that_cannot_stand_there_is_named(translator: Colleague) -> None:
    answer = translator.press("save", **{f"html:{TEXT}": "<p>x</p><script>alert(1)</script>"})
    assert "&lt;script&gt;" in answer.content.decode()
    assert TEXT not in written(translator.page)


def test_an_address_that_another_page_has_is_refused(translator: Colleague, home: Any) -> None:
    add_page(home, ("fa",), heading={"fa": "دیگر"}, address={"fa": "خانه"}, slug="other")
    answer = translator.press("save", **{"text:address": "خانه"})
    assert "Another page has this address in this language." in answer.content.decode()
    assert "address" not in written(translator.page)
    translator.press("save", **{"text:address": "آنجا"})
    assert written(translator.page)["address"] == "آنجا"


@pytest.mark.parametrize("html", ["<p><b>x</p>", "<p>x", "</p>x", "<ul><p>x</ul>", "<a linktype='page' id='x'>x</a>"])
def test_broken_markup_is_told_and_never_stored_broken(translator: Colleague, html: str) -> None:
    answer = translator.press("save", **{f"html:{TEXT}": html})
    assert answer.status_code in (302, 422)
    assert translator.look().status_code == 200


def test_the_second_of_two_on_one_piece_is_told_what_the_first_wrote(translator: Colleague) -> None:
    opened = translator.form()
    translate(translator.page, heading="از دیگری")
    answer = translator.client.post(translator.url(), {**opened, "text:heading": "از من", "do": "save"})
    page = answer.content.decode()
    assert "از دیگری" in page
    assert "از من" in page
    assert written(translator.page)["heading"] == "از دیگری"


def test_what_one_did_not_touch_is_not_put_back_to_what_it_was(translator: Colleague) -> None:
    opened = translator.form()
    translate(translator.page, heading="از دیگری")
    translator.client.post(translator.url(), {**opened, f"text:{QUOTE}": "عدالت", "do": "save"})
    assert written(translator.page) == {"heading": "از دیگری", QUOTE: "عدالت"}


@pytest.mark.parametrize(
    "button", ["save", "done:heading", "source:heading", "hide:quote-1", "show:quote-1", "comment:heading", "zzz"]
)
def test_who_may_not_translate_reads_only(join: Join, button: str) -> None:
    stranger = join("fa", "translate_az", "publish_az")
    assert stranger.look().status_code == 200
    assert 'name="do"' not in stranger.look().content.decode()
    before = written(stranger.page)
    answer = stranger.press(button, **{"text:heading": "دیگر", "comment:heading": "x"})
    assert answer.status_code == 403
    assert written(stranger.page) == before


def test_forged_paths_blocks_and_buttons_change_nothing(translator: Colleague) -> None:
    before = {code: written(translator.page, code) for code in ("en", "fa", "az")}
    forged = {
        "base:heading_en": "",
        "text:heading_en": "x",
        "base:slug": "",
        "text:slug": "x",
        "base:": "",
        "text:": "x",
    }
    for button in (
        "save",
        "hide:nowhere",
        "show:nowhere",
        "done:slug",
        "source:slug",
        "zzz",
        "",
        "resolve:99999999999999999999",
    ):
        translator.press(button, **forged)
    assert {code: written(translator.page, code) for code in ("en", "fa", "az")} == before
    assert draft_of(translator.page).slug == "a"


def test_a_locked_page_is_read_only(translator: Colleague, editor: Any) -> None:
    page = fresh(translator.page)
    page.locked, page.locked_by = True, editor
    page.save()
    assert "locked" in translator.look().content.decode()
    assert translator.press("save", **{"text:heading": "x"}).status_code == 403


# What it costs --------------------------------------------------------------------------------------------------------
def many(number: int, linked: int) -> list[dict[str, Any]]:
    """A body of `number` rich texts and quotes."""
    link = f'<a linktype="page" id="{linked}">here</a>'
    prose = f"<p>{link}</p><p>" + "Words and <b>more</b> words. " * 20 + "</p>"
    return [
        block
        for place in range(number)
        for block in (
            {"type": "text", "value": prose, "id": f"text-{place}"},
            {"type": "quote", "value": {"text": "Said.", "name": "N.", "role": "", "link": ""}, "id": f"quote-{place}"},
        )
    ]


def opened(translator: Colleague, home: Any, number: int) -> tuple[int, int]:
    """(queries, bytes) of the sheet of a page with `number` rich texts."""
    translator.page = add_page(
        home, heading={"en": "Long"}, body={"en": many(number, home.pk), "fa": many(number, home.pk)}, slug=f"b{number}"
    )
    translator.look()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = translator.look()
    return len(asked), len(answer.content)


def test_queries_do_not_grow_with_the_pieces_and_the_page_stays_small(translator: Colleague, home: Any) -> None:
    few, _size = opened(translator, home, 2)
    many, size = opened(translator, home, 10)
    assert many <= few
    assert many <= 30
    assert size <= 200_000
