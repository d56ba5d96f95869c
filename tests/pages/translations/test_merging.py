"""Merging: what either of two editors changed stands; a text that both wrote is the later one's."""

import copy
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pages.translations.leaves import in_blocks
from pages.translations.merging import is_same, merged_blocks
from pages.translations.units import digest
from tests.pages.translations.trees import BODY, Gardener, Raw, ids, reworded, texts

DICE = st.randoms(use_true_random=False)


def paragraph(id: str, text: str = "") -> dict[str, Any]:
    return {"type": "text", "value": text, "id": id}


def said(raw: Raw) -> dict[str, str]:
    """{key of a leaf: its text}, a box that was emptied too: that is as good a change as any."""
    return {leaf.key: leaf.text for leaf in in_blocks("", BODY, raw)}


@given(DICE)
def test_merging_with_what_is_as_it_was_changes_nothing(dice: Random) -> None:
    base = Gardener(dice).tree()
    mine = Gardener(dice, "m").edited(base)
    assert merged_blocks(BODY, base, mine, base) == mine
    assert merged_blocks(BODY, base, base, mine) == mine
    assert merged_blocks(BODY, base, mine, mine) == mine


@given(DICE)
def test_every_text_that_either_wrote_stands(dice: Random) -> None:
    base = Gardener(dice).tree()
    mine, theirs = Gardener(dice, "m").edited(base), Gardener(dice, "t").edited(base)
    both, before = said(merged_blocks(BODY, base, mine, theirs)), said(base)
    written_by_me = {key: text for key, text in said(mine).items() if not is_same(before.get(key, ""), text)}
    by_them = {key: text for key, text in said(theirs).items() if not is_same(before.get(key, ""), text)}
    assert written_by_me.items() <= both.items()
    assert {key: text for key, text in by_them.items() if key not in written_by_me}.items() <= both.items()


@given(DICE)
def test_new_blocks_of_both_stand_and_no_block_stands_twice(dice: Random) -> None:
    base = Gardener(dice).tree()
    mine, theirs = Gardener(dice, "m").insert(base), base
    theirs = Gardener(dice, "t").insert(reworded(base, lambda text, _block: text))
    found = ids(merged_blocks(BODY, base, mine, theirs))
    assert {*ids(mine), *ids(theirs)} == set(found)
    assert len(found) == len(set(found))


def test_one_reorders_while_another_translates() -> None:
    base: Raw = [paragraph("a", "A"), paragraph("b", "B"), paragraph("c", "C")]
    mine = [paragraph("c", "C"), paragraph("a", "A"), paragraph("b", "B")]
    theirs = [paragraph("a", "A2"), paragraph("b", "B"), paragraph("n", "N"), paragraph("c", "C")]
    expected = [paragraph("c", "C"), paragraph("a", "A2"), paragraph("b", "B"), paragraph("n", "N")]
    assert merged_blocks(BODY, base, mine, theirs) == expected
    assert [item["id"] for item in merged_blocks(BODY, base, theirs, mine)] == ["c", "a", "b", "n"]


def test_a_block_that_one_deleted_goes_unless_the_other_wrote_in_it() -> None:
    base = [paragraph("a", "A"), paragraph("b", "B")]
    mine = [paragraph("a", "A2")]
    assert merged_blocks(BODY, base, mine, base) == mine
    assert merged_blocks(BODY, base, mine, [paragraph("b", "B")]) == mine
    assert merged_blocks(BODY, base, [paragraph("a", "A")], [paragraph("a", "A"), paragraph("b", "B2")]) == [
        paragraph("a", "A"),
        paragraph("b", "B2"),
    ]


def test_new_keys_of_paragraphs_do_not_overwrite_what_another_wrote() -> None:
    base = [paragraph("a", "<p>A</p>"), paragraph("b", "<p>B</p>")]
    mine = [paragraph("a", '<p data-block-key="x">A</p>'), paragraph("b", "<p>B2</p>")]
    theirs = [paragraph("a", "<p>A2</p>"), paragraph("b", "<p>B</p>")]
    assert merged_blocks(BODY, base, mine, theirs) == [paragraph("a", "<p>A2</p>"), paragraph("b", "<p>B2</p>")]


@given(DICE)
def test_a_block_that_one_moved_and_the_other_wrote_in_stands_once_with_both_changes(dice: Random) -> None:
    base = Gardener(dice).tree()
    mine, theirs = Gardener(dice, "m").move(copy.deepcopy(base)), Gardener(dice, "t").rewrite(base)
    for one, other in ((mine, theirs), (theirs, mine)):
        both = merged_blocks(BODY, base, one, other)
        assert ids(both) == ids(mine)
        assert {key: digest(text) for key, text in texts(both).items()} == {
            key: digest(text) for key, text in texts(theirs).items()
        }
