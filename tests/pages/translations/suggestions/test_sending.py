"""What a supporter sends becomes suggestions, only where it says something new, and never touches a draft."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from pages.models import SiteSettings
from pages.models.desk import Suggestion, SuggestionLink
from pages.translations import desk, sheets, suggestions
from pages.translations.suggestions import sending
from pages.translations.units import Origin
from tests.pages.conftest import draft_of, fresh, text
from tests.pages.translations.suggestions.conftest import FIRST, NOW, SECOND, send


def problems(link: SuggestionLink, texts: dict[str, str], name: str = "") -> dict[str, str]:
    """What is wrong with what is sent."""
    with pytest.raises(suggestions.Refused) as refusal:
        send(link, texts, name)
    return refusal.value.problems


# What is shown --------------------------------------------------------------------------------------------------------
def test_every_piece_of_the_source_has_a_box_that_begins_with_the_translation(link: SuggestionLink) -> None:
    found = suggestions.pieces(link)
    assert [(piece.path, piece.source_typed, piece.typed) for piece in found] == [
        ("heading", "Story", "Hekayə"),
        (FIRST, r"One \*star\*.", "Bir ulduz."),
        (SECOND, "Two *stars*.", ""),
    ]
    assert found[1].label.startswith("Body · ")


def test_a_block_that_the_language_leaves_out_is_not_asked_for(link: SuggestionLink, page: Any) -> None:
    desk.hide(page, "az", "paragraph-1", None)
    assert [piece.path for piece in suggestions.pieces(link)] == ["heading", FIRST]


def test_whoever_comes_back_finds_what_they_suggested(link: SuggestionLink) -> None:
    send(link, {SECOND: "İki *ulduz*."})
    piece = suggestions.pieces(link)[2]
    assert (piece.typed, piece.is_mine) == ("İki *ulduz*.", True)


def test_what_came_by_another_link_is_not_shown(link: SuggestionLink, page: Any) -> None:
    send(link, {SECOND: "İki ulduz."})
    other = suggestions.invite(page, "az", None, NOW)
    assert [piece.typed for piece in suggestions.pieces(other)] == ["Hekayə", "Bir ulduz.", ""]


# What is kept ---------------------------------------------------------------------------------------------------------
def test_only_boxes_that_say_something_else_are_kept(link: SuggestionLink) -> None:
    assert send(link, {"heading": "Hekayə", FIRST: " Bir ulduz.\r\n", SECOND: "İki *ulduz*."}) == 1
    kept = Suggestion.objects.get()
    assert (kept.path, kept.text, kept.language) == (SECOND, "<p>İki <b>ulduz</b>.</p>", "az")
    assert kept.from_text == "<p>Two <b>stars</b>.</p>"


def test_neither_draft_nor_page_is_touched(link: SuggestionLink, page: Any) -> None:
    before = draft_of(page).latest_revision
    send(link, {"heading": "Nağıl", SECOND: "İki ulduz."}, "Aygün")
    assert draft_of(page).latest_revision == before
    assert draft_of(page).heading_az == "Hekayə"
    assert text(fresh(page), "heading", "az") == ""


def test_markup_of_strangers_is_kept_as_text(link: SuggestionLink) -> None:
    send(
        link,
        {"heading": "<b>Hekayə</b>", SECOND: "<img src=x onerror=alert(1)> [x](1)"} | {SECOND: "<script>x</script>"},
    )
    assert Suggestion.objects.get(path="heading").text == "<b>Hekayə</b>"
    assert Suggestion.objects.get(path=SECOND).text == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


def test_signs_that_steer_machines_are_dropped_and_letters_composed(link: SuggestionLink) -> None:
    send(link, {"heading": "E\u0301t\x00e\u0007\r\n two"})
    assert Suggestion.objects.get().text == "Éte two"


def test_suggesting_again_replaces_what_nobody_has_decided_on(link: SuggestionLink) -> None:
    send(link, {SECOND: "İki ulduz."}, "Aygün")
    send(link, {SECOND: "İki parlaq ulduz."}, "Aygün")
    assert Suggestion.objects.get().text == "<p>İki parlaq ulduz.</p>"
    send(link, {SECOND: "Qoşa ulduz."}, "Elçin")
    assert Suggestion.objects.count() == 2


def test_an_emptied_box_suggests_nothing(link: SuggestionLink) -> None:
    assert problems(link, {"heading": "", FIRST: "  "}) == {
        "": "Nothing has changed yet. Write a translation into one of the boxes."
    }


def test_settings_can_be_translated_by_supporters_too(home: Any) -> None:
    site = SiteSettings.objects.get()
    site.organisation_en = "The Bridge"
    site.save()
    link = suggestions.invite(site, "az", None, NOW)
    send(link, {"organisation": "Körpü"})
    assert sheets.draft_of(site).organisation_az == ""
    assert suggestions.open_count(site, "az") == 1


# What is refused ------------------------------------------------------------------------------------------------------
def test_too_long_a_text_is_refused_and_nothing_is_kept(link: SuggestionLink) -> None:
    found = problems(link, {"heading": "x" * 256, SECOND: "İki ulduz."})
    assert found == {"heading": "This is too long: at most 255 characters fit."}
    assert not Suggestion.objects.exists()


def test_rich_text_has_a_limit_of_its_own(link: SuggestionLink) -> None:
    assert problems(link, {SECOND: "x" * 2_001}) == {SECOND: "This is too long: at most 2000 characters fit."}


def test_a_link_that_the_text_does_not_have_is_refused(link: SuggestionLink) -> None:
    assert problems(link, {SECOND: "[İki](1)"}) == {SECOND: "There is no link with the number 1 here."}


def test_a_text_that_changed_while_somebody_wrote_is_compared_first(link: SuggestionLink, page: Any) -> None:
    seen = {piece.path: piece.seen for piece in suggestions.pieces(link)}
    draft = draft_of(page)
    draft.heading_en = "History"
    draft.save_revision()
    with pytest.raises(suggestions.Refused) as refusal:
        suggestions.send(link, [("heading", seen["heading"], "Nağıl")], "", NOW)
    assert "has changed while you were writing" in refusal.value.problems["heading"]
    assert (
        suggestions.send(link, [("heading", seen["heading"], "Hekayə"), (SECOND, seen[SECOND], "İki.")], "", NOW) == 1
    )


def test_a_part_that_is_gone_is_told(link: SuggestionLink) -> None:
    assert problems(link, {"body.elsewhere": "x"}) == {
        "": "A part of the text is no longer there; the others can be sent."
    }


@pytest.mark.parametrize(
    ("name", "words"), [("x" * 121, "longer than 120"), ("www.example.org", "web address"), ("a@b.org", "web address")]
)
def test_a_name_is_a_name(link: SuggestionLink, name: str, words: str) -> None:
    assert words in problems(link, {"heading": "Nağıl"}, name)["name"]


def test_a_name_is_kept_tidy(link: SuggestionLink) -> None:
    send(link, {"heading": "Nağıl"}, "  Aygün \n Əliyeva\x07 ")
    assert Suggestion.objects.get().credit == "Aygün Əliyeva"


def test_a_link_takes_so_many_a_day(link: SuggestionLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "A_DAY", 2)
    send(link, {"heading": "Nağıl", FIRST: "Tək ulduz."})
    with translation.override("en"):
        assert problems(link, {SECOND: "İki."})[""].startswith("This link takes at most 2 suggestions a day.")
    assert send(link, {SECOND: "İki."}, now=NOW + timedelta(days=1)) == 1


def test_what_was_accepted_meanwhile_is_what_the_box_begins_with(link: SuggestionLink, page: Any) -> None:
    desk.translate(page, "az", {SECOND: "<p>İki.</p>"}, Origin())
    assert suggestions.pieces(link)[2].typed == "İki."
