"""Keeps the desk's tables in line with drafts and live rows: structure before a draft is stored, units and counts after.

Called where every draft and every live row passes, so no road past the desk leaves its tables behind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from pages.languages import CODES, columns
from pages.models.translation import (
    ChangeKind,
    SheetState,
    SourceChange,
    SourceUnit,
    TranslationSheet,
    TranslationUnit,
    UnitState,
)
from pages.translations import leaves, structure, units
from pages.translations.leaves import Leaf
from pages.translations.structure import Structure
from pages.translations.units import Counts, Origin, Source, Unit

UNIT_FIELDS = tuple(field.name for field in fields(Unit))
COUNT_FIELDS = tuple(field.name for field in fields(Counts))
DERIVED = (*COUNT_FIELDS, "is_source", "state", "is_newer", "updated_at")
STRUCTURE = ("known", "hidden", "own", "attic")


def of(subject: models.Model) -> dict[str, TranslationSheet]:
    """{language: sheet} of every language, in the order of the settings; those never written to are unsaved."""
    found = {sheet.language: sheet for sheet in TranslationSheet.objects.of(subject)}
    kind = ContentType.objects.get_for_model(subject)
    return {
        code: found.get(code) or TranslationSheet(content_type=kind, object_id=subject.pk, language=code)
        for code in CODES
    }


# Structure ------------------------------------------------------------------------------------------------------------
def follow_structure(draft: Any) -> None:
    """Let every language that has begun follow the blocks of the source; what differs is kept on its sheet."""
    streams = [base for base in columns(type(draft)) if leaves.is_stream(draft._meta.get_field(base))]
    if not streams:
        return
    sheets = of(draft)
    changed = []
    for code, sheet in sheets.items():
        if code != draft.source_language and follow_in(draft, code, sheet, streams, sheets[draft.source_language]):
            changed.append(sheet)
    store(changed, STRUCTURE)


def follow_in(draft: Any, code: str, sheet: TranslationSheet, streams: list[str], of_source: TranslationSheet) -> bool:
    """The same for one language; whether its sheet changed."""
    if not has_begun(draft, code, sheet):
        return False
    before = Structure(frozenset(sheet.known), frozenset(sheet.hidden), frozenset(sheet.own), dict(sheet.attic))
    after = Structure(attic=before.attic)
    for base in streams:
        names = columns(type(draft))[base]
        block = draft._meta.get_field(names[code]).stream_block
        source = leaves.stored_blocks(draft, names[draft.source_language])
        target = leaves.stored_blocks(draft, names[code])
        mine = of_stream(before, after.attic, block, source, target)
        followed, found = structure.follow(block, source, target, mine)
        if followed != target:
            leaves.put_blocks(draft, names[code], followed)
        after = Structure(after.known | found.known, after.hidden | found.hidden, after.own | found.own, found.attic)
    if after == before:
        return False
    sheet.known, sheet.hidden, sheet.own = sorted(after.known), sorted(after.hidden), sorted(after.own)
    sheet.attic = after.attic
    return True


def of_stream(before: Structure, attic: dict[str, str], block: Any, source: Any, target: Any) -> Structure:
    """What was known, of all streams of a subject, for the one at hand."""
    return Structure(before.known, before.hidden, before.own, attic)


def has_begun(draft: Any, code: str, sheet: TranslationSheet) -> bool:
    """Whether a language has any text, or a structure of its own; before that its blocks stay empty."""
    return bool(sheet.hidden or sheet.own) or any(leaf.text.strip() for leaf in leaves.walk(draft, code))


def skeleton(draft: Any, base: str, code: str) -> leaves.Raw:
    """The source's blocks of the field `base` as the language `code` would begin with them: without texts."""
    names = columns(type(draft))[base]
    block = draft._meta.get_field(names[code]).stream_block
    source = leaves.stored_blocks(draft, names[draft.source_language])
    return structure.follow(block, source, [], Structure())[0]


# Units ----------------------------------------------------------------------------------------------------------------
@transaction.atomic
def record(
    draft: Any, kind: str, origin_of: Mapping[str, Origin], now: datetime, since: datetime | None = None
) -> None:
    """Bring the units, the counts and the states of `draft` in line with what it says now.

    `kind`: what its editor says of the source's changes in this save, and of their own `since` that moment.
    `origin_of`: {language: where its changed texts come from}.
    """
    default = origin_of.get("", Origin())
    source_leaves = leaves.of(draft, draft.source_language)
    source = units.sources(source_leaves)
    meant = note_source(draft, source, ChangeKind(kind), default.user, now, since)
    stored = stored_units(draft)
    sheets = of(draft)
    for code, sheet in sheets.items():
        old = stored.get(code, {})
        if code == draft.source_language:
            new: dict[str, Unit] = {}
            counted = Counts(total=len(source), done=len(source))
        else:
            rebased = units.rebased(old.values(), source, meant) if meant else old
            origin = origin_of.get(code, default)
            new = units.follow(source, leaves.of(draft, code), rebased, origin, now)
            counted = units.count(source, new)
            if kind == ChangeKind.DEMAND and old:
                sheet.needs_approval_at = now
        store_units(draft, code, old, new)
        for name, number in asdict(counted).items():
            setattr(sheet, name, number)
    set_states(draft, sheets)
    store(sheets.values(), (*DERIVED, "needs_approval_at"))


def note_source(
    draft: Any, source: Mapping[str, Source], kind: ChangeKind, user: Any, now: datetime, since: datetime | None
) -> dict[str, set[str]]:
    """Store the source's pieces and what changed in them; {path: digests that a cosmetic change declares equal}."""
    old = {unit.path: unit for unit in SourceUnit.objects.of(draft)}
    content_type = ContentType.objects.get_for_model(draft)
    rows, changes = [], []
    for position, piece in enumerate(source.values()):
        before = old.pop(piece.path, None)
        same = before is not None and before.digest == piece.digest
        if before is not None and same and before.position == position:
            continue
        if before is not None and not same:
            changes.append(change(draft, piece, before.digest, kind, user, now))
        rows.append(
            SourceUnit(
                content_type=content_type,
                object_id=draft.pk,
                path=piece.path,
                position=position,
                text=piece.text,
                digest=piece.digest,
                changed_at=before.changed_at if before is not None and same else now,
            )
        )
    upsert(SourceUnit, rows, ("position", "text", "digest", "changed_at"), "path")
    if old:
        SourceUnit.objects.filter(pk__in=[unit.pk for unit in old.values()]).delete()
    SourceChange.objects.bulk_create(changes)
    if kind != ChangeKind.COSMETIC:
        return {}
    meant: dict[str, set[str]] = {}
    for made in [*changes, *recent_changes(draft, user, since)]:
        meant.setdefault(made.path, set()).add(made.before_digest)
    return meant


def change(draft: Any, piece: Source, before: str, kind: ChangeKind, user: Any, now: datetime) -> SourceChange:
    """One changed piece, for the record."""
    return SourceChange(
        content_type=ContentType.objects.get_for_model(draft),
        object_id=draft.pk,
        path=piece.path,
        kind=kind,
        before_digest=before,
        after_digest=piece.digest,
        by=user,
        at=now,
    )


def recent_changes(draft: Any, user: Any, since: datetime | None) -> list[SourceChange]:
    """What the same editor changed since the form was opened: its autosaves did not know yet of which kind it is."""
    if user is None or since is None:
        return []
    mine = SourceChange.objects.of(draft).filter(by=user, at__gte=since, kind=ChangeKind.CONTENT)
    found = list(mine)
    mine.update(kind=ChangeKind.COSMETIC)
    return found


def stored_units(subject: models.Model) -> dict[str, dict[str, Unit]]:
    """{language: {path: unit}} as they are kept."""
    found: dict[str, dict[str, Unit]] = {}
    for code, *values in TranslationUnit.objects.of(subject).values_list("language", *UNIT_FIELDS):
        unit = Unit(*values)
        found.setdefault(code, {})[unit.path] = unit
    return found


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


# States ---------------------------------------------------------------------------------------------------------------
def refresh_states(subject: Any, draft: Any = None) -> None:
    """Bring the states of every language in line with the live row; for whoever changed that or a plan."""
    sheets = of(subject)
    set_states(draft if draft is not None else draft_of(subject), sheets)
    store(sheets.values(), (*DERIVED, "withdrawn_at", "submitted_at"))


def draft_of(subject: Any) -> Any:
    """The latest draft of a subject with drafts; of another, itself with what waits on its sheets."""
    if hasattr(subject, "get_latest_revision_as_object"):
        return type(subject).objects.get(pk=subject.pk).get_latest_revision_as_object()
    draft = type(subject).objects.get(pk=subject.pk)
    for sheet in TranslationSheet.objects.of(subject).exclude(draft={}):
        if sheet.draft:
            leaves.put(draft, sheet.language, sheet.draft)
    return draft


def set_states(draft: Any, sheets: Mapping[str, TranslationSheet]) -> None:
    """Say of each language how far it is."""
    live = type(draft).objects.filter(pk=draft.pk).first()
    in_review = languages_in_review(draft)
    for code, sheet in sheets.items():
        sheet.is_source = code == draft.source_language
        is_live = live is not None and code in public_languages(live)
        sheet.is_newer = is_live and differs(draft, live, code)
        if is_live:
            sheet.state, sheet.withdrawn_at = SheetState.LIVE, None
        elif sheet.submitted_at or code in in_review:
            sheet.state = SheetState.REVIEW
        elif sheet.withdrawn_at:
            sheet.state = SheetState.WITHDRAWN
        else:
            sheet.state = SheetState.DRAFT if is_written(draft, code) else SheetState.OFF


def public_languages(live: Any) -> list[str]:
    """The languages in which `live` can be read; of what has no drafts, those with any text."""
    if hasattr(live, "live_languages"):
        found: list[str] = live.live_languages()
        return found
    return [code for code in CODES if is_written(live, code)]


def is_written(subject: Any, code: str) -> bool:
    """Whether there is any text in the language `code`."""
    return any(leaf.text.strip() for leaf in leaves.walk(subject, code))


def differs(draft: Any, live: Any, code: str) -> bool:
    """Whether the draft says anything else in `code` than the live row."""
    return any(
        plain(getattr(draft, names[code])) != plain(getattr(live, names[code]))
        for names in columns(type(draft)).values()
    )


def plain(value: Any) -> Any:
    """`value` in a form that compares: raw blocks for a StreamValue, None for nothing."""
    return (list(value.raw_data) if hasattr(value, "raw_data") else value) or None


def languages_in_review(draft: Any) -> set[str]:
    """The languages that a workflow of Wagtail's has under review."""
    state = getattr(draft, "current_workflow_state", None)
    task = state.current_task_state if state else None
    if task is None or task.revision_id is None:
        return set()
    return set(task.revision.content.get("release") or [draft.source_language])


# Storing --------------------------------------------------------------------------------------------------------------
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
    row._state.adding = True
    return row


UNIT_STATES = frozenset(UnitState.values)
