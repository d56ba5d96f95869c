"""A reviewer decides: what is accepted stands in the draft with its author's name, what is rejected can come back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry

from pages.models import SiteSettings
from pages.models.desk import Suggestion, SuggestionLink
from pages.models.translation import TranslationUnit
from pages.translations import sheets, suggestions
from tests.pages.conftest import draft_of, fresh, text
from tests.pages.translations.suggestions.conftest import FIRST, NOW, SECOND, send

LATER = NOW + timedelta(hours=1)


def only(page: Any) -> suggestions.Waiting:
    """The suggestion that waits."""
    (found,) = suggestions.waiting(page, "az")
    return found


def change_source(page: Any, heading: str) -> None:
    """Save another heading in English."""
    draft = draft_of(page)
    draft.heading_en = heading
    draft.save_revision()


# Accepting ------------------------------------------------------------------------------------------------------------
def test_what_is_accepted_stands_in_the_draft_and_nowhere_else(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {SECOND: "İki *ulduz*."}, "Aygün")
    suggestions.accept(page, "az", only(page).suggestion.pk, editor, LATER)
    assert text(draft_of(page), "body", "az") == ["<p>Bir ulduz.</p>", "<p>İki <b>ulduz</b>.</p>"]
    assert text(draft_of(page), "heading", "en") == "Story"
    assert text(fresh(page), "body", "az") == []
    assert suggestions.waiting(page, "az") == []


def test_its_author_and_its_reviewer_are_noted(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {SECOND: "İki ulduz."}, "Aygün")
    suggestions.accept(page, "az", only(page).suggestion.pk, editor, LATER)
    unit = TranslationUnit.objects.of(page).get(language="az", path=SECOND)
    assert (unit.tool, unit.credit, unit.by, unit.state) == ("suggestion", "Aygün", editor, "done")
    entry = PageLogEntry.objects.get(action="translations.suggestion")
    assert (entry.user, entry.data) == (editor, {"languages": ["az"], "credit": "Aygün"})
    assert "Aygün" in entry.message
    kept = Suggestion.objects.get()
    assert (kept.accepted_at, kept.decided_by) == (LATER, editor)


def test_the_history_thanks_those_without_a_name_too(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {SECOND: "İki ulduz."})
    suggestions.accept(page, "az", only(page).suggestion.pk, editor, LATER)
    assert PageLogEntry.objects.get(action="translations.suggestion").message.endswith("by a supporter")


def test_a_reviewer_may_mend_it_first(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {SECOND: "İki uldus."}, "Aygün")
    one = only(page)
    assert one.typed == "İki uldus."
    suggestions.accept(page, "az", one.suggestion.pk, editor, LATER, "İki *ulduz*.\r\n")
    assert text(draft_of(page), "body", "az")[1] == "<p>İki <b>ulduz</b>.</p>"
    assert Suggestion.objects.get().text == "<p>İki uldus.</p>"


def test_what_cannot_be_stored_is_not_accepted(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {"heading": "Nağıl"})
    with pytest.raises(ValidationError):
        suggestions.accept(page, "az", only(page).suggestion.pk, editor, LATER, "x" * 256)
    assert suggestions.open_count(page, "az") == 1
    assert draft_of(page).heading_az == "Hekayə"


def test_nobody_decides_twice(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {"heading": "Nağıl"})
    number = only(page).suggestion.pk
    suggestions.accept(page, "az", number, editor, LATER)
    with pytest.raises(suggestions.Decided):
        suggestions.accept(page, "az", number, editor, LATER)
    with pytest.raises(suggestions.Decided):
        suggestions.reject(page, "az", number, editor, LATER)
    with pytest.raises(suggestions.Decided):
        suggestions.put_back(page, "az", number)


def test_another_language_decides_on_its_own_only(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {"heading": "Nağıl"})
    number = only(page).suggestion.pk
    with pytest.raises(suggestions.Decided):
        suggestions.accept(page, "fr", number, editor, LATER)
    with pytest.raises(suggestions.Decided):
        suggestions.reject(page, "fr", number, editor, LATER)


def test_settings_wait_on_their_sheet(home: Any, editor: Any) -> None:
    site = SiteSettings.objects.get()
    site.organisation_en = "The Bridge"
    site.save()
    send(suggestions.invite(site, "az", None, NOW), {"organisation": "Körpü"}, "Aygün")
    suggestions.accept(site, "az", suggestions.waiting(site, "az")[0].suggestion.pk, editor, LATER)
    assert SiteSettings.objects.get().organisation_az == ""
    assert sheets.draft_of(site).organisation_az == "Körpü"


# Stale and gone -------------------------------------------------------------------------------------------------------
def test_a_changed_source_marks_its_suggestions(page: Any, link: SuggestionLink) -> None:
    send(link, {"heading": "Nağıl", SECOND: "İki ulduz."})
    change_source(page, "History")
    assert [one.is_stale for one in suggestions.waiting(page, "az")] == [True, False]


def test_a_piece_that_is_gone_can_only_be_rejected(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {SECOND: "İki ulduz."})
    draft = draft_of(page)
    draft.body_en = list(draft.body_en.raw_data)[:1]
    draft.save_revision()
    one = only(page)
    assert (one.leaf, one.is_stale, one.label) == (None, False, SECOND)
    with pytest.raises(suggestions.Gone):
        suggestions.accept(page, "az", one.suggestion.pk, editor, LATER)
    assert suggestions.accept_all(page, "az", editor, LATER) == 0
    suggestions.reject(page, "az", one.suggestion.pk, editor, LATER)
    assert suggestions.waiting(page, "az") == []


# All at once ----------------------------------------------------------------------------------------------------------
def test_all_are_accepted_but_the_stale_ones(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {"heading": "Nağıl", FIRST: "Tək ulduz."}, "Aygün")
    send(link, {SECOND: "İki ulduz."}, "Elçin")
    change_source(page, "History")
    assert suggestions.accept_all(page, "az", editor, LATER) == 2
    assert text(draft_of(page), "body", "az") == ["<p>Tək ulduz.</p>", "<p>İki ulduz.</p>"]
    assert draft_of(page).heading_az == "Hekayə"
    assert only(page).is_stale
    credited = dict(TranslationUnit.objects.of(page).filter(language="az").values_list("path", "credit"))
    assert credited == {"heading": "", FIRST: "Aygün", SECOND: "Elçin"}


def test_of_two_for_one_piece_the_newest_is_taken_and_the_other_waits(
    page: Any, link: SuggestionLink, editor: Any
) -> None:
    send(link, {SECOND: "İki ulduz."}, "Aygün")
    send(link, {SECOND: "Qoşa ulduz."}, "Elçin", LATER)
    assert suggestions.accept_all(page, "az", editor, LATER) == 1
    assert text(draft_of(page), "body", "az")[1] == "<p>Qoşa ulduz.</p>"
    assert only(page).suggestion.credit == "Aygün"


# Rejecting ------------------------------------------------------------------------------------------------------------
def test_what_is_rejected_can_be_put_back(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {"heading": "Nağıl"})
    number = only(page).suggestion.pk
    suggestions.reject(page, "az", number, editor, LATER)
    assert (suggestions.open_count(page, "az"), len(suggestions.rejected(page, "az"))) == (0, 1)
    suggestions.put_back(page, "az", number)
    assert (suggestions.open_count(page, "az"), len(suggestions.rejected(page, "az"))) == (1, 0)
    assert draft_of(page).heading_az == "Hekayə"


# Counts and thanks ----------------------------------------------------------------------------------------------------
def test_what_waits_is_counted_by_subject_and_language(page: Any, link: SuggestionLink) -> None:
    send(link, {"heading": "Nağıl", FIRST: "Tək."})
    french = suggestions.invite(page, "fr", None, NOW)
    send(french, {"heading": "Histoire"}, now=LATER)
    kind = link.content_type_id
    assert list(suggestions.open_counts().items()) == [((kind, page.pk, "fr"), 1), ((kind, page.pk, "az"), 2)]


def test_those_who_helped_are_thanked_once_and_in_their_order(page: Any, link: SuggestionLink, editor: Any) -> None:
    send(link, {"heading": "Nağıl"}, "Elçin")
    suggestions.accept_all(page, "az", editor, NOW)
    send(link, {FIRST: "Tək.", SECOND: "İki."}, "Aygün")
    suggestions.accept_all(page, "az", editor, LATER)
    send(link, {SECOND: "Qoşa."}, "Elçin")
    send(link, {FIRST: "Yalnız."})
    suggestions.accept_all(page, "az", editor, LATER)
    assert suggestions.credits(page, "az") == ["Elçin", "Aygün"]
    assert suggestions.credits(page, "fr") == []


def test_what_is_deleted_takes_its_links_and_suggestions_along(page: Any, link: SuggestionLink) -> None:
    send(link, {"heading": "Nağıl"})
    fresh(page).delete()
    assert not SuggestionLink.objects.exists()
    assert not Suggestion.objects.exists()
