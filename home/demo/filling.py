"""Fills blocks: what all languages share comes from pages.toml, the words from one language's content."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import models
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.models import Page

from home.demo.prose import prose

Rows = Mapping[type[models.Model], Mapping[str, int]]  # {model: {the key in pages.toml: the row's id}}


def stream(block: StreamBlock, place: str, layout: list[dict[str, Any]], words: Mapping[str, Any], rows: Rows) -> str:
    """A stream as it is stored. An item of `layout` has a `key`, a `type` and the values that all languages share.

    The ids depend on `place` and key alone: a block has the same id in every language and at every loading.
    """
    items = []
    for item in layout:
        here = f"{place}/{item['key']}"
        value = fill(block.child_blocks[item["type"]], here, item, words.get(item["key"]), rows)
        items.append({"type": item["type"], "value": value, "id": block_id(here)})
    return json.dumps(items, default=str)


def fill(block: Block, place: str, shared: object, words: object, rows: Rows) -> object:
    """The value of one block as it is stored; what neither `shared` nor `words` has stays as the block begins."""
    match block:
        case StructBlock():
            return {
                name: fill(child, f"{place}/{name}", named(shared, name), named(words, name), rows)
                for name, child in block.child_blocks.items()
            }
        case ListBlock():
            return fill_list(block, place, shared, words, rows)
        case RichTextBlock():
            return prose(words, rows[Page]) if isinstance(words, str) else ""
        case ChooserBlock():
            return rows[block.model_class][shared] if isinstance(shared, str) else None
    value = words if words is not None else shared
    return block.get_prep_value(block.get_default()) if value is None else value


def fill_list(block: ListBlock, place: str, shared: object, words: object, rows: Rows) -> list[dict[str, object]]:
    """A list as it is stored, as long as the longer of its two sides."""
    found: list[dict[str, object]] = []
    while named(shared, len(found)) is not None or named(words, len(found)) is not None:
        here, index = f"{place}/{len(found)}", len(found)
        value = fill(block.child_block, here, named(shared, index), named(words, index), rows)
        found.append({"type": "item", "value": value, "id": block_id(here)})
    return found


def named(values: object, name: str | int) -> object:
    """What `values`, a table or a list, has under `name`; None for nothing."""
    match values, name:
        case dict(), str():
            return values.get(name)
        case list(), int():
            return values[name] if name < len(values) else None
    return None


def block_id(place: str) -> str:
    """The same id for the same place."""
    return str(uuid5(NAMESPACE_URL, f"demo:{place}"))
