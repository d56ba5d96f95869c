"""What must be: each signature as the house rules have it, told a second time in plain Python."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

LINKS_LIVE = dt.timedelta(days=7)


@dataclass
class Row:
    """One signature. The columns bear the names that the table gives them."""

    pk: int
    petition_id: int
    text_id: int
    language: str
    letter_language: str
    country: str
    shows_name: bool
    wants_news: bool
    door: str
    prefix_key: str
    score: int
    signed_at: dt.datetime
    held_at: dt.datetime | None
    quarantine_id: int | None
    epoch: int
    public_name: str = ""
    confirmed_at: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
    invalidated_at: dt.datetime | None = None
    erased_at: dt.datetime | None = None
    invalidation_id: int | None = None


COLUMNS = [field.name for field in fields(Row)]


@dataclass
class Expected:
    """A row, who is sealed in it, and what else is known of it."""

    row: Row
    person: int | None  # None once erased
    name: str
    comment: str
    domain: str
    was_counted: bool = False

    @property
    def is_standing(self) -> bool:
        return self.row.confirmed_at is not None and self.row.withdrawn_at is None and self.row.erased_at is None

    @property
    def is_counted(self) -> bool:
        row = self.row
        return row.confirmed_at is not None and not (row.withdrawn_at or row.invalidated_at or row.held_at)

    @property
    def is_shown(self) -> bool:
        """Whether the worker shall make the name public."""
        return self.is_counted and self.row.shows_name and self.row.erased_at is None

    def is_expired(self, now: dt.datetime) -> bool:
        """Whether its link confirms no more."""
        return self.row.confirmed_at is None and now >= self.row.signed_at + LINKS_LIVE

    def erase(self, now: dt.datetime) -> None:
        """What is left of a confirmed one: the fact."""
        row, self.person = self.row, None
        self.name = self.comment = self.domain = row.prefix_key = row.public_name = ""
        row.shows_name = row.wants_news = False
        row.epoch = 0  # nobody knows it
        row.erased_at = max(filter(None, (now, row.confirmed_at, row.withdrawn_at)))


@dataclass
class Crowd:
    """A pattern: the names of its parts and what each may be."""

    petition_id: int
    parts: dict[str, Any]

    def has(self, one: Expected) -> bool:
        """Whether it describes a signature."""
        row, parts = one.row, self.parts
        said = {"countries": row.country, "languages": row.language, "domains": one.domain}
        said |= {"prefixes": row.prefix_key, "doors": row.door}
        return (
            row.petition_id == self.petition_id
            and all(value in parts.get(part, [value]) for part, value in said.items())
            and row.signed_at >= parts.get("signed_from", row.signed_at)
            and row.score >= parts.get("least_score", 0)
        )


@dataclass
class Holding:
    """A quarantine."""

    pk: int
    crowd: Crowd
    ended_at: dt.datetime | None = None
    asked_at: dt.datetime | None = None
    released_at: dt.datetime | None = None

    @property
    def is_releasing(self) -> bool:
        return self.asked_at is not None and self.released_at is None


@dataclass
class Cut:
    """An invalidation."""

    pk: int
    crowd: Crowd
    reason: str
    quarantine: int | None
    up_to: int = 0
    cursor: int = 0
    state: str = "counted"  # then "doing", then "done" or "cancelled"; then "undoing", then "undone"

    def takes(self, one: Expected) -> bool:
        """Whether it would invalidate a signature."""
        row = one.row
        is_its = self.quarantine is None or row.quarantine_id == self.quarantine
        return is_its and row.invalidated_at is None and row.withdrawn_at is None and self.crowd.has(one)


class World:
    """All that must be."""

    def __init__(self) -> None:
        self.rows: dict[int, Expected] = {}
        self.at: dict[tuple[int, int], int] = {}  # (petition, person): signature
        self.events: Counter[tuple[int, dt.date, str, str, str, str]] = Counter()
        self.counted: Counter[int] = Counter()  # by petition
        self.holdings: dict[int, Holding] = {}
        self.cuts: dict[int, Cut] = {}
        self.touched: set[int] = set()

    def add(self, person: int, one: Expected) -> None:
        """Somebody new."""
        self.rows[one.row.pk] = one
        self.at[(one.row.petition_id, person)] = one.row.pk

    def note(self, one: Expected, event: str, now: dt.datetime, reason: str = "") -> None:
        """The account of integrity says so."""
        row = one.row
        self.events[(row.petition_id, now.date(), row.language, row.country, event, reason)] += 1

    def of(self, petition_id: int, person: int) -> Expected | None:
        """The signature of somebody, if there is one."""
        return self.rows.get(self.at.get((petition_id, person), 0))

    def remove(self, one: Expected) -> None:
        """It is gone wholly."""
        row = one.row
        del self.rows[row.pk]
        if one.person is not None:
            del self.at[(row.petition_id, one.person)]

    def erase(self, one: Expected, now: dt.datetime) -> None:
        """What an editor or the end of a period does."""
        if one.row.erased_at is not None:
            return
        self.touched.add(one.row.pk)
        if one.row.confirmed_at is None:
            self.remove(one)
            return
        del self.at[(one.row.petition_id, one.person or 0)]
        one.erase(now)

    def recount(self, pk: int) -> None:
        """Bring the count up to what has become of a signature."""
        one = self.rows.get(pk)
        if one is not None and one.is_counted != one.was_counted:
            self.counted[one.row.petition_id] += 1 if one.is_counted else -1
            one.was_counted = one.is_counted

    def holding(self, one: Expected) -> int | None:
        """The oldest quarantine that holds such a signature now."""
        found = (each.pk for each in self.holdings.values() if each.ended_at is None and each.crowd.has(one))
        return min(found, default=None)
