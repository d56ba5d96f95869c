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

    The ids depend on `place` and key alone, so that a block has the same id in every language and at every loading.
    """
    items = [
        {
            "type": item["type"],
            "value": fill(block.child_blocks[item["type"]], f"{place}/{item['key']}", item, words.get(item["key"]), rows),
            "id": _id(f"{place}/{item['key']}"),
        }
        for item in layout
    ]
    return json.dumps(items, default=str)


def fill(block: Block, place: str, shared: Any, words: Any, rows: Rows) -> Any:
    """The value of one block as it is stored; what neither `shared` nor `words` has stays as the block begins."""
    match block:
        case StructBlock():
            return {name: fill(child, f"{place}/{name}", _get(shared, name), _get(words, name), rows) for name, child in block.child_blocks.items()}
        case ListBlock():
            return _list(block, place, shared or [], words or [], rows)
        case RichTextBlock():
            return prose(words or "", rows[Page])
        case ChooserBlock():
            return rows[block.model_class][shared] if shared else None
    value = words if words is not None else shared
    return block.get_prep_value(block.get_default()) if value is None else value


def _list(block: ListBlock, place: str, shared: list[Any], words: list[Any], rows: Rows) -> list[dict[str, Any]]:
    found = []
    for index in range(max(len(shared), len(words))):
        here = f"{place}/{index}"
        value = fill(block.child_block, here, _at(shared, index), _at(words, index), rows)
        found.append({"type": "item", "value": value, "id": _id(here)})
    return found


def _get(values: Any, name: str) -> Any:
    return values.get(name) if isinstance(values, Mapping) else None


def _at(values: list[Any], index: int) -> Any:
    return values[index] if index < len(values) else None


def _id(place: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"demo:{place}"))
