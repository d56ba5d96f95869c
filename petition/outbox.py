"""Letters that can't get lost: first rows in the transaction that causes them, then e-mails by a worker."""

import datetime as dt
import logging
import re
import secrets
import uuid
from collections.abc import Callable
from contextlib import suppress
from email.utils import parseaddr
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.db.models import F, Q

from petition import letters, mailbox, throttle
from petition.models import Letter, Signature
from petition.models.letter import Kind

logger = logging.getLogger(__name__)

MOST_EVER = 5  # letters for one signature; as the UK Parliament's petitions have it
MOST_A_DAY = 3  # letters a day that anyone can set off with somebody else's mailbox
MOST_WHEN_TRIPPED = 1  # the same while nearly nobody confirms: then most of the mailboxes are other people's
SET_OFF_BY_ANYONE = {Kind.CONFIRM, Kind.REMINDER, Kind.ALREADY_SIGNED}
BETWEEN_EQUALS = dt.timedelta(seconds=60)  # an impatient second click brings no second letter
GIVE_UP_AFTER = dt.timedelta(hours=72)
LEASE = dt.timedelta(minutes=10)  # longer than a batch in which every letter runs into the mail server's timeout
BATCH = 20
FIRST_PAUSE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=4)
UNEVEN = secrets.SystemRandom()


# Queueing -------------------------------------------------------------------------------------------------------------
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


# Sending --------------------------------------------------------------------------------------------------------------
def send_due(now: dt.datetime) -> int:
    """Send a batch of what is due; how many letters were claimed for it."""
    claimed = claim(now)
    server = mail_server()
    for done, letter in enumerate(claimed):
        try:
            server.open()
        except OSError as error:  # nobody there: the rest would wait for the same timeout
            for waiting in claimed[done:]:
                put_off(waiting, error, now)
            break
        send(letter, server, now)
    close(server)
    return len(claimed)


def mail_server() -> BaseEmailBackend:
    """The way to the mail server, in the words of Django 6.1 or of those before."""
    return mail.mailers.default if hasattr(mail, "mailers") else mail.get_connection()


@transaction.atomic
def claim(now: dt.datetime) -> list[Letter]:
    """Take a batch that no other worker has. If this one dies, its lease runs out and another takes it over."""
    due = Letter.objects.due(now).order_by("due_at", "pk").select_for_update(skip_locked=True)
    taken = [letter.pk for letter in due.only("pk")[:BATCH]]
    Letter.objects.filter(pk__in=taken).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return list(
        Letter.objects.filter(pk__in=taken)
        .select_related("signature__petition", "signature__text")
        .order_by("due_at", "pk")
    )


def send(letter: Letter, server: BaseEmailBackend, now: dt.datetime) -> None:
    """Send one letter and mark it. A crash between the two repeats it once, with the same Message-ID."""
    if not STILL_WANTED[Kind(letter.kind)](letter.signature) or not letters.can_be_told(letter):
        letter.delete()
        return
    try:
        server.send_messages([letters.compose(letter)])
    except Exception as error:  # whatever it was, no letter may be lost by it
        close(server)
        if is_hard_bounce(error):
            fail(letter, error, now)
        else:
            put_off(letter, error, now)
        return
    Letter.objects.filter(pk=letter.pk).update(sent_at=now, leased_until=None, error="")


STILL_WANTED: dict[Kind, Callable[[Signature], bool]] = {
    Kind.CONFIRM: lambda signature: signature.is_pending,
    Kind.REMINDER: lambda signature: signature.is_pending,
    Kind.ALREADY_SIGNED: lambda signature: signature.is_standing,
    Kind.RECEIPT: lambda signature: signature.is_standing,
    Kind.WITHDRAWN: lambda signature: signature.withdrawn_at is not None,
    Kind.NEWS: lambda signature: signature.is_counted and signature.wants_news,
}


def is_hard_bounce(error: Exception) -> bool:
    """Whether the mailbox will never take a letter: 5xx, but for x.7.x, which is about us (RFC 3463, 3.8).

    Some servers refuse a mailbox only after the letter itself (550 at DATA); other answers may be about the letter.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return any(is_final(code, reply) for code, reply in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code == 550 and is_final(550, error.smtp_error)


def is_final(code: int, reply: bytes | str) -> bool:
    """Whether a mail server's answer says never, and because of the mailbox."""
    return code >= 500 and not status(reply).startswith("5.7.")


def put_off(letter: Letter, error: Exception, now: dt.datetime) -> None:
    """Try again later, each time after a longer pause, of uneven length lest all come back at once; for three days."""
    if now - letter.queued_at >= GIVE_UP_AFTER:
        fail(letter, error, now)
        return
    pause = min(FIRST_PAUSE * 2 ** min(letter.attempts - 1, 16), LONGEST_PAUSE) * UNEVEN.uniform(0.5, 1.5)
    logger.warning("Letter %s put off after attempt %s: %s", letter.message_id, letter.attempts, named(error))
    Letter.objects.filter(pk=letter.pk).update(due_at=now + pause, leased_until=None, error=named(error))


def fail(letter: Letter, error: Exception, now: dt.datetime) -> None:
    """Give a letter up, where editors see it."""
    logger.warning("Letter %s given up: %s", letter.message_id, named(error))
    Letter.objects.filter(pk=letter.pk).update(failed_at=now, leased_until=None, error=named(error))


def named(error: Exception) -> str:
    """What went wrong, for the log and for editors: codes only, because a refusal's words repeat the mailbox."""
    answers: list[tuple[int, bytes | str]]
    if isinstance(error, SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, SMTPResponseException):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        return type(error).__name__
    return f"{type(error).__name__} {', '.join(f'{code} {status(reply)}'.strip() for code, reply in answers)}"


def status(reply: bytes | str) -> str:
    """The enhanced status code that a mail server's answer begins with (RFC 3463), such as "5.1.1"; else ""."""
    text = reply.decode("ascii", "replace") if isinstance(reply, bytes) else reply
    found = re.match(r"[245]\.\d{1,3}\.\d{1,3}", text.lstrip())
    return found[0] if found else ""


def send_at_once(messages: list[EmailMessage]) -> None:
    """Send what no row stands for: an editor's test letters. Raises OSError."""
    server = mail_server()
    try:
        server.send_messages(messages)
    finally:
        close(server)


def close(server: BaseEmailBackend) -> None:
    """Hang up, whatever state the line is in."""
    with suppress(OSError):
        server.close()
