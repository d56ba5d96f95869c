"""What is translated and has no drafts of its own: settings of a site, images. Its row is what visitors read.

A translation made at the desk waits on its sheet until it is published; a form that writes the row is public at once.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from pages.languages import columns
from pages.models.translation import ChangeKind, TranslationSheet
from pages.translations import leaves, sheets
from pages.translations.drafting import Change
from pages.translations.units import Origin


class TranslatedRow(models.Model):
    """Something whose texts are public as soon as they are in its row."""

    class Meta:
        abstract = True

    change: Change | None = None  # what the next save says of itself
    as_read: Mapping[str, Any] = MappingProxyType({})  # {column: text} as the database gave it

    @transaction.atomic
    def save(self, *args: Any, overtakes: bool = True, **kwargs: Any) -> None:
        """Store the row; unless it `overtakes` them, texts that wait are kept whatever it says."""
        whole = kwargs.get("update_fields") is None
        if whole and self.pk:
            row = type(self).objects.select_for_update(of=("self",)).filter(pk=self.pk).first()
            if row is not None:
                self.keep_others(row)
            sheets.follow_structure(self, only_written=True)
            if row is not None and overtakes:
                self.drop_overtaken(row)
        super().save(*args, **kwargs)
        if whole:
            self.note_read()
            change, self.change = self.change or Change(), None
            origins = {"": Origin(), **change.origins}
            sheets.record(sheets.draft_of(self), change.kind or ChangeKind.CONTENT, origins, timezone.now())

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Self:
        """The row, with its texts kept to compare with when it is saved."""
        found = super().from_db(*args, **kwargs)
        found.note_read()
        return found

    @property
    def source_language(self) -> str:
        """The language that it is translated from."""
        return settings.LANGUAGE_CODE

    def note_read(self) -> None:
        """Keep what the texts are now."""
        names = [name for per_language in columns(type(self)).values() for name in per_language.values()]
        self.as_read = {name: self.__dict__[name] for name in names if name in self.__dict__}

    def keep_others(self, row: Self) -> None:
        """Take over the texts that others stored in `row` since this was read, wherever it changed none itself."""
        for name, read in self.as_read.items():
            if sheets.plain(getattr(self, name)) == sheets.plain(read):
                setattr(self, name, getattr(row, name))

    def drop_overtaken(self, row: Self) -> None:
        """Drop what waits for a piece that this save writes otherwise than `row` has it: the newer text wins."""
        waiting = list(TranslationSheet.objects.of(self).exclude(draft={}))
        for sheet in waiting:
            old, new = leaves.of(row, sheet.language), leaves.of(self, sheet.language)
            sheet.draft = {
                path: text
                for path, text in sheet.draft.items()
                if path in old and path in new and old[path].text == new[path].text
            }
        sheets.store(waiting, ["draft"])
