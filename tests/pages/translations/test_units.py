"""Stale is a comparison: exactly where the source says something else than a text was translated from."""

from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pages.translations import units
from pages.translations.leaves import Leaf
from pages.translations.units import Origin, Unit, digest

NOW = datetime(2021, 2, 25, tzinfo=UTC)
PATHS = ["heading", "introduction", "body.b1", "body.b2.text", "body.b3.items.b4.heading", "body.b3.items.b5.text"]
DICE = st.randoms(use_true_random=False)
Texts = dict[str, str]


def leaf(path: str, text: str, base: str = "") -> Leaf:
    parts = path.split(".")
    starts = [place for place, part in enumerate(parts) if part[0] == "b" and part[1:].isdigit()]
    return Leaf(path, ".".join(parts[starts[-1] :]) if starts else path, base or parts[0], text, False, (), None)


def leaves(texts: Texts) -> dict[str, Leaf]:
    return {path: leaf(path, text) for path, text in texts.items()}


def follow(source: Texts, target: Texts, old: dict[str, Unit], origin: Origin = Origin(), attic: Texts | None = None):  # type: ignore[no-untyped-def]  # noqa: B008
    return units.follow(units.sources(leaves(source)), leaves(target), old, origin, NOW, attic or {})


def some(dice: Random, texts: Texts, word: str) -> Texts:
    """`texts` with another word in some places, or none."""
    fresh = {path: dice.choice(["", f"{word}{dice.randint(1, 3)}"]) for path in PATHS if dice.random() < 0.4}
    return {**texts, **fresh}


@given(DICE)
def test_a_text_is_stale_exactly_where_its_source_is_not_the_one_it_was_translated_from(dice: Random) -> None:
    source, target, kept, origins = dict.fromkeys(PATHS, ""), dict.fromkeys(PATHS, ""), {}, {}
    for _save in range(dice.randint(1, 8)):
        before, source, target = target, some(dice, source, "s"), some(dice, target, "t")
        kept = follow(source, target, kept)
        origins = {
            path: source[path] if target[path] != before[path] else origins.get(path, source[path])
            for path in PATHS
            if target[path]
        }
        pieces = units.sources(leaves(source))
        assert kept.keys() == origins.keys()
        assert {path for path in pieces.keys() & kept.keys() if kept[path].is_stale(pieces[path])} == {
            path for path in pieces.keys() & origins.keys() if origins[path] != source[path]
        }


@given(DICE)
def test_counts_add_up_and_say_done_only_where_nothing_is_stale(dice: Random) -> None:
    source, target = (some(dice, dict.fromkeys(PATHS, ""), word) for word in "st")
    states = {path: dice.choice(["machine", "draft", "done"]) for path in PATHS}
    kept = follow(source, target, {}, Origin(states=states))
    source = some(dice, source, "s")
    counts = units.count(units.sources(leaves(source)), kept)
    assert counts.total == counts.missing + counts.machine + counts.drafted + counts.stale + counts.done
    assert counts.total == sum(bool(text) for text in source.values())


@given(DICE)
def test_following_twice_is_following_once(dice: Random) -> None:
    source, target = (some(dice, dict.fromkeys(PATHS, ""), word) for word in "st")
    once = follow(source, target, {})
    changed = some(dice, source, "s")
    assert follow(changed, target, follow(changed, target, once)) == follow(changed, target, once)


def test_new_keys_of_paragraphs_are_no_change() -> None:
    one, other = '<p data-block-key="a1b2c">Trees</p>', '<p data-block-key="zzz">Trees</p>'
    assert digest(one) == digest(other) != digest("<p>Woods</p>")
    kept = follow({"introduction": one}, {"introduction": one}, {})
    again = follow({"introduction": other}, {"introduction": other}, kept, Origin(tool="desk"))
    assert again["introduction"].tool == "form"
    assert not again["introduction"].is_stale(units.sources(leaves({"introduction": other}))["introduction"])


def test_blank_text_is_missing_and_an_address_is_nothing_to_translate() -> None:
    assert follow({"heading": "Trees"}, {"heading": " \n"}, {}) == {}
    pieces = units.sources({"address": leaf("address", "trees"), "heading": leaf("heading", "Trees")})
    assert list(pieces) == ["heading"]


def test_a_state_given_without_a_text_marks_the_unit_only() -> None:
    source, target = {"heading": "Trees"}, {"heading": "Ağaclar"}
    made = follow(source, target, {}, Origin(tool="machine:deepl", states={"heading": "machine"}))
    assert (made["heading"].state, made["heading"].tool) == ("machine", "machine:deepl")
    moved_on = follow({"heading": "Woods"}, target, made)
    assert moved_on == made
    done = follow({"heading": "Woods"}, target, made, Origin(states={"heading": "done"}))["heading"]
    assert (done.state, done.tool, done.from_text) == ("done", "machine:deepl", "Woods")


def test_marking_as_draft_keeps_what_it_was_translated_from() -> None:
    made = follow({"heading": "Trees"}, {"heading": "Ağaclar"}, {})
    drafted = follow({"heading": "Woods"}, {"heading": "Ağaclar"}, made, Origin(states={"heading": "draft"}))
    assert (drafted["heading"].state, drafted["heading"].from_text) == ("draft", "Trees")


def test_a_cosmetic_change_rebases_what_was_good_and_nothing_else() -> None:
    source, target = {"heading": "Tres", "introduction": "Woods"}, {"heading": "Ağaclar", "introduction": "Meşə"}
    kept = follow(source, target, {})
    now = {"heading": "Trees", "introduction": "Forests"}
    pieces = units.sources(leaves(now))
    rebased = units.rebased(kept.values(), pieces, {"heading": {digest("Tres")}, "introduction": {digest("Older")}})
    assert not rebased["heading"].is_stale(pieces["heading"])
    assert rebased["introduction"].is_stale(pieces["introduction"])
    assert rebased["heading"].text == "Ağaclar"


def test_a_text_that_comes_back_from_the_attic_is_as_stale_as_its_source_makes_it() -> None:
    kept = follow({"body.b1": "Trees"}, {"body.b1": "Ağaclar"}, {})
    kept = follow({}, {}, kept, attic={"b1": "Ağaclar"})
    kept = follow({"body.b1": "Woods"}, {}, kept, attic={"b1": "Ağaclar"})
    back = follow({"body.b1": "Woods"}, {"body.b1": "Ağaclar"}, kept)
    assert back["body.b1"].from_text == "Trees"


def test_a_text_in_the_attic_counts_as_missing_no_longer_than_it_lies_there() -> None:
    kept = follow({"body.b1": "Trees"}, {"body.b1": "Ağaclar"}, {})
    assert follow({}, {}, kept) == {}
    hidden = follow({"body.b1": "Trees"}, {}, kept, attic={"b1": "Ağaclar"})
    assert units.count(units.sources(leaves({"body.b1": "Trees"})), hidden, ["b1"]) == units.Counts()


def test_an_item_that_moves_to_another_list_takes_its_unit_along() -> None:
    kept = follow({"body.b3.items.b4.heading": "Trees"}, {"body.b3.items.b4.heading": "Ağaclar"}, {})
    moved = follow({"body.b6.items.b4.heading": "Woods"}, {"body.b6.items.b4.heading": "Ağaclar"}, kept)
    assert list(moved) == ["body.b6.items.b4.heading"]
    assert moved["body.b6.items.b4.heading"].from_text == "Trees"


def test_a_resting_text_follows_its_source_to_another_list() -> None:
    kept = follow({"body.b3.items.b4.heading": "Trees"}, {"body.b3.items.b4.heading": "Ağaclar"}, {})
    moved = follow({"body.b6.items.b4.heading": "Trees"}, {}, kept, attic={"b4.heading": "Ağaclar"})
    assert list(moved) == ["body.b6.items.b4.heading"]
    assert moved["body.b6.items.b4.heading"].from_text == "Trees"


def test_a_text_older_than_its_source_is_stale() -> None:
    kept = follow({}, {"meta_title": "Ağaclar"}, {})
    pieces = units.sources(leaves({"meta_title": "Trees"}))
    kept = follow({"meta_title": "Trees"}, {"meta_title": "Ağaclar"}, kept)
    assert kept["meta_title"].is_stale(pieces["meta_title"])


def test_a_stale_text_stays_stale_while_somebody_works_on_it_until_they_say_done() -> None:
    kept = follow({"heading": "old"}, {"heading": "alt"}, {})
    begun = follow({"heading": "new"}, {"heading": "neu?"}, kept, Origin(states={"heading": "draft"}))
    assert (begun["heading"].text, begun["heading"].from_text, begun["heading"].state) == ("neu?", "old", "draft")
    assert units.count(units.sources(leaves({"heading": "new"})), begun).stale == 1
    done = follow({"heading": "new"}, {"heading": "neu"}, begun, Origin(states={"heading": "done"}))
    assert (done["heading"].from_text, done["heading"].state) == ("new", "done")
