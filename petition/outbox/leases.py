"""Which letters a worker holds: claimed for a short while, held for longer while it lives, given back otherwise."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connection, transaction
from django.db.models import F

from petition.models import Letter
from petition.models.letter import LetterQuerySet

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=1)  # after which others send what a killed worker held
RENEWED_EVERY = 15.0  # seconds; a batch ends before that unless the mail server is long silent
LOOKED_AWAY = LEASE / 2  # a worker that has not seen the database for so long can't tell the dead from the waiting
BATCH = 100


class Hold:
    """The letters that one worker claimed last, each its own until its row says that it is sent or put off."""

    def __init__(self) -> None:
        self.letters: list[int] = []
        self.until: dt.datetime | None = None
        self.looked_at: dt.datetime | None = None
        self.looks_since: dt.datetime | None = None

    def claim(self, now: dt.datetime) -> list[Letter]:
        """Claim a batch that nobody else has."""
        taken = claim(now, takes_over=self.has_looked(now))
        self.letters, self.until = [letter.pk for letter in taken], now + LEASE
        return taken

    def has_looked(self, now: dt.datetime) -> bool:
        """Whether a lease that has run out belongs to nobody alive.

        After the database was away others have letters that were sent and could not be marked: they come first.
        """
        if self.looked_at is not None and now - self.looked_at > LOOKED_AWAY:
            self.looks_since = now
        self.looked_at = now
        return self.looks_since is None or now - self.looks_since >= LEASE

    def give_back(self) -> None:
        """Let any worker have what this one had no time for, or could not say more of while the database was away."""
        if self.letters:
            self.mine().update(leased_until=None, attempts=F("attempts") - 1)
            self.letters = []

    def renew(self, now: dt.datetime) -> None:
        """Hold them for as long again."""
        self.mine().update(leased_until=now + LEASE)
        self.until = now + LEASE

    def mine(self) -> LetterQuerySet:
        """The rows that still bear this lease: not what is done with, nor what another has taken over."""
        return Letter.objects.waiting().filter(pk__in=self.letters, leased_until=self.until)

    @contextmanager
    def kept(self, now: dt.datetime) -> Iterator[None]:
        """See to it that nobody else takes them, however long the mail server thinks about one. `now`: of the claim."""
        ended = threading.Event()
        keeper = threading.Thread(target=self.keep, args=(ended, now), name="lease", daemon=True)
        if self.letters:
            keeper.start()
        try:
            yield
        finally:
            ended.set()
            if keeper.ident:
                keeper.join()

    def keep(self, ended: threading.Event, now: dt.datetime) -> None:
        """Renew until `ended`, in a thread of its own: the one that sends waits for the mail server."""
        began = time.monotonic()
        while not ended.wait(RENEWED_EVERY):
            try:
                self.renew(now + dt.timedelta(seconds=time.monotonic() - began))
            except Error as error:
                logger.warning("Letters could not be held for longer: %s", type(error).__name__)
            finally:
                connection.close()


@transaction.atomic
def claim(now: dt.datetime, *, takes_over: bool = True) -> list[Letter]:
    """Take a batch that no other worker has; with `takes_over` also what stands under a lease that has run out."""
    due = Letter.objects.due(now).order_by("due_at", "pk").select_for_update(skip_locked=True)
    if not takes_over:
        due = due.filter(leased_until=None)
    taken = [letter.pk for letter in due.only("pk")[:BATCH]]
    if not taken:
        return []
    Letter.objects.filter(pk__in=taken).update(leased_until=now + LEASE, attempts=F("attempts") + 1)
    return list(Letter.objects.filter(pk__in=taken).with_all_it_says().order_by("due_at", "pk"))
