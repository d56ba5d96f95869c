"""Differences between two texts: nothing is lost or invented, and markup counts."""

from hypothesis import given
from hypothesis import strategies as st

from pages.translations import diff
from pages.translations.diff import ADDED, REMOVED, SAME

LETTERS = st.text(alphabet="ab <>&;/p.\n一二خو", max_size=60)


def told(before: str, after: str, is_rich: bool = False) -> list[tuple[str, str]]:
    """(kind, text) of each piece."""
    return [
        (piece.kind, "".join((word.text or "¶") + " " * word.space for word in piece.words).strip())
        for piece in diff.compare(before, after, is_rich)
    ]


def test_only_the_word_that_changed_is_told() -> None:
    assert told("We ask for justice.", "We demand justice.") == [
        (SAME, "We"),
        (REMOVED, "ask for"),
        (ADDED, "demand"),
        (SAME, "justice."),
    ]


def test_a_chinese_sentence_is_no_single_word() -> None:
    assert told("我们要求正义", "我们要求公道") == [
        (SAME, "我 们 要 求".replace(" ", "")),
        (REMOVED, "正义"),
        (ADDED, "公道"),
    ]


def test_a_word_made_bold_is_a_change_of_that_word() -> None:
    assert told("<p>One two</p>", "<p>One <b>two</b></p>", True) == [
        (SAME, "¶One"),
        (REMOVED, "two"),
        (ADDED, "two"),
    ]


def test_a_link_that_leads_elsewhere_is_a_change() -> None:
    before, after = '<a linktype="page" id="1">here</a>', '<a linktype="page" id="2">here</a>'
    assert told(before, after, True) == [(REMOVED, "here"), (ADDED, "here")]


def test_other_names_of_the_same_mark_and_keys_of_paragraphs_are_no_change() -> None:
    before = '<p data-block-key="a"><strong>x</strong></p>'
    assert told(before, '<p data-block-key="b"><b>x</b></p>', True) == [(SAME, "¶x")]


def test_a_new_paragraph_is_told() -> None:
    assert (ADDED, "¶b") in told("<p>a</p>", "<p>a</p><p>b</p>", True)


def test_another_kind_of_list_is_a_change() -> None:
    assert told("<ul><li>a</li></ul>", "<ol><li>a</li></ol>", True) == [(REMOVED, "¶"), (ADDED, "¶"), (SAME, "a")]


def test_what_a_script_holds_is_no_text() -> None:
    assert diff.plain("<p>a<script>alert(1)</script>b</p>", True) == "ab"


@given(LETTERS, LETTERS)
def test_without_what_was_added_it_is_the_old_text_and_without_what_was_removed_the_new(
    before: str, after: str
) -> None:
    for is_rich in (False, True):
        pieces = diff.compare(before, after, is_rich)
        old = [word for piece in pieces if piece.kind != ADDED for word in piece.words]
        new = [word for piece in pieces if piece.kind != REMOVED for word in piece.words]
        assert old == diff.words(before, is_rich)
        assert new == diff.words(after, is_rich)


@given(LETTERS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {piece.kind for piece in diff.compare(text, text, False)} <= {SAME}
