"""The count: journalled with each signature, folded by the worker, compared every night."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from petition import margins, rows
from petition.models import IntegrityEntry, Signature, Tally, TallyEntry, Total
from petition.models.integrity import Event

ENTRIES_AT_ONCE = 5_000  # of one transaction: a tenth of a second or two
BATCHES_AT_ONCE = 4  # of one round, so that a hundred thousand that were invalidated are folded in five
NOTED = ("petition_id", "language", "country", "event", "day", "reason", "amount")


@dataclass(frozen=True, order=True)
class Key:
    """What is counted apart: one line of the tally."""

    petition_id: int
    language: str
    country: str
    day: dt.date


@dataclass(frozen=True)
class Difference:
    """A key under which the three accounts don't agree. `tally` includes what waits to be folded."""

    key: Key
    rows: int
    journal: int
    tally: int


# Writing the journal --------------------------------------------------------------------------------------------------
def add(signature: Signature, now: dt.datetime) -> None:
    """Journal that `signature` counts. Call it in the transaction that confirms it."""
    enter(signature, 1, now)


def subtract(signature: Signature, now: dt.datetime) -> None:
    """Journal that `signature` counts no more. Call it in the transaction that withdraws it."""
    enter(signature, -1, now)


def enter(signature: Signature, change: int, now: dt.datetime) -> None:
    """One line of the journal, under the day on which the signature was confirmed."""
    line(signature, change, now).save()


def add_many(signatures: Iterable[Signature], now: dt.datetime) -> None:
    """Journal that many signatures count, in one statement. Call it in the transaction that makes it so."""
    TallyEntry.objects.bulk_create(line(each, 1, now) for each in signatures)


def subtract_many(signatures: Iterable[Signature], now: dt.datetime) -> None:
    """Journal that many signatures count no more, in one statement. Call it in the transaction that makes it so."""
    TallyEntry.objects.bulk_create(line(each, -1, now) for each in signatures)


def line(signature: Signature, change: int, now: dt.datetime) -> TallyEntry:
    """What the journal says of a signature."""
    if signature.confirmed_at is None:
        raise ValueError("Only a confirmed signature counts.")
    return TallyEntry(
        petition_id=signature.petition_id,
        language=signature.language,
        country=signature.country,
        text_id=signature.text_id,
        day=signature.confirmed_at.astimezone(dt.UTC).date(),
        change=change,
        made_at=now,
    )


def note(signature: Signature, event: Event, now: dt.datetime, reason: str = "") -> None:
    """Journal for the public account of integrity what happened to `signature`. Call it in the same transaction."""
    note_many([signature], event, now, reason)


def note_many(signatures: Iterable[Signature], event: Event, now: dt.datetime, reason: str = "") -> None:
    """The same for many signatures, in one statement."""
    note_lines(Counter((each.petition_id, each.language, each.country, event) for each in signatures), now, reason)


def note_lines(lines: Counter[tuple[int, str, str, Event]], now: dt.datetime, reason: str = "") -> None:
    """The same for {(petition, language, country, event): how many}."""
    if not lines:
        return
    day = now.astimezone(dt.UTC).date()
    fields = rows.fields_of(IntegrityEntry, NOTED)
    alike = sorted(lines.items())
    source, values = rows.source(
        fields,
        [
            (petition, language, country, str(event), day, reason, amount)
            for (petition, language, country, event), amount in alike
        ],
    )
    rows.write(f"INSERT INTO petition_integrityentry ({', '.join(NOTED)}) {source}", values)


# Folding it -----------------------------------------------------------------------------------------------------------
def fold(now: dt.datetime) -> int:
    """Bring tallies and totals up to the journal; how many entries that took."""
    waiting = TallyEntry.objects.unfolded().order_by("petition_id").values_list("petition_id", flat=True).distinct()
    return sum(fold_batches(petition_id, now) for petition_id in list(waiting))


def fold_batches(petition_id: int, now: dt.datetime) -> int:
    """Fold one petition, but no longer than letters can wait; how many entries."""
    done = 0
    for _batch in range(BATCHES_AT_ONCE):
        done += (folded := fold_petition(petition_id, now))
        if folded < ENTRIES_AT_ONCE:
            break
    return done


@transaction.atomic
def fold_petition(petition_id: int, now: dt.datetime) -> int:
    """Fold a batch of one petition's entries. Its total is the lock: two workers can't fold one petition at once."""
    Total.objects.get_or_create(petition_id=petition_id, defaults={"as_of": now})
    total = Total.objects.select_for_update().get(petition_id=petition_id)
    waiting = TallyEntry.objects.unfolded().filter(petition_id=petition_id).order_by("pk")
    entries = list(waiting.values_list("pk", "text", "language", "country", "day", "change")[:ENTRIES_AT_ONCE])
    changes: Counter[Key] = Counter()
    sums: Counter[margins.Key] = Counter()
    for _pk, text, language, country, day, change in entries:
        changes[Key(petition_id, language, country, day)] += change
        for key in margins.keys(petition_id, language, country, day, text=text):
            sums[key] += change
    write_tallies(petition_id, changes)
    margins.add(sums)
    TallyEntry.objects.filter(pk__in=[pk for pk, *_line in entries]).update(folded_at=now)
    total.count += sum(changes.values())
    total.as_of = now
    total.save(update_fields=["count", "as_of"])
    return len(entries)


def write_tallies(petition_id: int, changes: Counter[Key]) -> None:
    """Add `changes` to the tallies, in one statement. The caller holds the petition's total."""
    days = {key.day for key in changes}
    known = {key_of(tally): tally.count for tally in Tally.objects.filter(petition_id=petition_id, day__in=days)}
    Tally.objects.bulk_create(
        [
            Tally(
                petition_id=key.petition_id,
                language=key.language,
                country=key.country,
                day=key.day,
                count=known.get(key, 0) + change,
            )
            for key, change in sorted(changes.items())
        ],
        update_conflicts=True,
        unique_fields=["petition", "language", "country", "day"],
        update_fields=["count"],
    )


def key_of(tally: Tally) -> Key:
    """Where a line of the tally belongs."""
    return Key(tally.petition_id, tally.language, tally.country, tally.day)


def shown(petition_id: int) -> int:
    """The number that a petition shows."""
    return Total.objects.filter(petition_id=petition_id).values_list("count", flat=True).first() or 0


def shown_to_signatory(petition_id: int) -> int:
    """The number for someone who has just confirmed: with what waits to be folded, their own signature among it."""
    waiting = TallyEntry.objects.unfolded().filter(petition_id=petition_id).aggregate(change=Sum("change"))
    return shown(petition_id) + (waiting["change"] or 0)


# Comparing ------------------------------------------------------------------------------------------------------------
@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read in here stands at one moment, however much is signed meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":  # SQLite's transactions are so by themselves
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def recount() -> list[Difference]:
    """Compare signatures, journal and tallies; [] when all is well."""
    with one_moment():
        signatures = Signature.objects.confirmed().annotate(day=TruncDate("confirmed_at", tzinfo=dt.UTC))
        rows = sums(signatures, Count("pk"))
        journal = sums(TallyEntry.objects.all(), Sum("change"))
        tally = sums(Tally.objects.all(), Sum("count")) + sums(TallyEntry.objects.unfolded(), Sum("change"))
        found = [Difference(key, rows[key], journal[key], tally[key]) for key in sorted({*rows, *journal, *tally})]
        return [each for each in found if not each.rows == each.journal == each.tally]


def faults() -> list[str]:
    """What a recount finds wrong, each in a sentence; [] when all is well."""
    with one_moment():
        found, totals, sums = recount(), sorted(wrong_totals().items()), margins.faults()
    lines = [
        f"petition {each.key.petition_id}, {each.key.language}, {each.key.country or 'no country'}, {each.key.day}: "
        f"{each.rows} signatures, journal {each.journal}, tally {each.tally}"
        for each in found
    ]
    return [*lines, *(f"petition {pk}: {shown} shown, tallies {folded}" for pk, (shown, folded) in totals), *sums]


class Sums(dict[Key, int]):
    """Sums by key; nothing is 0."""

    def __missing__(self, key: Key) -> int:
        return 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums({key: self[key] + other[key] for key in {*self, *other}})


def sums(lines: models.QuerySet[Any], amount: models.Aggregate) -> Sums:
    """`amount` of `lines` under each key."""
    grouped = lines.order_by().values("petition_id", "language", "country", "day").annotate(amount=amount)
    return Sums(
        {Key(*key): found for *key, found in grouped.values_list("petition_id", "language", "country", "day", "amount")}
    )


def wrong_totals() -> dict[int, tuple[int, int]]:
    """{petition id: (number shown, sum of its tallies)} where these differ."""
    shown = dict(Total.objects.values_list("petition_id", "count"))
    folded = dict(Tally.objects.order_by().values_list("petition_id").annotate(Sum("count")))
    both = {petition_id: (shown.get(petition_id, 0), folded.get(petition_id, 0)) for petition_id in {*shown, *folded}}
    return {petition_id: pair for petition_id, pair in both.items() if pair[0] != pair[1]}
