"""The demo shows every state that the desk knows, and each of them is true."""

from typing import Any

import pytest

from home.demo.campaign import Part, blank, merged
from pages.models import CampaignImage
from pages.models.translation import SheetState, TranslationSheet, TranslationUnit, UnitState
from pages.translations import desk, sheets
from petition.models import Petition
from tests.home.demo.test_content import COMPLETE, KEPT_WHOLE, campaign

WITH_PORTUGUESE = {"petition", "privacy"}  # the slugs of the petition's own page and of what a signatory must find

pytestmark = pytest.mark.usefixtures("demo")


def subjects() -> list[Any]:
    """Everything of the demo that is translated."""
    return [subject for kind in desk.kinds() for subject in kind._default_manager.all()]


def with_drafts() -> list[Any]:
    """The pages and the petition."""
    return [subject for subject in subjects() if hasattr(subject, "release")]


def petitions_page() -> Any:
    """The page that says what happens after one signs."""
    return next(subject for subject in with_drafts() if subject.slug == "petition")


def test_everything_translated_has_its_sheets() -> None:
    assert all(TranslationSheet.objects.of(subject).exists() for subject in subjects())


@pytest.mark.parametrize("code", COMPLETE)
def test_a_complete_language_is_done_and_live_everywhere(code: str) -> None:
    for subject in subjects():
        sheet = sheets.of(subject)[code]
        assert (sheet.state, sheet.is_newer, sheet.percent) == (SheetState.LIVE, False, 100), subject
        assert (sheet.missing, sheet.machine, sheet.drafted, sheet.stale) == (0, 0, 0, 0), subject


def test_persian_is_half_translated_and_not_live() -> None:
    found = [sheets.of(subject)["fa"] for subject in with_drafts()]
    assert {sheet.state for sheet in found} == {SheetState.DRAFT, SheetState.OFF}
    assert sum(sheet.missing for sheet in found)
    assert sum(sheet.drafted for sheet in found)
    assert sum(sheet.done for sheet in found)
    assert all(sheet.percent < 100 and not sheet.stale for sheet in found)


def test_no_language_leaves_anything_out() -> None:
    for subject in subjects():
        found = sheets.of(subject)
        assert not any(sheet.hidden or sheet.own for sheet in found.values()), subject
        assert len({sheet.total for sheet in found.values()}) == 1, subject


def test_persian_paragraphs_are_still_at_work() -> None:
    units = sheets.stored_units(Petition.objects.get())["fa"]
    assert units["demand"].state == UnitState.DRAFT
    assert units["heading"].state == UnitState.DONE


def test_italian_is_stale_where_its_source_was_edited_and_nowhere_else() -> None:
    page = petitions_page()
    for subject in subjects():
        sheet = sheets.of(subject)["it"]
        assert sheet.state == SheetState.LIVE
        assert sheet.stale == (subject == page)
        assert sheet.stale + sheet.done == sheet.total


def test_a_stale_paragraph_keeps_the_words_that_it_was_translated_from() -> None:
    page = petitions_page()
    units = TranslationUnit.objects.of(page).filter(language="it")
    stale = next(unit for unit in units if "7" not in unit.from_text and "confirm" in unit.from_text)
    assert stale.text == sheets.stored_units(page)["it"][stale.path].text
    french = TranslationUnit.objects.of(page).get(language="fr", path=stale.path)
    assert french.from_text == stale.from_text.replace("counts.", "counts. The link works for 7 days.")


def test_portuguese_has_the_petition_and_what_a_signatory_must_find() -> None:
    for subject in with_drafts():
        sheet = sheets.of(subject)["pt"]
        is_petition = isinstance(subject, Petition) or subject.slug in WITH_PORTUGUESE
        assert (sheet.state, sheet.percent) == ((SheetState.LIVE, 100) if is_petition else (SheetState.OFF, 0))


def test_chinese_has_nothing_at_all() -> None:
    for subject in subjects():
        sheet = sheets.of(subject)["zh-hans"]
        assert (sheet.state, sheet.missing) == (SheetState.OFF, sheet.total), subject


def test_what_a_picture_says_is_counted_as_well() -> None:
    assert all(sheets.of(picture)[code].done for picture in CampaignImage.objects.all() for code in KEPT_WHOLE)


def test_words_from_before_the_edit_are_those_of_the_source_and_of_what_was_translated_then() -> None:
    part = next(part for part in campaign.pages if part.earlier)
    before = part.words_before("en")
    assert set(before) == {"en", "it"}
    assert before["it"] == part.words["it"]
    assert before["en"]["heading"] == part.words["en"]["heading"]
    assert before["en"]["body"]["steps"] != part.words["en"]["body"]["steps"]


def test_a_part_that_was_never_edited_has_no_before() -> None:
    assert Part("news", {}, {"en": {"heading": "News"}}, (), {}, ("it",)).words_before("en") == {}


def test_merging_reaches_into_tables_and_lists_and_leaves_the_rest() -> None:
    words = {"heading": "Petition", "body": {"steps": "new", "items": [{"a": "1", "b": "2"}, {"a": "3"}]}}
    others = {"body": {"steps": "old", "items": [{"a": "one"}]}}
    expected = {"heading": "Petition", "body": {"steps": "old", "items": [{"a": "one", "b": "2"}, {"a": "3"}]}}
    assert merged(words, others) == expected


def test_a_language_that_is_begun_has_the_same_items_with_nothing_in_them() -> None:
    assert blank({"heading": "x", "items": [{"label": "y"}, {}]}) == {"heading": "", "items": [{"label": ""}, {}]}
