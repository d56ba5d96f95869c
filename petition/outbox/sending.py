"""Rows become e-mails: a worker claims what is due, sends it, and marks what the mail server took."""

import datetime as dt
import logging
import secrets
import time
from collections.abc import Callable

from petition import letters
from petition.models import Letter, Signature
from petition.models.letter import Kind
from petition.outbox.leases import Hold
from petition.outbox.refusals import is_hard_bounce, named
from petition.outbox.servers import Line, mail_server

logger = logging.getLogger(__name__)

GIVE_UP_AFTER = dt.timedelta(hours=72)
BATCH_TAKES = 5.0  # seconds; then the worker has other things to do, and another may have the rest
MARKED_AT_ONCE = 20
MARKED_AFTER = 1.0  # seconds
FIRST_PAUSE = dt.timedelta(seconds=30)
LONGEST_PAUSE = dt.timedelta(hours=4)
UNEVEN = secrets.SystemRandom()


def send_due(now: dt.datetime) -> int:
    """Send a batch of what is due, over a connection of its own; how many letters were claimed for it."""
    sender = Sender()
    try:
        return sender.send_due(now)
    finally:
        sender.line.close()


class Sender:
    """One worker's sending: its line stays open from batch to batch, its letters are marked by sets.

    A worker that is killed repeats at most the letters of one set (MARKED_AT_ONCE, or those of MARKED_AFTER seconds),
    each with its Message-ID, by which mailboxes know it as the same.
    """

    def __init__(self) -> None:
        self.line = Line(mail_server())
        self.hold = Hold()
        self.taken: list[int] = []  # by the mail server, and no row says so yet
        self.marked_at = 0.0

    def send_due(self, now: dt.datetime) -> int:
        """Send a batch of what is due; how many letters were claimed for it."""
        self.mark(now)  # what a lost database kept from being marked, and here from being given back
        self.hold.give_back()
        claimed = self.hold.claim(now)
        self.marked_at = time.monotonic()
        try:
            with self.hold.kept(now):
                self.work_off(claimed, now)
        finally:
            self.mark(now)
        self.hold.give_back()
        if not claimed:
            self.line.rest()
        return len(claimed)

    def work_off(self, claimed: list[Letter], now: dt.datetime) -> None:
        """Send for BATCH_TAKES seconds."""
        until, desk = time.monotonic() + BATCH_TAKES, letters.Desk()
        for done, letter in enumerate(claimed):
            if time.monotonic() > until:
                return
            try:
                self.line.open()
            except OSError as error:  # nobody there: the rest would wait for the same timeout
                for waiting in claimed[done:]:
                    put_off(waiting, error, now)
                return
            self.send(letter, desk, now)

    def send(self, letter: Letter, desk: letters.Desk, now: dt.datetime) -> None:
        """Send one letter, or forget it where nothing holds any more what it says."""
        if not STILL_WANTED[Kind(letter.kind)](letter.signature) or not desk.can_tell(letter):
            letter.delete()
            return
        try:
            self.line.send(letter, desk)
        except Exception as error:  # whatever it was, no letter may be lost by it
            self.line.close()
            if is_hard_bounce(error):
                fail(letter, error, now)
            else:
                put_off(letter, error, now)
            return
        self.taken.append(letter.pk)
        if len(self.taken) >= MARKED_AT_ONCE or time.monotonic() - self.marked_at > MARKED_AFTER:
            self.mark(now)

    def mark(self, now: dt.datetime) -> None:
        """Let the rows say what the mail server took. Until they do, they are remembered here."""
        if self.taken:
            Letter.objects.filter(pk__in=self.taken).update(sent_at=now, leased_until=None, error="")
        self.taken, self.marked_at = [], time.monotonic()


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
