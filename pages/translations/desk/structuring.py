"""What one language has otherwise than the source: blocks that it leaves out."""

from collections.abc import Callable
from typing import Any

from django.db import models, transaction

from pages import languages
from pages.models.translation import TranslationSheet
from pages.translations import leaves, sheets, structure
from pages.translations.desk.subjects import hold
from pages.translations.desk.translating import note


@transaction.atomic
def hide(one: Any, code: str, block_id: str, user: Any) -> None:
    """Leave a block of the source out of the language `code`."""
    change_structure(one, code, user, lambda sheet: setattr(sheet, "hidden", sorted({*sheet.hidden, block_id})))


@transaction.atomic
def show(one: Any, code: str, block_id: str, user: Any) -> None:
    """Bring a block of the source back into the language `code`, with the text that it had."""

    def bring_back(sheet: TranslationSheet) -> None:
        sheet.hidden = sorted({*sheet.hidden} - {block_id})
        sheet.known = sorted({*sheet.known} - {block_id})  # new to this language, so it comes with its texts

    change_structure(one, code, user, bring_back)


def change_structure(one: Any, code: str, user: Any, deed: Callable[[TranslationSheet], None]) -> None:
    """Change a sheet's structure and let the draft follow it."""
    hold(one)
    draft = sheets.draft_of(one)
    sheet = sheets.of(one)[code]
    deed(sheet)
    sheets.store([sheet], ["hidden", "known"])
    drop_hidden(draft, code, set(sheet.hidden))
    note(draft, code, draft.save_revision(user=user, clean=False), user)


def drop_hidden(draft: models.Model, code: str, hidden: set[str]) -> None:
    """Take the blocks `hidden` out of the draft's column."""
    for names in languages.columns(type(draft)).values():
        if leaves.is_stream(draft._meta.get_field(names[code])):
            blocks = leaves.stored_blocks(draft, names[code])
            kept = structure.without(leaves.stream_block(draft, names[code]), blocks, hidden)
            leaves.put_blocks(draft, names[code], kept)
