"""Letters as rows, written in the transaction that causes them and never more than their reader should get."""

import datetime as dt
import uuid
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from petition import mailbox, throttle
from petition.models import Letter, Signature
from petition.models.letter import Kind

MOST_EVER = 5  # letters for one signature; as the UK Parliament's petitions have it
MOST_A_DAY = 3  # letters a day that anyone can set off with somebody else's mailbox
MOST_WHEN_TRIPPED = 1  # the same while nearly nobody confirms: then most of the mailboxes are other people's
SET_OFF_BY_ANYONE = {Kind.CONFIRM, Kind.REMINDER, Kind.ALREADY_SIGNED}
BETWEEN_EQUALS = dt.timedelta(seconds=60)  # an impatient second click brings no second letter


def queue(
    signature: Signature, kind: Kind, language: str, now: dt.datetime, *, address: str = "", at_once: bool = False
) -> bool:
    """Queue a letter unless a limit is reached; whether it was queued. `at_once`: even if an equal one just was.

    `address` is the mailbox, needed for letters that strangers can set off: they are limited over all petitions.
    Call it in the transaction that changes the signature, with its row locked.
    """
    place = place_of(signature, kind, now, address, at_once)
    if place is None and not address:
        return False
    before = connection.savepoint() or ""
    write(signature, kind, language, now, *(place or (now, "")))
    if place is None:  # written and taken back: it costs the same, so no clock tells whether a letter leaves
        connection.savepoint_rollback(before)
    else:
        connection.savepoint_commit(before)
    return place is not None


def place_of(
    signature: Signature, kind: Kind, now: dt.datetime, address: str, at_once: bool
) -> tuple[dt.datetime, str] | None:
    """When a letter is due, and in which bucket it counts; None where a limit is reached."""
    today, tomorrow = now.date(), now.date() + dt.timedelta(days=1)
    buckets = {day: mailbox.day_bucket(address, day) if address else "" for day in (today, tomorrow)}
    of_mailbox = Q(bucket__in=buckets.values()) if address else Q()
    most = MOST_WHEN_TRIPPED if throttle.is_tripped(signature.petition_id) else MOST_A_DAY
    known = list(Letter.objects.filter(Q(signature=signature) | of_mailbox).exclude(kind=Kind.NEWS))
    own = [letter for letter in known if letter.signature_id == signature.pk]
    if len(own) >= MOST_EVER or (is_repeated(own, kind, now) and not at_once) or is_enough_for(own, kind, today):
        return None
    day = next((day for day in buckets if not is_full(known, kind, buckets[day], most)), None)
    if day is None or (day == tomorrow and own):
        return None
    due = now if day == today else dt.datetime.combine(tomorrow, dt.time(), dt.UTC)
    return due, buckets[day]


def write(
    signature: Signature, kind: Kind, language: str, now: dt.datetime, due: dt.datetime, bucket: str = "", **more: Any
) -> Letter:
    """The row of a letter."""
    return Letter.objects.create(
        signature=signature,
        kind=kind,
        language=language,
        queued_at=now,
        due_at=due,
        bucket=bucket,
        message_id=new_message_id(),
        **more,
    )


def is_repeated(own: list[Letter], kind: Kind, now: dt.datetime) -> bool:
    """Whether the signature had a letter of the same kind a moment ago."""
    return any(letter.kind == kind and now - letter.queued_at < BETWEEN_EQUALS for letter in own)


def is_enough_for(own: list[Letter], kind: Kind, day: dt.date) -> bool:
    """Whether one signature had its letters of the day. A farewell is apart: only the mailbox's owner can cause it."""
    others = [letter for letter in own if letter.due_at.date() == day and letter.kind != Kind.WITHDRAWN]
    return kind != Kind.WITHDRAWN and len(others) >= MOST_A_DAY


def is_full(known: list[Letter], kind: Kind, bucket: str, most: int) -> bool:
    """Whether the mailbox had all letters that strangers can set off on the bucket's day, over all petitions."""
    return (
        bucket != ""
        and kind in SET_OFF_BY_ANYONE
        and sum(letter.bucket == bucket and letter.kind in SET_OFF_BY_ANYONE for letter in known) >= most
    )


def new_message_id() -> str:
    """A Message-ID for good: a letter that has to be sent again is known by it as the same."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid4().hex}@{mailbox.ascii_domain(domain) if '.' in domain else domain}>"


def drop_waiting(signature: Signature) -> None:
    """Forget the letters that a change of the signature has made pointless."""
    Letter.objects.waiting().filter(signature=signature).delete()
