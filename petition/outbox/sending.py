"""Rows become e-mails: a worker claims what is due, sends it, and marks what the mail server took."""

import datetime as dt
import logging
import secrets
from collections.abc import Callable

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from petition import letters
from petition.models import Letter, Signature
from petition.models.letter import Kind
from petition.outbox.refusals import is_hard_bounce, named
from petition.outbox.servers import close, mail_server

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = dt.timedelta(hours=72)
LEASE = dt.timedelta(minutes=10)  # longer than a batch in which every letter runs into the mail server's timeout
BATCH = 20
FIRST_PAUSE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=4)
UNEVEN = secrets.SystemRandom()


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
