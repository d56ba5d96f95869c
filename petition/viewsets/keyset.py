"""Pages of a long list without counting it: each begins beside a row, so that the last is as quick as the first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

from django.db.models import Q, QuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Cursor:
    """A place in a list ordered by a moment and an id: "o1772020800000000.17" is what is older than that row."""

    is_older: bool
    moment: datetime
    pk: int

    def __str__(self) -> str:
        return f"{'o' if self.is_older else 'n'}{(self.moment - EPOCH) // MICROSECOND}.{self.pk}"


@dataclass(frozen=True)
class Page:
    """Some rows, newest first; `newer` and `older` are the cursors of the pages beside it, "" where there is none."""

    rows: Sequence[Any]
    newer: str = ""
    older: str = ""


def read(written: str) -> Cursor | None:
    """The cursor that `written` stands for; None for anything else, which means the first page."""
    moment, dot, pk = written[1:].partition(".")
    if (
        written[:1] not in ("o", "n")
        or not dot
        or not (moment + pk).isascii()
        or not (moment.isdigit() and pk.isdigit())
    ):
        return None
    try:
        return Cursor(written[0] == "o", EPOCH + int(moment) * MICROSECOND, min(int(pk), 2**63 - 1))
    except (OverflowError, ValueError):  # more digits than a date has
        return None


def page(found: QuerySet[Any], field: str, cursor: Cursor | None, size: int) -> Page:
    """`size` rows of `found` at `cursor`, ordered by the moment `field` and then by id, newest first."""
    return page_of([found], field, cursor, size)


def page_of(parts: Sequence[QuerySet[Any]], field: str, cursor: Cursor | None, size: int) -> Page:
    """The same of several lists together, each of which an index is ordered for while there is none for all."""
    if cursor is None or cursor.is_older:
        found = (beside(part, field, cursor).order_by(f"-{field}", "-pk")[: size + 1] for part in parts)
        rows = sorted(chain.from_iterable(found), key=place(field), reverse=True)[: size + 1]
        has_newer, has_older = cursor is not None, len(rows) > size
        rows = rows[:size]
    else:
        found = (beside(part, field, cursor).order_by(field, "pk")[: size + 1] for part in parts)
        rows = sorted(chain.from_iterable(found), key=place(field))[: size + 1]
        has_newer, has_older = len(rows) > size, True
        rows = rows[:size][::-1]
    if not rows:
        return Page([])
    newer, older = (
        str(Cursor(is_older, getattr(row, field), row.pk)) for is_older, row in ((False, rows[0]), (True, rows[-1]))
    )
    return Page(rows, newer if has_newer else "", older if has_older else "")


def place(field: str) -> Callable[[Any], tuple[datetime, int]]:
    """Where a row stands in the list."""
    return lambda row: (getattr(row, field), row.pk)


def beside(found: QuerySet[Any], field: str, cursor: Cursor | None) -> QuerySet[Any]:
    """The rows of `found` on the far side of `cursor`. The first condition is what an index is read by."""
    if cursor is None:
        return found
    way = "lt" if cursor.is_older else "gt"
    return found.filter(
        Q(**{f"{field}__{way}e": cursor.moment})
        & (Q(**{f"{field}__{way}": cursor.moment}) | Q(**{f"pk__{way}": cursor.pk}))
    )
