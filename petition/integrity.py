"""The public account of integrity: what happened to a petition's signatures, by day, language and country, in numbers.

Deeds journal it (petition.counting), the worker folds it, and readers get sums; nobody counts signatures for them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from petition import margins
from petition.disclosure import LEAST, hidden
from petition.models import IntegrityEntry, Margin
from petition.models.integrity import Event
from petition.models.margin import COUNTED, By
from petition.models.moderation import Reason

ENTRIES_AT_ONCE = 1_000

# One statement on both databases. Sorted lines: two workers meet the rows that both add to in the same order.
ADD = """
INSERT INTO petition_integritycount AS known (petition_id, day, language, country, event, reason, count) VALUES {rows}
ON CONFLICT (petition_id, day, language, country, event, reason) DO UPDATE SET count = known.count + excluded.count
"""

Key = tuple[int, dt.date, str, str, str, str]  # petition, day, language, country, event, reason


@dataclass(frozen=True)
class Column:
    """One thing that can happen. Of what was invalidated, one column a reason; "" where none was written down."""

    event: Event
    reason: str = ""

    @property
    def key(self) -> str:
        """Its name in the file for programs."""
        return f"invalidated_{self.reason or 'unnamed'}" if self.event == Event.INVALIDATED else self.event.value


COLUMNS = (
    Column(Event.RECEIVED),
    Column(Event.REPEATED),
    Column(Event.CONFIRMED),
    Column(Event.EXPIRED),
    Column(Event.QUARANTINED),
    Column(Event.RELEASED),
    *(Column(Event.INVALIDATED, reason) for reason in (*Reason.values, "")),
    Column(Event.RESTORED),
    Column(Event.WITHDRAWN),
)


@dataclass(frozen=True)
class Line:
    """One line of a table: {key of a column: number}; None where the number must not be told."""

    value: str | dt.date | None  # the day, language or country; None for all that are too small for a line of their own
    cells: Mapping[str, int | None]


@dataclass(frozen=True)
class Account:
    """Everything that is public. The sums are exact."""

    totals: Mapping[str, int]
    by_day: list[Line]
    by_language: list[Line]
    by_country: list[Line]


# Folding --------------------------------------------------------------------------------------------------------------
def fold() -> int:
    """Add a batch of the journal to the sums and delete it; how many entries. Any number of workers may do it."""
    return fold_batch() if IntegrityEntry.objects.exists() else 0  # with nothing to fold, nobody waits for a lock


@transaction.atomic
def fold_batch() -> int:
    """The same, where there is something to fold."""
    skip = connection.features.has_select_for_update_skip_locked
    entries = list(IntegrityEntry.objects.select_for_update(skip_locked=skip).order_by("pk")[:ENTRIES_AT_ONCE])
    sums: Counter[Key] = Counter()
    for each in entries:
        sums[each.petition_id, each.day, each.language, each.country, each.event, each.reason] += each.amount
    add(sums)
    IntegrityEntry.objects.filter(pk__in=[each.pk for each in entries]).delete()
    return len(entries)


def add(sums: Mapping[Key, int]) -> None:
    """Add `sums` to those that are stored, and to their sums by one thing at a time, which readers get."""
    if not sums:
        return
    found: Counter[margins.Key] = Counter()
    for (petition_id, day, language, country, event, reason), count in sums.items():
        for key in margins.keys(petition_id, language, country, day, event=event, reason=reason):
            found[key] += count
    margins.add(found)
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(sums))
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(rows=rows), [part for key, count in sorted(sums.items()) for part in (*key, count)])


# Reading --------------------------------------------------------------------------------------------------------------
def account(petition_id: int) -> Account:
    """The account of a petition, with no number in it that would tell of a few people (petition.disclosure)."""
    found: dict[str, dict[str | dt.date, Counter[str]]] = {by: {} for by in (By.DAY, By.LANGUAGE, By.COUNTRY)}
    lines = Margin.objects.filter(petition_id=petition_id).exclude(event=COUNTED)  # one query: all of one moment
    for event, reason, by, value, count in lines.values_list("event", "reason", "by", "value", "count"):
        key = dt.date.fromisoformat(value) if by == By.DAY else value
        found[by].setdefault(key, Counter())[Column(Event(event), reason).key] += count
    totals = sum(found[By.DAY].values(), Counter())
    return Account({each.key: totals[each.key] for each in COLUMNS}, *map(table, found.values()))


def table(sums: Mapping[str | dt.date, Counter[str]]) -> list[Line]:
    """One line for each value with a number that may be told, in their order; the others come together, as None.

    By name and not by size: the order would tell something of what is hidden. Lines that are summed up can't be told
    from those that have nothing, so nobody sees from which country the first signature came.
    """
    large = sorted(value for value, counts in sums.items() if max(counts.values(), default=0) >= LEAST)
    lines: dict[str | dt.date | None, Counter[str]] = {value: sums[value] for value in large}
    if small := [counts for value, counts in sums.items() if value not in lines]:
        lines[None] = sum(small, Counter())
    gone = {each.key: hidden({value: counts[each.key] for value, counts in lines.items()}) for each in COLUMNS}
    return [
        Line(value, {key: None if value in rows else counts[key] for key, rows in gone.items()})
        for value, counts in lines.items()
    ]
