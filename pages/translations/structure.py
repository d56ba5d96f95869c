"""One block tree, many texts: a language's blocks follow the source's by id, and keep every text that survives.

Order, ids, types and whatever is no text come from the source; texts come from the language, by the id of the block
that holds them. What a language leaves out or adds of its own is recorded, never guessed twice. A pure function.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock

from pages.translations.leaves import Raw, Spot, in_blocks, rewrite, with_ids

ATTIC_ROOM = 500  # texts of blocks that went; the oldest go first


@dataclass(frozen=True)
class Structure:
    """What a language has otherwise than the source, and what the source looked like when that was last said."""

    known: frozenset[str] = frozenset()  # ids of the source's blocks
    hidden: frozenset[str] = frozenset()  # of them, those that the language leaves out
    own: frozenset[str] = frozenset()  # ids of blocks that only the language has
    attic: dict[str, str] = field(default_factory=dict)  # {key of a leaf: text}


def ids(block: Block, raw: Any) -> list[str]:
    """The ids of all blocks in `raw`."""
    return [item["id"] for items in levels(block, raw, "").values() for item in items]


def without_texts(block: StreamBlock, raw: Raw) -> Any:
    """`raw` with every text empty: what all languages share."""
    return rewrite(block, raw, Spot("", "", ()), lambda spot, holder, text: "")


def follow(
    block: StreamBlock, source: Raw, target: Raw, before: Structure, former: Collection[str] = ()
) -> tuple[Raw, Structure]:
    """(`target` as it follows `source`, what it has otherwise). Follows once: a second time changes nothing.

    `former`: ids that were the source's when `target` was read; what went since is nobody's own.
    """
    of_source, of_target = ids(block, source), set(ids(block, target))
    is_followed = bool(before.known or before.own)
    known = before.known if is_followed else frozenset(of_source)  # what it had by then stays, and that is said
    hidden = before.hidden & set(of_source) - of_target
    if target or is_followed:
        hidden |= left_out(block, source, "", of_target, known)
    own = of_target - set(of_source) - set(former) - (known if is_followed else frozenset())
    texts = before.attic | {leaf.key: leaf.text for leaf in in_blocks("", block, target)}
    followed = Follower(hidden, own, of_target - own, texts, levels(block, target, "")).stream(block, source, "")
    standing = {leaf.key for leaf in in_blocks("", block, followed)}
    attic = {key: text for key, text in texts.items() if text and key not in standing}
    kept = dict(list(attic.items())[-ATTIC_ROOM:])
    own &= set(ids(block, followed))  # what stood inside a block that went has gone with it
    return followed, Structure(frozenset(of_source), frozenset(hidden), frozenset(own), kept)


def left_out(block: Block, raw: Any, key: str, have: set[str], known: frozenset[str]) -> set[str]:
    """Of the source's blocks in `raw`, the topmost that a language knew and has no more."""
    if isinstance(block, StreamBlock | ListBlock):
        found: set[str] = set()
        for item in with_ids(raw, key):
            child = child_of(block, item)
            if item["id"] in have and child:
                found |= left_out(child, item["value"], item["id"], have, known)
            elif item["id"] in known:
                found.add(item["id"])
        return found
    if isinstance(block, StructBlock):
        children = block.child_blocks.items()
        parts = [left_out(child, raw[name], f"{key}.{name}", have, known) for name, child in children if name in raw]
        return set().union(*parts)
    return set()


def without(block: Block, raw: Any, gone: Collection[str], key: str = "", within: str | None = None) -> Any:
    """`raw` without the blocks `gone`, however deep they stand; or only in the list or stream `within` (its key)."""
    if isinstance(block, StreamBlock | ListBlock):
        return [
            {**item, "value": without(child, item["value"], gone, item["id"], within) if child else item["value"]}
            for item in with_ids(raw, key)
            if item["id"] not in gone or within not in (None, key)
            for child in [child_of(block, item)]
        ]
    if isinstance(block, StructBlock):
        children = block.child_blocks.items()
        kept = {
            name: without(child, raw[name], gone, f"{key}.{name}", within) for name, child in children if name in raw
        }
        return {**raw, **kept}
    return raw


def child_of(block: StreamBlock | ListBlock, item: dict[str, Any]) -> Block | None:
    """The definition of an item; None for a type that is no more."""
    return block.child_blocks.get(item["type"]) if isinstance(block, StreamBlock) else block.child_block


def levels(block: Block, raw: Any, key: str) -> dict[str, Raw]:
    """{key of a list or stream: its items}, at every depth."""
    found: dict[str, Raw] = {}
    if isinstance(block, StreamBlock | ListBlock):
        found[key] = with_ids(raw, key)
        for item in found[key]:
            if child := child_of(block, item):
                found |= levels(child, item["value"], item["id"])
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            if name in raw:
                found |= levels(child, raw[name], f"{key}.{name}")
    return found


@dataclass(frozen=True)
class Follower:
    """Builds a language's blocks from the source's."""

    hidden: frozenset[str]
    own: set[str]
    others: set[str]  # what else the language has
    texts: dict[str, str]
    levels: dict[str, Raw]  # of the language

    def stream(self, block: StreamBlock | ListBlock, source: Raw, key: str) -> Raw:
        """The items of a list or stream: the source's that aren't hidden, the language's own in their places."""
        items = with_ids(source, key)
        own = self.own_by_anchor(block, key, {item["id"] for item in items} - self.hidden)
        built = list(own.get("", []))
        for item in items:
            if item["id"] not in self.hidden:
                built.append({**item, "value": self.value(child_of(block, item), item["value"], item["id"])})
                built += own.get(item["id"], [])
        return built

    def own_by_anchor(self, block: StreamBlock | ListBlock, key: str, anchors: set[str]) -> dict[str, Raw]:
        """{id of the source's block: the language's own blocks that stand after it}; "" for those at the beginning."""
        found: dict[str, Raw] = {}
        anchor = ""
        for item in self.levels.get(key, []):
            if item["id"] in anchors:
                anchor = item["id"]
            elif item["id"] in self.own:
                found.setdefault(anchor, []).append(item | {"value": self.bare(child_of(block, item), item)})
        return found

    def bare(self, block: Block | None, item: dict[str, Any]) -> Any:
        """The value of a block of the language's own, without blocks of the source's: those stand where it has them."""
        return without(block, item["value"], self.others, item["id"]) if block else item["value"]

    def value(self, block: Block | None, raw: Any, key: str) -> Any:
        """A value with the language's texts in it."""
        if isinstance(block, StreamBlock | ListBlock):
            return self.stream(block, raw, key)
        if isinstance(block, StructBlock):
            children = block.child_blocks.items()
            return {
                **raw,
                **{name: self.value(child, raw[name], f"{key}.{name}") for name, child in children if name in raw},
            }
        spot = Spot("", key, ())
        return rewrite(block, raw, spot, lambda at, _holder, _text: self.texts.get(at.key, "")) if block else raw
