"""Three-way merging of what two people made of one draft: whatever either of them changed is kept. Pure.

Where both wrote the same piece of text, the later one stands; the other is in the history.
"""

from typing import Any

from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock

from pages.translations.leaves import Raw, Spot, in_blocks, rewrite, with_ids
from pages.translations.structure import child_of, levels, without
from pages.translations.units import digest


def is_same(one: Any, other: Any) -> bool:
    """Whether two stored values say the same; an editor's screen gives paragraphs new keys at every turn."""
    if isinstance(one, str) and isinstance(other, str):
        return digest(one) == digest(other)
    return bool(one == other)


def merged_blocks(block: StreamBlock, base: Raw, mine: Raw, theirs: Raw) -> Raw:
    """The blocks `mine` with all that `theirs` have otherwise than `base`; each block stands once."""
    raw = once(block, merged(block, base, mine, theirs), base)
    said = [{leaf.key: leaf.text for leaf in in_blocks("", block, blocks)} for blocks in (base, mine, theirs)]

    def text(spot: Spot, _holder: Block, _text: str) -> str:
        was, my, their = (texts.get(spot.key) for texts in said)
        return str(merged(None, was, my, their) if my is not None and their is not None else my or their or "")

    found: Raw = rewrite(block, raw, Spot("", "", ()), text)
    return found


def once(block: StreamBlock, raw: Raw, base: Raw) -> Raw:
    """`raw` with each block in one place: what somebody moved and somebody wrote in stands where it was moved to."""
    homes = {item["id"]: key for key, items in levels(block, base, "").items() for item in items}
    places: dict[str, list[str]] = {}
    for key, items in levels(block, raw, "").items():
        for item in items:
            places.setdefault(item["id"], []).append(key)
    for id_, keys in places.items():
        if len(keys) > 1:
            left = [key for key in keys if key != homes.get(id_)] or keys
            for key in set(keys) - {left[0]}:
                raw = without(block, raw, {id_}, within=key)
    return raw


def merged(block: Block | None, base: Any, mine: Any, theirs: Any, key: str = "") -> Any:
    """The stored value `mine` with all that `theirs` has otherwise than `base`."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    if isinstance(block, StreamBlock | ListBlock):
        return merged_items(block, *(with_ids(raw, key) for raw in (base, mine, theirs)))
    if isinstance(block, StructBlock):
        return merged_fields(block, base or {}, mine or {}, theirs or {}, key)
    return theirs if is_same(mine, base) else mine


def merged_fields(
    block: StructBlock, base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], key: str
) -> dict[str, Any]:
    """The same for the fields of a struct."""
    return {
        name: merged(block.child_blocks.get(name), base.get(name), mine.get(name), theirs.get(name), f"{key}.{name}")
        for name in {**theirs, **mine}
    }


def merged_items(block: StreamBlock | ListBlock, base: Raw, mine: Raw, theirs: Raw) -> Raw:
    """The same for blocks: in the order of whoever changed that, me first."""
    of_base, of_mine, of_theirs = ({item["id"]: item for item in items} for items in (base, mine, theirs))
    stayed = [item["id"] for item in mine if item["id"] in of_base]
    is_mine_ordered = stayed != [item["id"] for item in base if item["id"] in of_mine]
    lead, other = (mine, theirs) if is_mine_ordered else (theirs, mine)
    found: Raw = []
    for id_ in interleaved([item["id"] for item in lead], [item["id"] for item in other]):
        was, my, their = of_base.get(id_), of_mine.get(id_), of_theirs.get(id_)
        if my and their:
            value = merged(child_of(block, my), was and was["value"], my["value"], their["value"], id_)
            found.append({**my, "value": value})
        elif was is None or (my or their) != was:  # new, or deleted by one and written by the other: kept
            found.append(my or their or {})
    return found


def interleaved(lead: list[str], other: list[str]) -> list[str]:
    """`lead` with what only `other` has, each after what it stands behind there."""
    order, before = list(lead), ""
    for id_ in other:
        if id_ not in lead:
            order.insert(order.index(before) + 1 if before else 0, id_)
        before = id_
    return order
