"""Keeps the sums by one thing at a time (petition.models.Margin) beside the accounts that they are sums of."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection

from petition.models import Margin, Tally
from petition.models.margin import COUNTED, By

# One statement on both databases. Sorted lines: two workers meet the rows that both add to in the same order.
ADD = """
INSERT INTO petition_margin AS known (petition_id, event, by, value, reason, count) VALUES {rows}
ON CONFLICT (petition_id, event, by, value, reason) DO UPDATE SET count = known.count + excluded.count
"""


class Key(NamedTuple):
    """What one sum is of."""

    petition_id: int
    event: str
    by: str
    value: str
    reason: str = ""


def keys(
    petition_id: int,
    language: str,
    country: str,
    day: dt.date,
    *,
    event: str = COUNTED,
    reason: str = "",
    text: int | None = None,
) -> list[Key]:
    """The sums that a line of an account belongs to; `text` is known of what counts, but for the oldest lines."""
    values = {By.LANGUAGE: language, By.COUNTRY: country, By.DAY: day.isoformat()}
    if text is not None:
        values[By.TEXT] = str(text)
    return [Key(petition_id, event, by.value, value, reason) for by, value in values.items()]


def add(changes: Mapping[Key, int]) -> None:
    """Add `changes` to the sums, in the transaction that changes their account."""
    changed = sorted((key, change) for key, change in changes.items() if change)
    if not changed:
        return
    rows = ", ".join(["(%s, %s, %s, %s, %s, %s)"] * len(changed))
    with connection.cursor() as cursor:
        cursor.execute(ADD.format(rows=rows), [part for key, change in changed for part in (*key, change)])


def counted(petition_id: int, by: By) -> dict[str, int]:
    """{value: how many signatures count} of a petition; sums that came to nothing left out."""
    lines = Margin.objects.filter(petition_id=petition_id, event=COUNTED, by=by).exclude(count=0)
    return dict(lines.values_list("value", "count"))


def faults() -> list[str]:
    """Where the sums of what counts are not those of the tally, each in a sentence; [] when all is well."""
    found: Counter[Key] = Counter()
    for tally in Tally.objects.iterator():
        for key in keys(tally.petition_id, tally.language, tally.country, tally.day):
            found[key] += tally.count
    names = ("petition_id", "event", "by", "value", "reason")
    lines = Margin.objects.filter(event=COUNTED).exclude(by=By.TEXT).values_list(*names, "count")
    kept = Counter({Key(*line): count for *line, count in lines})
    wrong = sorted(key for key in {*found, *kept} if found[key] != kept[key])
    return [
        f"petition {key.petition_id}, {key.by} {key.value or '–'}: sum {kept[key]}, tallies {found[key]}"
        for key in wrong
    ]
