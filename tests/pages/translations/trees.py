"""Random bodies of the real blocks, and what editors do to them: reorder, insert, delete, move, duplicate, write."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from wagtail.blocks import (
    Block,
    BooleanBlock,
    ChoiceBlock,
    DateBlock,
    DecimalBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    URLBlock,
)

from pages.blocks import Body
from pages.translations.leaves import TEXTS, Spot, in_blocks, rewrite
from pages.translations.structure import levels

BODY = Body()
TYPES = ["heading", "text", "quote", "accordion", "image", "documents", "figures", "timeline", "sources"]
MOST_ITEMS = 3
Raw = list[dict[str, Any]]


class Gardener:
    """Plants blocks with ids of their own, as the editor's screen does; `dice` decides everything."""

    def __init__(self, dice: Random, name: str = "b") -> None:
        self.dice, self.name, self.number = dice, name, 0

    def new_id(self) -> str:
        """An id that no other block has."""
        self.number += 1
        return f"{self.name}{self.number}"

    def tree(self, most: int = 5) -> Raw:
        """A body of up to `most` blocks."""
        return [self.item() for _place in range(self.dice.randint(0, most))]

    def item(self) -> dict[str, Any]:
        """A new block of a random type."""
        kind = self.dice.choice(TYPES)
        return {"type": kind, "value": self.value(BODY.child_blocks[kind]), "id": self.new_id()}

    def list_item(self, block: ListBlock) -> dict[str, Any]:
        """A new item of a list."""
        return {"type": "item", "value": self.value(block.child_block), "id": self.new_id()}

    def value(self, block: Block) -> Any:
        """A stored value of `block`."""
        if isinstance(block, StructBlock):
            return {name: self.value(child) for name, child in block.child_blocks.items()}
        if isinstance(block, ListBlock):
            return [self.list_item(block) for _place in range(self.dice.randint(0, MOST_ITEMS))]
        return self.words(block) if isinstance(block, TEXTS) else self.fact(block)

    def words(self, block: Block) -> str:
        """Words in `block`'s form, or none."""
        self.number += 1
        word = f"{self.name} {self.number}" if self.dice.random() < 0.8 else ""
        return f'<p data-block-key="{self.number}">{word}</p>' if word and isinstance(block, RichTextBlock) else word

    def fact(self, block: Block) -> Any:
        """What is no text."""
        facts: list[tuple[type[Block], Any]] = [
            (BooleanBlock, self.dice.random() < 0.5),
            (ChoiceBlock, self.dice.choice(["h2", "h3"])),
            (DecimalBlock, str(self.dice.randint(0, 99))),
            (DateBlock, f"2021-02-{self.dice.randint(10, 28)}"),
            (URLBlock, f"https://example.org/{self.dice.randint(0, 9)}"),
        ]
        return next((value for kind, value in facts if isinstance(block, kind)), None)

    # What editors do --------------------------------------------------------------------------------------------------
    def edited(self, raw: Raw, times: int = 3) -> Raw:
        """`raw` after some deeds of an editor."""
        deeds = [self.insert, self.delete, self.shuffle, self.move, self.duplicate, self.rewrite, self.other_facts]
        for _time in range(self.dice.randint(0, times)):
            raw = self.dice.choice(deeds)(copy.deepcopy(raw))
        return raw

    def insert(self, raw: Raw) -> Raw:
        """A new block, or a new item in a list."""
        block, items = self.dice.choice(list(places(raw)))
        new = self.list_item(block) if isinstance(block, ListBlock) else self.item()
        items.insert(self.dice.randint(0, len(items)), new)
        return raw

    def delete(self, raw: Raw) -> Raw:
        """A block or an item less."""
        if filled := [items for _block, items in places(raw) if items]:
            items = self.dice.choice(filled)
            items.pop(self.dice.randrange(len(items)))
        return raw

    def shuffle(self, raw: Raw) -> Raw:
        """Another order somewhere."""
        self.dice.shuffle(self.dice.choice([items for _block, items in places(raw)]))
        return raw

    def move(self, raw: Raw) -> Raw:
        """An item of a list in another list of its kind."""
        found = [(block, items) for block, items in places(raw) if isinstance(block, ListBlock)]
        filled = [(block, items) for block, items in found if items]
        if filled:
            block, items = self.dice.choice(filled)
            moved = items.pop(self.dice.randrange(len(items)))
            to = self.dice.choice([others for other, others in found if other is block])
            to.insert(self.dice.randint(0, len(to)), moved)
        return raw

    def duplicate(self, raw: Raw) -> Raw:
        """A block twice, the second under new ids."""
        if raw:
            place = self.dice.randrange(len(raw))
            twin = copy.deepcopy(raw[place])
            raw.insert(place + 1, {**twin, "id": self.new_id()})
            for _block, items in places([raw[place + 1]]):
                for item in items:
                    if item is not raw[place + 1]:
                        item["id"] = self.new_id()
        return raw

    def rewrite(self, raw: Raw) -> Raw:
        """Other words in some places."""
        return reworded(raw, lambda text, block: self.words(block) if self.dice.random() < 0.4 else text)

    def other_facts(self, raw: Raw) -> Raw:
        """The same words under other facts."""
        for item in raw:
            if isinstance(block := BODY.child_blocks[item["type"]], StructBlock):
                fresh = self.value(block)
                kept = {
                    name: value
                    for name, value in item["value"].items()
                    if isinstance(block.child_blocks[name], (*TEXTS, ListBlock))
                }
                item["value"] = {**fresh, **kept}
        return raw


def places(raw: Raw, block: Block = BODY) -> Iterator[tuple[Block, Raw]]:
    """(definition, items) of the body and of each list in it."""
    if isinstance(block, StreamBlock):
        yield block, raw
        for item in raw:
            yield from places(item["value"], block.child_blocks[item["type"]])
    elif isinstance(block, ListBlock):
        yield block, raw
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from places(raw[name], child)  # type: ignore[call-overload]


def reworded(raw: Raw, change: Any) -> Raw:
    """`raw` with each text as `change(text, block)` says."""
    return list(rewrite(BODY, raw, Spot("body", "", ()), lambda _spot, block, text: change(text, block)))


def texts(raw: Raw) -> dict[str, str]:
    """{key: text} of every leaf that says something."""
    return {leaf.key: leaf.text for leaf in in_blocks("body", BODY, raw) if leaf.text}


def ids(raw: Raw) -> list[str]:
    """The ids of all blocks and items."""
    return [item["id"] for items in levels(BODY, raw, "").values() for item in items]


def facts(raw: Raw) -> dict[str, Any]:
    """{id: type and what is no text} of every block and item."""
    bare = reworded(raw, lambda _text, _block: "")
    return {item["id"]: item for items in levels(BODY, bare, "").values() for item in items}
