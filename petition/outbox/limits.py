"""When a letter may leave: what its reader had already, and what is enough."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import cached_property

from petition import mailbox, throttle
from petition.models.letter import Kind

MOST_EVER = 5  # letters for one signature; as the UK Parliament's petitions have it
MOST_A_DAY = 3  # letters a day that anyone can set off with somebody else's mailbox
MOST_WHEN_TRIPPED = 1  # the same while nearly nobody confirms: then most of the mailboxes are other people's
SET_OFF_BY_ANYONE = {Kind.CONFIRM, Kind.REMINDER, Kind.ALREADY_SIGNED}
BETWEEN_EQUALS = dt.timedelta(seconds=60)  # an impatient second click brings no second letter

Place = tuple[dt.datetime, str]  # when a letter is due, and in which bucket it counts


class Known(Protocol):
    """What is read of a letter that was queued before."""

    @property
    def signature_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def bucket(self) -> str: ...
    @property
    def queued_at(self) -> dt.datetime: ...
    @property
    def due_at(self) -> dt.datetime: ...


@dataclass(frozen=True)
class Wanted:
    """A letter that somebody set off at `now`, for a mailbox if strangers can set it off."""

    signature_id: int
    petition_id: int
    kind: Kind
    language: str
    now: dt.datetime
    address: str = ""
    at_once: bool = False

    @cached_property
    def buckets(self) -> dict[dt.date, str]:
        """{today and tomorrow: where a letter counts that is due then}."""
        days = (self.now.date(), self.now.date() + dt.timedelta(days=1))
        if not self.address:
            return dict.fromkeys(days, "")
        name = mailbox.canonical(self.address)
        return {day: mailbox.day_bucket_of_canonical(name, day) for day in days}

    def place(self, known: Iterable[Known]) -> Place | None:
        """Its place, beside the letters of its signature and of its mailbox; None where a limit is reached."""
        known = list(known)
        today, tomorrow = self.buckets
        own = [letter for letter in known if letter.signature_id == self.signature_id]
        is_impatient = is_repeated(own, self.kind, self.now) and not self.at_once
        if len(own) >= MOST_EVER or is_impatient or is_enough_for(own, self.kind, today):
            return None
        most = MOST_WHEN_TRIPPED if throttle.is_tripped(self.petition_id) else MOST_A_DAY
        day = next((day for day, bucket in self.buckets.items() if not is_full(known, self.kind, bucket, most)), None)
        if day is None or (day == tomorrow and own):
            return None
        return self.now if day == today else dt.datetime.combine(tomorrow, dt.time(), dt.UTC), self.buckets[day]


def is_repeated(own: Sequence[Known], kind: Kind, now: dt.datetime) -> bool:
    """Whether the signature had a letter of the same kind a moment ago."""
    return any(letter.kind == kind and now - letter.queued_at < BETWEEN_EQUALS for letter in own)


def is_enough_for(own: Sequence[Known], kind: Kind, day: dt.date) -> bool:
    """Whether one signature had its letters of the day. A farewell is apart: only the mailbox's owner can cause it."""
    others = [letter for letter in own if letter.due_at.date() == day and letter.kind != Kind.WITHDRAWN]
    return kind != Kind.WITHDRAWN and len(others) >= MOST_A_DAY


def is_full(known: Sequence[Known], kind: Kind, bucket: str, most: int) -> bool:
    """Whether the mailbox had all letters that strangers can set off on the bucket's day, over all petitions."""
    return (
        bucket != ""
        and kind in SET_OFF_BY_ANYONE
        and sum(letter.bucket == bucket and letter.kind in SET_OFF_BY_ANYONE for letter in known) >= most
    )
