"""Rich text becomes what people type in messengers, and comes back the same; nothing typed becomes markup by itself."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.translations.suggestions import marks

ALL = {"bold", "italic", "link", "ol", "ul"}
PRIVACY, ORG = '<a linktype="page" id="7">', '<a href="https://example.org/?a=1&amp;b=2">'
KNOWN = [PRIVACY, ORG]
PAIRS = [
    ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    ("<p>One<br/>two.</p>", "One\ntwo."),
    ("<p>A <b>bold</b> and an <i>italic</i> word.</p>", "A *bold* and an _italic_ word."),
    ("<p><b><i>Both</i></b></p>", "*_Both_*"),
    (f"<p>See {PRIVACY}Privacy</a>.</p>", "See [Privacy](1)."),
    (f"<p>{ORG}<b>Us</b></a></p>", "[*Us*](2)"),
    ("<ul><li>a;</li><li>b.</li></ul>", "- a;\n- b."),
    ("<ol><li>a;</li><li>b.</li></ol>", "1. a;\n2. b."),
    ("<p>Thus:</p><ul><li>a</li></ul><p>End.</p>", "Thus:\n\n- a\n\nEnd."),
    ("<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>", "- a\n  - b\n  - c\n- d"),
    ("<ul><li>a<br/>still a</li></ul>", "- a\nstill a"),
    ("<p>5 * 3 &lt; 20 &amp; a_b [sic]</p>", r"5 \* 3 < 20 & a\_b \[sic\]"),
    ("<p>- no item</p>", r"\- no item"),
    ("<p>1. Mai</p>", r"1\. Mai"),
    ("<p>متن <b>پررنگ</b> 🕯</p>", "متن *پررنگ* 🕯"),
]


@pytest.mark.parametrize(("html", "text"), PAIRS, ids=[text[:20] for _html, text in PAIRS])
def test_rich_text_is_written_with_marks_and_read_back(html: str, text: str) -> None:
    assert marks.write(html, KNOWN) == text
    assert marks.read(text, KNOWN, ALL) == html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p data-block-key="a1b2c">One <b>two </b>three</p>', "One *two* three"),
        ("<p>a<b> b</b></p>", "a *b*"),
        ("<p>a<b></b>b</p>", "ab"),
        ("<p><b>a<strong>b</strong>c</b></p>", "*abc*"),
        ('<p><a href="https://elsewhere.example/">words</a></p>', "words"),
        ("<h2>Title</h2><p>Text</p>", "Title\n\nText"),
        ("plain words", "plain words"),
        ("", ""),
    ],
)
def test_what_cannot_be_typed_leaves_its_words(html: str, text: str) -> None:
    assert marks.write(html, KNOWN) == text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("3 * 4 * 5", "<p>3 * 4 * 5</p>"),
        ("*open", "<p>*open</p>"),
        ("*a _b* c", "<p><b>a _b</b> c</p>"),
        ("a](1)", "<p>a](1)</p>"),
        ("[a", "<p>[a</p>"),
        ("25. Februar", "<p>25. Februar</p>"),
        ("1. a\n\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("۱. الف\n۲. ب", "<ol><li>الف</li><li>ب</li></ol>"),
        ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("      - deep", "<ul><li>deep</li></ul>"),
        ("[a](۲)", f"<p>{ORG}a</a></p>"),
        ("\n\n  \n", ""),
    ],
)
def test_half_a_mark_is_a_sign_like_any_other(text: str, html: str) -> None:
    assert marks.read(text, KNOWN, ALL) == html


def test_markup_that_a_stranger_types_is_text() -> None:
    typed = '<script>alert(1)</script> <a href="javascript:x">y</a> <b>z</b> &lt;'
    html = marks.read(typed, [], ALL)
    assert re.findall(r"<[^>]*>", html) == ["<p>", "</p>"]
    assert marks.write(html, []) == typed


@pytest.mark.parametrize("number", [0, 3, 999])
def test_a_link_that_the_texts_do_not_have_is_refused(number: int) -> None:
    with pytest.raises(marks.UnknownLink) as refusal:
        marks.read(f"[words]({number})", KNOWN, ALL)
    assert refusal.value.number == number


def test_a_field_gets_only_what_it_allows() -> None:
    assert marks.read("*a* _b_\n\n- c", KNOWN, {"bold"}) == "<p><b>a</b> _b_</p><p>- c</p>"


def test_links_are_numbered_as_they_come_and_once() -> None:
    assert marks.links(f"<p>{ORG}a</a> {PRIVACY}b</a></p>", f'<p>{ORG}c</a> <a href="/x" class="y">d</a></p>') == [
        ORG,
        PRIVACY,
        '<a href="/x">',
    ]


typed = st.text(alphabet="ab *_[]()12.-\\\n<>&\"'•ف", max_size=60)


@given(typed)
def test_no_word_that_is_typed_gets_lost_on_the_way(text: str) -> None:
    html = understood(text)
    assert letters(tidied(html)) == letters(html)


@given(typed)
def test_what_was_understood_settles(text: str) -> None:
    html = tidied(understood(text))
    assert tidied(html) == html


@given(typed)
def test_whatever_is_typed_is_well_formed(text: str) -> None:
    opened: list[str] = []
    for end, tag in re.findall(r"<(/?)(\w+)[^>]*?(?<!/)>", understood(text)):
        assert tag in {"p", "ul", "ol", "li", "b", "i", "a"}
        assert opened.pop() == tag if end else opened.append(tag) is None
    assert not opened


def understood(text: str) -> str:
    """`text` read, its links all known."""
    return marks.read(re.sub(r"\]\(\d+\)", "](1)", text), KNOWN, ALL)


def tidied(html: str) -> str:
    """`html` written with marks and read again."""
    return marks.read(marks.write(html, KNOWN), KNOWN, ALL)


def letters(html: str) -> str:
    """What a reader sees, without spaces."""
    return "".join(re.sub(r"<[^>]*>", "", html).split())
