"""Before a draft is stored: every language that has begun follows the blocks of the source."""

from dataclasses import replace
from typing import Any

from django.db import models

from pages.languages import columns
from pages.models.translation import TranslationSheet
from pages.translations import leaves, structure
from pages.translations.sheets.rows import STRUCTURE, of, store
from pages.translations.structure import Structure


def follow_structure(draft: models.Model, *, only_written: bool = False) -> None:
    """Let every language that has begun follow the blocks of the source; what differs is kept on its sheet.

    `only_written`: leave fields alone that hold no block yet, as an empty menu stands for the source's.
    """
    streams = [base for base in columns(type(draft)) if leaves.is_stream(draft._meta.get_field(base))]
    if not streams:
        return
    sheets = of(draft)
    changed = []
    for code, sheet in sheets.items():
        if code != draft.source_language and follow_in(draft, code, sheet, streams, only_written):
            changed.append(sheet)
    store(changed, STRUCTURE)


def follow_in(draft: models.Model, code: str, sheet: TranslationSheet, streams: list[str], only_written: bool) -> bool:
    """The same for one language; whether its sheet changed."""
    if not has_begun(draft, code, sheet):
        return False
    before = Structure(frozenset(sheet.known), frozenset(sheet.hidden), frozenset(sheet.own), dict(sheet.attic))
    after = Structure(attic=before.attic)
    for base in streams:
        names = columns(type(draft))[base]
        block = leaves.stream_block(draft, names[code])
        source = leaves.stored_blocks(draft, names[draft.source_language])
        target = leaves.stored_blocks(draft, names[code])
        if only_written and not target:
            continue
        mine = replace(before, attic=after.attic)
        followed, found = structure.follow(block, source, target, mine)
        if followed != target:
            leaves.put_blocks(draft, names[code], followed)
        after = Structure(after.known | found.known, after.hidden | found.hidden, after.own | found.own, found.attic)
    if after == before:
        return False
    sheet.known, sheet.hidden, sheet.own = sorted(after.known), sorted(after.hidden), sorted(after.own)
    sheet.attic = after.attic
    return True


def has_begun(draft: Any, code: str, sheet: TranslationSheet) -> bool:
    """Whether a language has any text, or a structure of its own; before that its blocks stay empty."""
    return bool(sheet.hidden or sheet.own) or any(leaf.text.strip() for leaf in leaves.walk(draft, code))


def skeleton(draft: models.Model, base: str, code: str) -> leaves.Raw:
    """The source's blocks of the field `base` as the language `code` would begin with them: without texts."""
    names = columns(type(draft))[base]
    block = leaves.stream_block(draft, names[code])
    source = leaves.stored_blocks(draft, names[draft.source_language])
    return structure.follow(block, source, [], Structure())[0]
