"""Reads and writes the rows of sheets and units, many at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from itertools import starmap
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from pages.languages import CODES
from pages.models.translation import OfSubject, TranslationSheet, TranslationUnit
from pages.translations.units import Counts, Unit

UNIT_FIELDS = tuple(field.name for field in fields(Unit))
COUNT_FIELDS = tuple(field.name for field in fields(Counts))
DERIVED = (
    *COUNT_FIELDS, "is_source", "state", "is_newer", "withdrawn_at", "submitted_at", "submitted_by", "updated_at",
)  # fmt: skip
STRUCTURE = ("known", "hidden", "own", "attic")


def of(subject: models.Model) -> dict[str, TranslationSheet]:
    """{language: sheet} of every language, in the order of the settings; those never written to are unsaved."""
    found = {sheet.language: sheet for sheet in TranslationSheet.objects.of(subject)}
    kind = ContentType.objects.get_for_model(subject)
    return {
        code: found.get(code) or TranslationSheet(content_type=kind, object_id=subject.pk, language=code)
        for code in CODES
    }


def store(sheets: Iterable[TranslationSheet], names: Iterable[str]) -> None:
    """Write the columns `names` of the sheets, new ones whole."""
    rows = list(sheets)
    now = timezone.now()
    for sheet in rows:
        sheet.updated_at = now
    upsert(TranslationSheet, rows, [*names], "language")


def upsert(model: Any, rows: list[Any], update: Iterable[str], *unique: str) -> None:
    """Insert `rows`, or update the columns `update` of those that are there."""
    if rows:
        columns_to_update = [model._meta.get_field(name.removesuffix("_id")).name for name in update]
        model.objects.bulk_create(
            [keyless(row) for row in rows],
            update_conflicts=True,
            update_fields=columns_to_update,
            unique_fields=["content_type", "object_id", *unique],
        )


def keyless(row: Any) -> Any:
    """`row` without its number, so that the database finds it by what makes it unique."""
    row.pk = None
    return row


def stored_units(subject: models.Model) -> dict[str, dict[str, Unit]]:
    """{language: {path: unit}} as they are kept."""
    found: dict[str, dict[str, Unit]] = {}
    for code, *values in TranslationUnit.objects.of(subject).values_list("language", *UNIT_FIELDS):
        unit = Unit(*values)
        found.setdefault(code, {})[unit.path] = unit
    return found


def stored_units_in(subject: models.Model, code: str) -> dict[str, Unit]:
    """{path: unit} of one language as they are kept."""
    rows = TranslationUnit.objects.of(subject).filter(language=code).values_list(*UNIT_FIELDS)
    return {unit.path: unit for unit in starmap(Unit, rows)}


def store_units(subject: models.Model, code: str, old: Mapping[str, Unit], new: Mapping[str, Unit]) -> None:
    """Write what is not as it was."""
    content_type = ContentType.objects.get_for_model(subject)
    rows = [
        TranslationUnit(content_type=content_type, object_id=subject.pk, language=code, **asdict(unit))
        for path, unit in new.items()
        if unit != old.get(path)
    ]
    upsert(TranslationUnit, rows, [name for name in UNIT_FIELDS if name != "path"], "language", "path")
    if gone := old.keys() - new.keys():
        TranslationUnit.objects.of(subject).filter(language=code, path__in=gone).delete()


def forget(subject: models.Model) -> None:
    """Delete everything that the desk knows of a subject that is no more."""
    for model in OfSubject.__subclasses__():
        model.objects.of(subject).delete()
