"""Several editors at once: whatever order they save in, none loses anything of another. On both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Revision

from home.models import HomePage
from pages.models.translation import TranslationUnit
from pages.translations import desk, leaves, sheets
from pages.translations.units import Origin
from tests.pages.conftest import add_page, draft_of, fields, fresh, paragraphs, text
from tests.petition.lifecycle.test_at_once import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(
        home,
        heading={"en": "Trees", "az": "Ağaclar", "fr": "Arbres"},
        body={"en": paragraphs("one", "two"), "az": paragraphs("bir", "iki"), "fr": paragraphs("un", "deux")},
        slug="trees",
    )


def write(draft: Any, **texts: Any) -> Any:
    for name, value in fields(**texts).items():
        setattr(draft, name, value)
    return draft


def said(page: Any, code: str) -> dict[str, str]:
    return {path: leaf.text for path, leaf in leaves.of(draft_of(page), code).items() if leaf.text}


def test_two_languages_saved_from_one_draft_both_stand(page: Any) -> None:
    first, second = draft_of(page), draft_of(page)
    write(first, heading={"az": "AZ"}).save_revision(clean=False)
    write(second, heading={"fr": "FR"}).save_revision(clean=False)
    assert (text(draft_of(page), "heading", "az"), text(draft_of(page), "heading", "fr")) == ("AZ", "FR")


def test_two_pieces_of_one_language_both_stand_and_of_one_piece_the_later(page: Any) -> None:
    first, second = draft_of(page), draft_of(page)
    leaves.put(first, "fr", {"body.paragraph-0": "<p>premier</p>", "heading": "A"})
    leaves.put(second, "fr", {"body.paragraph-1": "<p>second</p>", "heading": "B"})
    first.save_revision(clean=False)
    second.save_revision(clean=False)
    assert text(draft_of(page), "body", "fr") == ["<p>premier</p>", "<p>second</p>"]
    assert text(draft_of(page), "heading", "fr") == "B"


def test_a_block_inserted_meanwhile_is_neither_hidden_nor_emptied(page: Any) -> None:
    editor, translator = draft_of(page), draft_of(page)
    write(editor, body={"en": paragraphs("one", "two", "three")}).save_revision(clean=False)
    desk.translate(page, "fr", {"body.paragraph-2": "<p>trois</p>"}, Origin())
    leaves.put(translator, "fr", {"body.paragraph-0": "<p>UN</p>"})
    translator.save_revision(clean=False)
    assert text(draft_of(page), "body", "fr") == ["<p>UN</p>", "<p>deux</p>", "<p>trois</p>"]
    assert sheets.of(page)["fr"].hidden == []


def test_a_text_written_into_a_block_that_was_deleted_meanwhile_waits_for_it(page: Any) -> None:
    editor, translator = draft_of(page), draft_of(page)
    write(editor, body={"en": paragraphs("one")}).save_revision(clean=False)
    leaves.put(translator, "fr", {"body.paragraph-1": "<p>DEUX</p>"})
    translator.save_revision(clean=False)
    assert text(draft_of(page), "body", "fr") == ["<p>un</p>"]
    assert sheets.of(page)["fr"].own == []
    write(draft_of(page), body={"en": paragraphs("one", "two")}).save_revision(clean=False)
    assert text(draft_of(page), "body", "fr") == ["<p>un</p>", "<p>DEUX</p>"]


def test_the_same_where_every_block_was_deleted(page: Any) -> None:
    editor, translator = draft_of(page), draft_of(page)
    write(editor, body={"en": []}).save_revision(clean=False)
    leaves.put(translator, "fr", {"body.paragraph-1": "<p>DEUX</p>"})
    translator.save_revision(clean=False)
    assert (text(draft_of(page), "body", "fr"), sheets.of(page)["fr"].own) == ([], [])
    write(draft_of(page), body={"en": paragraphs("one", "two")}).save_revision(clean=False)
    assert text(draft_of(page), "body", "fr") == ["<p>un</p>", "<p>DEUX</p>"]


def test_two_who_rebuild_the_source_at_once_both_stand(page: Any) -> None:
    first, second = draft_of(page), draft_of(page)
    one, two = paragraphs("one", "two")
    write(first, body={"en": [two, one]}).save_revision(clean=False)
    added = {"type": "text", "value": "<p>three</p>", "id": "new"}
    write(second, body={"en": [one, two, added]}).save_revision(clean=False)
    assert text(draft_of(page), "body", "en") == ["<p>two</p>", "<p>three</p>", "<p>one</p>"]
    assert text(draft_of(page), "body", "fr") == ["<p>deux</p>", "", "<p>un</p>"]


def test_what_all_languages_share_is_kept_as_well(page: Any) -> None:
    first, second = draft_of(page), draft_of(page)
    first.slug = "woods"
    first.save_revision(clean=False)
    write(second, heading={"fr": "FR"}).save_revision(clean=False)
    assert (draft_of(page).slug, text(draft_of(page), "heading", "fr")) == ("woods", "FR")


def test_a_save_that_overwrites_the_latest_revision_is_seen(page: Any, editor: Any) -> None:
    latest = draft_of(page).save_revision(user=editor, clean=False)
    first, second = draft_of(page), draft_of(page)
    write(first, heading={"az": "AZ"}).save_revision(user=editor, clean=False, overwrite_revision=latest)
    write(second, heading={"fr": "FR"}).save_revision(clean=False)
    assert (text(draft_of(page), "heading", "az"), text(draft_of(page), "heading", "fr")) == ("AZ", "FR")


def test_going_back_to_an_old_revision_is_not_undone_by_merging(page: Any) -> None:
    old = fresh(page).latest_revision
    write(draft_of(page), heading={"az": "AZ", "fr": "FR"}).save_revision(clean=False)
    Revision.objects.get(pk=old.pk).as_object().save_revision(clean=False)
    assert (text(draft_of(page), "heading", "az"), text(draft_of(page), "heading", "fr")) == ("Ağaclar", "Arbres")


def test_a_draft_saved_twice_takes_in_what_came_between(page: Any) -> None:
    draft = draft_of(page)
    write(draft, heading={"az": "AZ"}).save_revision(clean=False)
    write(draft_of(page), heading={"fr": "FR"}).save_revision(clean=False)
    write(draft, heading={"az": "AZ2"}).save_revision(clean=False)
    assert (text(draft_of(page), "heading", "az"), text(draft_of(page), "heading", "fr")) == ("AZ2", "FR")


# At the very same moment ----------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_translators_of_two_languages_at_once_lose_nothing(page: Any, editor: Any) -> None:
    paths = ["heading", "body.paragraph-0", "body.paragraph-1", "meta_title"]

    def deed(code: str, path: str) -> Callable[[], Any]:
        return lambda: desk.translate(page, code, {path: f"{code} {path}"}, Origin(tool="desk", user=editor))

    at_once([deed(code, path) for path in paths for code in ("az", "fr")], threads=4)
    for code in ("az", "fr"):
        assert said(page, code) == {path: f"{code} {path}" for path in paths}
        units = TranslationUnit.objects.of(page).filter(language=code)
        assert {unit.path: unit.text for unit in units} == said(page, code)


@pytest.mark.django_db(transaction=True)
def test_drafts_read_before_and_saved_at_the_very_same_moment_all_stand(page: Any) -> None:
    drafts = {code: draft_of(page) for code in ("en", "az", "fr", "tr")}
    for code, draft in drafts.items():
        write(draft, heading={code: f"{code}!"})
    at_once([lambda draft=draft: draft.save_revision(clean=False) for draft in drafts.values()], threads=4)
    assert {code: text(draft_of(page), "heading", code) for code in drafts} == {code: f"{code}!" for code in drafts}


@pytest.mark.django_db(transaction=True)
def test_publishers_of_two_languages_at_once_lose_neither(page: Any) -> None:
    at_once([lambda code=code: desk.publish(page, [code]) for code in ("az", "fr", "en")], threads=3)
    assert fresh(page).live_languages() == ["en", "az", "fr"]
    write(draft_of(page), heading={"en": "EN2", "az": "AZ2", "fr": "FR2"}).save_revision(clean=False)
    at_once([lambda code=code: desk.publish(page, [code]) for code in ("az", "fr")], threads=2)
    live = fresh(page)
    assert [text(live, "heading", code) for code in ("en", "az", "fr")] == ["Trees", "AZ2", "FR2"]
    assert {code: sheets.of(page)[code].state for code in ("en", "az", "fr")} == dict.fromkeys(
        ("en", "az", "fr"), "live"
    )


@pytest.mark.django_db(transaction=True)
def test_whoever_publishes_while_another_translates_takes_nothing_away(page: Any, editor: Any) -> None:
    def translate(number: int) -> Callable[[], Any]:
        return lambda: desk.translate(page, "fr", {"heading": f"FR{number}"}, Origin(user=editor))

    deeds: list[Callable[[], Any]] = []
    for number in range(3):
        deeds += [translate(number), lambda: desk.publish(page, ["az"]), lambda: desk.submit(page, "tr", editor)]
    at_once(deeds, threads=3)
    assert text(draft_of(page), "heading", "fr") == "FR2"
    assert fresh(page).live_languages() == ["az"]
    assert {code: sheets.of(page)[code].state for code in ("az", "fr", "tr")} == {
        "az": "live",
        "fr": "draft",
        "tr": "review",
    }
