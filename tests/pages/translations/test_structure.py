"""One block tree, many texts: whatever editors do, a language keeps its words and the source keeps its blocks."""

import copy
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pages.translations.structure import Structure, follow, without
from tests.pages.translations.trees import BODY, Gardener, Raw, facts, ids, reworded, texts

NEW = Structure()
DICE = st.randoms(use_true_random=False)


def said(raw: Raw, language: str) -> Raw:
    """`raw` with each text said in a language."""
    return reworded(raw, lambda text, _block: f"{language} {text}" if text else "")


def translated(source: Raw) -> tuple[Raw, Structure]:
    """A language that follows `source` and has every text."""
    target, structure = follow(BODY, source, [], NEW)
    words = texts(said(source, "fr"))
    return follow(BODY, source, filled(target, words), structure)


def filled(raw: Raw, words: dict[str, str]) -> Raw:
    """`raw` with the texts {key: text} in it."""
    found, _structure = follow(BODY, raw, [], Structure(attic=words))
    return found


def a_life(dice: Random) -> tuple[Raw, Raw, Structure]:
    """(source, target, structure) of a language after saves in which both were edited."""
    author, translator = Gardener(dice), Gardener(dice, "own")
    source: Raw = author.tree()
    target, structure = translated(source)
    for _save in range(dice.randint(0, 3)):
        source = author.edited(source)
        target, structure = follow(BODY, source, translator.edited(target), structure)
    return source, target, structure


@given(DICE)
def test_following_twice_is_following_once(dice: Random) -> None:
    source, target, structure = a_life(dice)
    source, target = Gardener(dice, "new").edited(source), Gardener(dice, "mine").edited(target)
    once, what = follow(BODY, source, target, structure)
    assert follow(BODY, source, once, what) == (once, what)


@given(DICE)
def test_no_text_of_a_block_that_survives_is_lost(dice: Random) -> None:
    source, target, structure = a_life(dice)
    source, target = Gardener(dice, "new").edited(source), Gardener(dice, "mine").edited(target)
    followed, _what = follow(BODY, source, target, structure)
    standing = set(ids(followed))
    before, after = texts(target), texts(followed)
    kept = {key: text for key, text in before.items() if key.split(".")[0] in standing}
    assert kept.items() <= after.items()


@given(DICE)
def test_a_text_that_no_longer_stands_lies_in_the_attic(dice: Random) -> None:
    source, target, structure = a_life(dice)
    source = Gardener(dice, "new").edited(source)
    followed, what = follow(BODY, source, target, structure)
    assert texts(target).items() <= (what.attic | texts(followed)).items()


@given(DICE)
def test_blocks_are_the_sources_but_for_what_is_recorded(dice: Random) -> None:
    source, target, what = a_life(dice)
    assert [id for id in ids(target) if id not in what.own] == ids(without(BODY, source, what.hidden))
    assert what.hidden <= set(ids(source))
    assert what.own.isdisjoint(ids(source))
    assert set(ids(target)) == set(ids(without(BODY, source, what.hidden))) | what.own


@given(DICE)
def test_what_is_no_text_comes_from_the_source(dice: Random) -> None:
    source, target, what = a_life(dice)
    shown = facts(without(BODY, source, what.hidden))
    mine = facts(without(BODY, target, what.own))
    assert mine == shown


@given(DICE)
def test_the_source_and_the_target_are_left_as_they_were(dice: Random) -> None:
    source, target, structure = a_life(dice)
    copies = copy.deepcopy((source, target, structure))
    follow(BODY, source, Gardener(dice, "mine").edited(target), structure)
    assert (source, target, structure) == copies


@given(DICE)
def test_deleting_blocks_and_restoring_them_brings_their_texts_back(dice: Random) -> None:
    source = Gardener(dice).tree()
    target, structure = translated(source)
    for _time in range(dice.randint(1, 2)):
        fewer = source
        for _block in range(dice.randint(1, 4)):
            fewer = Gardener(dice, "new").delete(copy.deepcopy(fewer))
        gone, without_it = follow(BODY, fewer, target, structure)
        target, structure = follow(BODY, source, gone, without_it)
    assert texts(target) == texts(said(source, "fr"))


@given(DICE)
def test_a_moved_item_takes_its_text_along(dice: Random) -> None:
    source = Gardener(dice).tree()
    target, structure = translated(source)
    moved = Gardener(dice, "new").move(Gardener(dice, "new").shuffle(copy.deepcopy(source)))
    followed, _what = follow(BODY, moved, target, structure)
    assert texts(followed) == texts(said(moved, "fr"))


@given(DICE)
def test_a_language_that_wrote_its_own_blocks_before_anyone_followed_stays_as_it_is(dice: Random) -> None:
    source, target = Gardener(dice).tree(), Gardener(dice, "own").tree()
    followed, what = follow(BODY, source, target, NEW)
    if target:
        assert followed == target
        assert what.own == set(ids(target))
        assert what.hidden == {item["id"] for item in source}
    assert follow(BODY, source, followed, what)[0] == followed


@given(DICE)
def test_a_hidden_block_comes_back_with_its_text_and_hides_nothing_else(dice: Random) -> None:
    source = Gardener(dice).tree()
    target, structure = translated(source)
    if not ids(source):
        return
    hidden = dice.choice(ids(source))
    earlier = replace(structure, attic=structure.attic | texts(target))
    less, what = follow(BODY, source, without(BODY, target, {hidden}), earlier)
    assert what.hidden == {hidden}
    assert ids(less) == ids(without(BODY, source, {hidden}))
    shown = replace(what, known=what.known - {hidden}, hidden=what.hidden - {hidden})
    assert follow(BODY, source, less, shown)[0] == target


def paragraph(id: str, text: str = "") -> dict[str, Any]:
    return {"type": "text", "value": text, "id": id}


def test_a_block_that_the_source_gains_after_a_language_had_its_own_is_not_hidden() -> None:
    followed, what = follow(BODY, [], [paragraph("own", "mine")], NEW)
    followed, what = follow(BODY, [paragraph("a", "A")], followed, what)
    assert [item["id"] for item in followed] == ["own", "a"]
    assert what.hidden == frozenset()


def test_a_language_keeps_its_own_block_after_the_block_that_it_stood_behind() -> None:
    source = [paragraph("a"), paragraph("b"), paragraph("c")]
    target, what = follow(BODY, source, [], NEW)
    target, what = follow(BODY, source, [*target[:2], paragraph("own", "mine"), target[2]], what)
    target, what = follow(BODY, [source[1], source[2], source[0]], target, what)
    assert [item["id"] for item in target] == ["b", "own", "c", "a"]
    target, what = follow(BODY, [source[2], source[0]], target, what)
    assert [item["id"] for item in target] == ["own", "c", "a"]


def test_what_a_language_put_into_a_block_goes_with_that_block() -> None:
    listed = {"type": "accordion", "id": "list", "value": {"heading": "", "items": []}}
    target, what = follow(BODY, [listed], [], NEW)
    target[0]["value"]["items"] = [{"type": "item", "id": "own", "value": {"heading": "mine", "text": ""}}]
    target, what = follow(BODY, [listed], target, what)
    assert what.own == {"own"}
    target, what = follow(BODY, [], target, what)
    assert (target, what.own, what.attic) == ([], frozenset(), {"own.heading": "mine"})


def test_lists_stored_before_items_had_ids_are_followed_by_place() -> None:
    def figures(*labels: str) -> dict[str, Any]:
        return {"type": "figures", "id": "f", "value": {"items": [{"label": label} for label in labels]}}

    target, what = follow(BODY, [figures("A", "B")], [], NEW)
    words = {key: f"fr {key}" for key in texts([figures("A", "B")])}
    target, what = follow(BODY, [figures("A", "B")], filled(target, words), what)
    assert texts(target) == words
    assert what.hidden == what.own == frozenset()


@settings(max_examples=15)
@given(DICE)
def test_the_attic_has_room_for_long_pages_and_no_more(dice: Random) -> None:
    crowd = {f"x{number}": "text" for number in range(600)}
    source = Gardener(dice).tree()
    _followed, what = follow(BODY, source, [], Structure(attic=crowd))
    assert len(what.attic) == 500
    assert "x599" in what.attic
