"""Numbered tags: nothing is lost on the way there and back, and a broken tag never goes unnoticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.translations.exchange import markup
from pages.translations.exchange.markup import BrokenTags, Code, Packed, Tag

TAGS = ["<p>", "</p>", '<p data-block-key="a1b2c">', "<b>", "</b>", "<i>", "</i>", "<br/>", "<br>", "<hr/>", "</a>"]
LISTS = ["<ul><li>", "</li></ul>", '<a linktype="page" id="3">', "<!-- x -->"]
ENTITIES = ["&amp;", "&lt;", "&gt;", "&nbsp;", "&#8217;", "<", ">", "&", "\\"]
LOOKALIKES = ["<1>", "</1>", "<2/>", "<\\1>", "<\\\\1/>", "٣", "1>", "<1"]
WORDS = ["words", "سلام", "👨\u200d👩\u200d👧", "\n", " ", "\u2028"]
SNIPPETS = [*TAGS, *LISTS, *ENTITIES, *LOOKALIKES, *WORDS]
stored = st.lists(st.sampled_from(SNIPPETS) | st.text(max_size=5), max_size=25).map("".join)


@given(stored, st.booleans())
def test_whatever_is_stored_comes_back_as_it_was(text: str, is_rich: bool) -> None:
    packed = markup.pack(text, is_rich)
    assert markup.unpack(packed.text, packed.codes, is_rich) == text


@given(stored, stored)
def test_a_translation_comes_back_whatever_its_source_is(text: str, source: str) -> None:
    packed = markup.pack(text, True, markup.pack(source, True))
    assert markup.unpack(packed.text, packed.codes, True) == text


@given(stored)
def test_a_text_has_the_numbers_of_a_source_that_says_the_same(text: str) -> None:
    packed = markup.pack(text, True)
    assert markup.pack(text, True, packed) == packed


@given(stored, st.booleans())
def test_what_is_split_is_joined_again(text: str, is_rich: bool) -> None:
    packed = markup.pack(text, is_rich)
    assert markup.join(markup.split(packed.text)) == packed.text


@given(stored)
def test_plain_text_has_no_tags(text: str) -> None:
    packed = markup.pack(text, False)
    assert not packed.codes
    assert not [piece for piece in markup.split(packed.text) if isinstance(piece, Tag)]


@given(st.text(), stored)
def test_foreign_text_is_unpacked_or_refused_and_never_brings_markup_of_its_own(text: str, source: str) -> None:
    packed = markup.pack(source, True)
    try:
        unpacked = markup.unpack(text, packed.codes, True)
    except BrokenTags:
        return
    assert markup.pack(unpacked, True, packed).codes.items() <= packed.codes.items()


@given(stored, st.data())
def test_a_lost_tag_shows_in_the_nesting(text: str, data: st.DataObject) -> None:
    packed = markup.pack(text, True)
    pieces = markup.split(packed.text)
    tags = [place for place, piece in enumerate(pieces) if isinstance(piece, Tag)]
    if not tags:
        return
    lost = data.draw(st.sampled_from(tags))
    try:
        found = markup.nesting(markup.join(piece for place, piece in enumerate(pieces) if place != lost))
    except BrokenTags:
        return
    assert found != markup.nesting(packed.text)


def test_tags_are_numbered_in_their_order() -> None:
    assert markup.pack('<p data-block-key="x">One <b>two</b><br/> &amp; <1></p>', True) == Packed(
        "<1>One <2>two</2><3/> & <4/></1>",
        {
            1: Code('<p data-block-key="x">', "</p>"),
            2: Code("<b>", "</b>"),
            3: Code("<br/>"),
            4: Code("<1>"),
        },
    )


def test_links_of_two_languages_are_one_tag() -> None:
    source = markup.pack('<p>To <a id="3" linktype="page">us</a> <b>now</b></p>', True)
    target = markup.pack('<p><b>Jetzt</b> zu <a id="9" linktype="page">uns</a></p>', True, source)
    assert target.text == "<1><3>Jetzt</3> zu <2>uns</2></1>"
    assert target.codes[2].opening == '<a id="9" linktype="page">'


@pytest.mark.parametrize(
    "text", ["<1>", "</1>", "<1><1>x</1></1>", "<1><2>x</1></2>", "<1/></1>", "<1>x</1></2>", "<2/><2/>"]
)
def test_tags_that_do_not_nest_are_refused(text: str) -> None:
    with pytest.raises(BrokenTags):
        markup.unpack(text, {1: Code("<b>", "</b>"), 2: Code("<br/>")}, True)


@pytest.mark.parametrize("text", ["<3/>", "<1/>", "<2>x</2>", "<0/>", "<999999/>"])
def test_tags_that_the_source_has_not_are_refused(text: str) -> None:
    with pytest.raises(BrokenTags):
        markup.unpack(text, {1: Code("<b>", "</b>"), 2: Code("<br/>")}, True)
