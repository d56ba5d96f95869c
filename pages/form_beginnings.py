"""A language begins with the source's blocks: boxes without texts stand in the form; untouched they are nothing."""

import json
from collections.abc import Collection, Iterator
from typing import Any

from wagtail.blocks.base import BlockField

from pages.languages import columns
from pages.translations import leaves, sheets, structure


def streams(form: Any) -> Iterator[tuple[str, Any]]:
    """(base name, the model's field) of the boxes of blocks that `form` holds in the language worked in."""
    if form.target == form.source:
        return
    for base, names in columns(type(form.instance)).items():
        field = form.instance._meta.get_field(names[form.target])
        if field.name in form.fields and leaves.is_stream(field):
            yield base, field


def unsent(form: Any) -> list[str]:
    """The boxes of blocks that a browser did not send: they stay as they are, and Wagtail would fail on them."""
    if not form.is_bound:
        return []
    boxes = [name for name, field in form.fields.items() if isinstance(field, BlockField)]
    return [name for name in boxes if f"{form.add_prefix(name)}-count" not in form.data]


def begin(form: Any) -> None:
    """Put the source's blocks, without texts, where the language worked in has none."""
    if form.is_bound or not form.instance.pk:
        return
    for base, field in streams(form):
        if not leaves.stored_blocks(form.instance, field.name):
            form.initial[field.name] = field.to_python(json.dumps(sheets.skeleton(form.instance, base, form.target)))


def spare(form: Any, published: Collection[str]) -> None:
    """Ask nobody for texts of a language that isn't published with this: its blocks may stay empty."""
    for _base, field in streams(form):
        if form.target not in published:
            form.fields[field.name].is_deferred_validation = True


def forget_untouched(form: Any, data: dict[str, Any]) -> None:
    """Blocks that are the source's and have no text are no beginning yet, as long as the language has no other text."""
    names = [per_language[form.target] for per_language in columns(type(form.instance)).values()]
    if any(isinstance(text := data.get(name), str) and text.strip() for name in names):
        return
    for base, field in streams(form):
        value = data.get(field.name)
        raw = leaves.with_ids(value.get_prep_value(), base) if value else []
        of_source = structure.ids(field.stream_block, source_blocks(form, data, base))
        is_written = any(leaf.text.strip() for leaf in leaves.in_blocks(base, field.stream_block, raw))
        if raw and not is_written and {*structure.ids(field.stream_block, raw)} <= {*of_source}:
            data[field.name] = field.to_python("[]")


def source_blocks(form: Any, data: dict[str, Any], base: str) -> leaves.Raw:
    """The source's blocks as they are being saved, else as they are."""
    name = columns(type(form.instance))[base][form.source]
    value = data.get(name, getattr(form.instance, name))
    return leaves.with_ids(value.get_prep_value(), base) if value else []
