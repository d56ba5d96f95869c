"""The pieces of text of a subject in one language: a field, or a leaf of a block tree, each under a path of its own.

The one segmenter: the desk, staleness and every format of exchange see these pieces and no others. A path is the
field's name, then for blocks the ids and names on the way: "heading", "body.<id>", "body.<id>.items.<id>.text".
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django import forms
from django.db import models
from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.fields import RichTextField
from wagtail.fields import StreamField as WagtailStreamField

from pages.languages import columns

TEXTS = (CharBlock, TextBlock, RichTextBlock)
OPTIONAL = frozenset({"address"})  # each language may have one of its own, none has to: no unit of its own

Raw = list[dict[str, Any]]


@dataclass(frozen=True)
class Leaf:
    """One piece of text. `labels` lead to it ("Body", "Quote", "Name"); `text` is plain, or stored HTML where rich."""

    path: str
    key: str  # the part from the nearest block id on; the same wherever the block is moved
    base: str
    text: str
    is_rich: bool
    labels: tuple[Any, ...]
    holder: Any  # the block or the model's field that holds it

    @property
    def is_optional(self) -> bool:
        """Whether it may differ but need not be translated."""
        return self.base in OPTIONAL

    def form_field(self) -> forms.Field:
        """A form field with the widget and the limits of its holder; never required."""
        if isinstance(self.holder, Block):
            field: forms.Field = self.holder.field
            return field
        field = self.holder.formfield()
        field.required = False
        return field


@dataclass(frozen=True)
class Spot:
    """Where a walk through blocks stands."""

    path: str
    key: str
    labels: tuple[Any, ...]

    def item(self, item_id: str, *labels: Any) -> "Spot":
        """Inside the list item or stream block `item_id`."""
        return Spot(f"{self.path}.{item_id}", item_id, (*self.labels, *labels))

    def child(self, name: str, label: Any) -> "Spot":
        """Inside the field `name` of a struct."""
        return Spot(f"{self.path}.{name}", f"{self.key}.{name}", (*self.labels, label))


Change = Callable[[Spot, Block, str], str]


def rewrite(block: Block, raw: Any, spot: Spot, change: Change) -> Any:
    """A copy of the stored value `raw` with each text replaced by what `change` says."""
    if isinstance(block, StreamBlock):
        return [
            {**item, "value": rewrite(child, item["value"], spot.item(item["id"], child.label), change)}
            for item in with_ids(raw, spot.key)
            if (child := block.child_blocks.get(item["type"]))
        ]
    if isinstance(block, ListBlock):
        return [
            {**item, "value": rewrite(block.child_block, item["value"], spot.item(item["id"]), change)}
            for item in with_ids(raw, spot.key)
        ]
    if isinstance(block, StructBlock):
        stored = raw if isinstance(raw, dict) else {}
        return {
            **stored,
            **{
                name: rewrite(child, stored[name], spot.child(name, child.label), change)
                for name, child in block.child_blocks.items()
                if name in stored
            },
        }
    return change(spot, block, str(raw or "")) if isinstance(block, TEXTS) else raw


def with_ids(raw: Any, key: str) -> Raw:
    """Items that each have an id; one that has none gets one of its place, so that two readings agree."""
    items = []
    for place, item in enumerate(raw or []):
        is_item = isinstance(item, dict) and "type" in item and "value" in item
        whole = item if is_item else {"type": "item", "value": item}
        items.append(whole if whole.get("id") else {**whole, "id": str(uuid5(NAMESPACE_OID, f"{key}.{place}"))})
    return items


def is_stream(field: Any) -> bool:
    """Whether the model's field `field` holds blocks."""
    return isinstance(field, WagtailStreamField)


def stream_block(subject: models.Model, name: str) -> StreamBlock:
    """The definition of the blocks in the column `name`."""
    field: Any = subject._meta.get_field(name)
    return field.stream_block


def stored_blocks(subject: models.Model, name: str) -> Raw:
    """The blocks of the column `name` as they are stored, each with an id."""
    value = getattr(subject, name)
    return with_ids(value.get_prep_value() if value else [], name)


def put_blocks(subject: models.Model, name: str, raw: Raw) -> None:
    """Set the column `name` to stored blocks."""
    setattr(subject, name, json.dumps(raw, default=str))


def of(subject: models.Model, code: str) -> dict[str, Leaf]:
    """{path: leaf} of every piece in the language `code`, empty ones too, in reading order."""
    return {leaf.path: leaf for leaf in walk(subject, code)}


def walk(subject: models.Model, code: str) -> Iterator[Leaf]:
    """The leaves of `subject` in `code`."""
    for base, per_language in columns(type(subject)).items():
        field: Any = subject._meta.get_field(per_language[code])
        label = field.translated_field.verbose_name
        if is_stream(field):
            yield from in_blocks(base, field.stream_block, stored_blocks(subject, field.name), label)
        else:
            is_rich = isinstance(field, RichTextField)
            yield Leaf(base, base, base, str(getattr(subject, field.name) or ""), is_rich, (label,), field)


def in_blocks(base: str, block: StreamBlock, raw: Raw, label: Any = "") -> list[Leaf]:
    """The leaves of stored blocks."""
    found: list[Leaf] = []

    def note(spot: Spot, holder: Block, text: str) -> str:
        is_rich = isinstance(holder, RichTextBlock)
        found.append(Leaf(spot.path, spot.key, base, text, is_rich, spot.labels, holder))
        return text

    rewrite(block, raw, Spot(base, "", (label,)), note)
    return found


def put(subject: models.Model, code: str, texts: Mapping[str, str]) -> set[str]:
    """Set the pieces `texts` ({path: text}) of `subject` in the language `code`; the paths that are none."""
    left = set(texts)

    def change(spot: Spot, holder: Block, text: str) -> str:
        left.discard(spot.path)
        return texts.get(spot.path, text)

    for base, per_language in columns(type(subject)).items():
        name = per_language[code]
        field: Any = subject._meta.get_field(name)
        if is_stream(field):
            if any(path.startswith(f"{base}.") for path in texts):
                raw = stored_blocks(subject, name)
                put_blocks(subject, name, rewrite(field.stream_block, raw, Spot(base, "", ()), change))
        elif base in texts:
            left.discard(base)
            setattr(subject, name, texts[base])
    return left
