"""Before a draft is stored: every language that has begun follows the blocks of the source."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import models
from wagtail.blocks import StreamBlock

from pages.languages import columns
from pages.models.translation import TranslationSheet
from pages.translations import leaves, structure
from pages.translations.sheets.rows import STRUCTURE, of, store
from pages.translations.structure import Structure


def follow_structure(
    draft: models.Model, earlier: Mapping[str, Any] | None = None, *, only_written: bool = False
) -> None:
    """Let every language that has begun follow the blocks of the source; what differs is kept on its sheet.

    `earlier`: {column: value} of the revision before; its texts that no longer stand are kept as well.
    `only_written`: leave fields alone that hold no block yet, as an empty menu stands for the source's.
    """
    streams = [base for base in columns(type(draft)) if leaves.is_stream(draft._meta.get_field(base))]
    if not streams:
        return
    earlier = earlier or {}
    settled = settled_ids(draft, streams, earlier)
    changed = []
    for code, sheet in of(draft).items():
        if code == draft.source_language or is_settled(draft, code, sheet, streams, earlier, settled):
            continue
        if follow_in(draft, code, sheet, streams, earlier, only_written):
            changed.append(sheet)
    store(changed, STRUCTURE)


def settled_ids(draft: models.Model, streams: list[str], earlier: Mapping[str, Any]) -> frozenset[str] | None:
    """The ids of the source's blocks where they are as in `earlier` but for their texts, else None.

    Most saves change texts alone. What followed then follows still, in thirty languages, without being looked at.
    """
    if earlier.get("source_language") != draft.source_language:
        return None
    found: set[str] = set()
    for base in streams:
        name = columns(type(draft))[base][draft.source_language]
        block = leaves.stream_block(draft, name)
        now, before = leaves.stored_blocks(draft, name), blocks_of(earlier, name)
        if structure.without_texts(block, now) != structure.without_texts(block, before):
            return None
        found.update(structure.ids(block, now))
    return frozenset(found)


def is_settled(
    draft: models.Model,
    code: str,
    sheet: TranslationSheet,
    streams: list[str],
    earlier: Mapping[str, Any],
    settled: frozenset[str] | None,
) -> bool:
    """Whether a language followed `settled` when it was last saved, and is as it was then."""
    if settled is None or not settled or frozenset(sheet.known) != settled:
        return False
    names = [columns(type(draft))[base][code] for base in streams]
    return all(leaves.stored_blocks(draft, name) == blocks_of(earlier, name) for name in names)


def blocks_of(content: Mapping[str, Any], name: str) -> leaves.Raw:
    """The blocks in the column `name` of a revision, each with an id."""
    return leaves.with_ids(json.loads(content.get(name) or "[]"), name)


def follow_in(
    draft: models.Model,
    code: str,
    sheet: TranslationSheet,
    streams: list[str],
    earlier: Mapping[str, Any],
    only_written: bool,
) -> bool:
    """The same for one language; whether its sheet changed."""
    before = kept_on(sheet)
    if not has_begun(draft, code, streams):
        return keep_on(sheet, before, Structure(hidden=before.hidden, attic=before.attic))
    after = Structure(attic=before.attic)
    for base in streams:
        names = columns(type(draft))[base]
        block = leaves.stream_block(draft, names[code])
        source = leaves.stored_blocks(draft, names[draft.source_language])
        target = leaves.stored_blocks(draft, names[code])
        if only_written and not target:
            continue
        attic = after.attic | said_in(block, earlier.get(names[code]))
        former = former_ids(draft, names[draft.source_language], block)
        followed, found = structure.follow(block, source, target, replace(before, attic=attic), former)
        if followed != target:
            leaves.put_blocks(draft, names[code], followed)
        after = Structure(after.known | found.known, after.hidden | found.hidden, after.own | found.own, found.attic)
    return keep_on(sheet, before, after)


def former_ids(draft: models.Model, name: str, block: StreamBlock) -> list[str]:
    """The ids in the column `name` when `draft` was read; others may have deleted some since."""
    base = getattr(draft, "drafted_from", None)
    return structure.ids(block, json.loads(base.content.get(name) or "[]")) if base else []


def kept_on(sheet: TranslationSheet) -> Structure:
    """What `sheet` says of its language's structure."""
    return Structure(frozenset(sheet.known), frozenset(sheet.hidden), frozenset(sheet.own), dict(sheet.attic))


def keep_on(sheet: TranslationSheet, before: Structure, after: Structure) -> bool:
    """Put `after` on `sheet`; whether that is another than `before`."""
    sheet.known, sheet.hidden, sheet.own = sorted(after.known), sorted(after.hidden), sorted(after.own)
    sheet.attic = after.attic
    return after != before


def said_in(block: StreamBlock, stored: str | None) -> dict[str, str]:
    """{key: text} of the blocks in a column of a revision."""
    raw = json.loads(stored) if stored else []
    return {leaf.key: leaf.text for leaf in leaves.in_blocks("", block, raw) if leaf.text}


def has_begun(draft: models.Model, code: str, streams: list[str]) -> bool:
    """Whether a language has any block or text; before that its blocks stay empty."""
    names = [columns(type(draft))[base][code] for base in streams]
    return any(leaves.stored_blocks(draft, name) for name in names) or any(
        leaf.text.strip() for leaf in leaves.walk(draft, code)
    )


def skeleton(draft: models.Model, base: str, code: str) -> leaves.Raw:
    """The source's blocks of the field `base` as the language `code` would begin with them: without texts."""
    names = columns(type(draft))[base]
    block = leaves.stream_block(draft, names[code])
    source = leaves.stored_blocks(draft, names[draft.source_language])
    kept = kept_on(of(draft)[code])
    return structure.follow(block, source, [], Structure(hidden=kept.hidden, attic=kept.attic))[0]
