"""After a draft is stored: units, counts and states say what it says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from pages.models.translation import ChangeKind, SourceChange, SourceUnit, TranslationSheet
from pages.translations import leaves, units
from pages.translations.sheets.rows import COUNT_FIELDS, DERIVED, of, store, store_units, stored_units, upsert
from pages.translations.sheets.states import set_states
from pages.translations.units import Counts, Origin, Source, Unit

RECORDED = (*DERIVED, "needs_approval_at")
TOLD = tuple(field.attname for field in TranslationSheet._meta.concrete_fields if field.name in RECORDED)


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
    before = {code: told(sheet) for code, sheet in sheets.items()}
    for code, sheet in sheets.items():
        old = stored.get(code, {})
        if code == draft.source_language:
            new: dict[str, Unit] = {}
            counted = Counts(total=len(source), done=len(source))
        else:
            rebased = units.rebased(old.values(), source, meant) if meant else old
            origin = origin_of.get(code, default)
            target = leaves.of(draft, code)
            new = units.follow(source, target, rebased, origin, now, sheet.attic)
            counted = units.count(source, {path: new[path] for path in new.keys() & target.keys()}, sheet.hidden)
            if kind == ChangeKind.DEMAND and old:
                sheet.needs_approval_at = now
        store_units(draft, code, old, new)
        for name in COUNT_FIELDS:
            setattr(sheet, name, getattr(counted, name))
    set_states(draft, sheets)
    changed = [sheet for code, sheet in sheets.items() if is_to_store(sheet, before[code])]
    store(changed, RECORDED)


def told(sheet: TranslationSheet) -> list[Any]:
    """What a save may change on `sheet`."""
    return [getattr(sheet, name) for name in TOLD]


def is_to_store(sheet: TranslationSheet, before: list[Any]) -> bool:
    """Whether `sheet` is new or says something else than `before`; the source's always tells when that was."""
    return sheet.pk is None or sheet.is_source or told(sheet) != before


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
    return meant_the_same(source, changes, recent_changes(draft, user, since))


def meant_the_same(
    source: Mapping[str, Source], changes: list[SourceChange], recent: list[SourceChange]
) -> dict[str, set[str]]:
    """{path: digests} that led to what the source says now by no hand but one: `recent` are that hand's earlier saves.

    Those of `recent` that are on the way count as cosmetic from now on.
    """
    meant: dict[str, set[str]] = {made.path: {made.before_digest} for made in changes}
    turned = []
    for made in reversed(recent):
        piece = source.get(made.path)
        if piece and made.after_digest in {piece.digest, *meant.get(made.path, ())}:
            meant.setdefault(made.path, set()).add(made.before_digest)
            turned.append(made.pk)
    SourceChange.objects.filter(pk__in=turned).update(kind=ChangeKind.COSMETIC)
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
    return list(mine.order_by("at", "pk"))
