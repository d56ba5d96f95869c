"""How long anything of a person is kept, and what ends it.

docs/privacy.md and the visitors' page on privacy tell the same periods; a test compares all three.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Count, Min, QuerySet

from pages.translations import demand
from pages.translations.exchange import keeping
from petition import letter_files, lifecycle, throttle
from petition.lifecycle.waiting import KEEP_UNCONFIRMED
from petition.models import DaySecret, Petition, Signature, SpentProof
from petition.throttle.proofs import LIVES
from petition.throttle.senders import SECRETS_LIVE

logger = logging.getLogger(__name__)

DAY = dt.timedelta(days=1)
AT_ONCE = 200
MOST = 10_000  # of one kind in one round of the worker: for about half a minute no letter leaves

Due = Any  # a QuerySet, or a list of paths


@dataclass(frozen=True)
class Period:
    """One kind of data, and how long it is kept."""

    key: str
    kept: dt.timedelta
    what: str  # in words, for whoever runs the command
    due: Callable[[dt.datetime], Due]  # what was made at a moment or before
    since: str  # the column of that moment; "" for files
    end: Callable[[Due, dt.datetime], int]  # ends a batch of what is due, or all of it; how many

    def due_at(self, now: dt.datetime) -> Due:
        """What has to go at `now`."""
        return self.due(now - self.kept)

    def told(self, now: dt.datetime) -> tuple[int, Any]:
        """(how many have to go at `now`, since when the oldest is there), of files without the moment."""
        due = self.due_at(now)
        if isinstance(due, list):
            return len(due), None
        found = due.order_by().aggregate(number=Count("pk"), oldest=Min(self.since))
        return found["number"], found["oldest"]


# What is due ----------------------------------------------------------------------------------------------------------
def persons() -> QuerySet[Signature]:
    """The signatures that still hold somebody."""
    return Signature.objects.filter(erased_at=None)


def unconfirmed(before: dt.datetime) -> QuerySet[Signature]:
    """Signatures that nobody has confirmed."""
    return Signature.objects.unconfirmed_since(before)


def withdrawn(before: dt.datetime) -> QuerySet[Signature]:
    """Persons who took their signature back."""
    return persons().filter(withdrawn_at__lte=before).order_by("withdrawn_at")


def invalidated(before: dt.datetime) -> QuerySet[Signature]:
    """Persons, or what was made up for one, in signatures that were found invalid."""
    return persons().filter(invalidated_at__lte=before).order_by("invalidated_at")


def closed(before: dt.datetime) -> QuerySet[Signature]:
    """Persons in petitions that are over. One without an end is never over: its list may be handed over any day."""
    over = list(Petition.objects.filter(closes_at__lte=before).values_list("pk", flat=True))
    # Whoever is erased has no mailbox, so those who are not lie together in the index of mailboxes
    return persons().filter(petition__in=over, mailbox_key__isnull=False).order_by("petition", "mailbox_key")


def proofs(before: dt.datetime) -> QuerySet[SpentProof]:
    """Spent proofs that would no longer be taken anyway; they know only when that is, not when they were made."""
    return SpentProof.objects.filter(expires_at__lte=before + LIVES)


def secrets(before: dt.datetime) -> QuerySet[DaySecret]:
    """What the days' hashes of addresses were made with."""
    return DaySecret.objects.filter(day__lte=before.date())


def demanded(before: dt.datetime) -> QuerySet[Any]:
    """Counts of languages that visitors asked for."""
    return demand.before(before.date())


def uploaded(_before: dt.datetime) -> list[Path]:
    """Translations that somebody uploaded and did not import."""
    return keeping.too_old()


def sessions(before: dt.datetime) -> QuerySet[Session]:
    """Editors' sessions that let nobody in any more; they know only when they end."""
    return Session.objects.filter(expire_date__lte=before + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE))


# How it ends ----------------------------------------------------------------------------------------------------------
def erase(due: Due, now: dt.datetime) -> int:
    """Empty a batch of signatures of their persons, in one transaction: each alone would wait for the disk.

    In the order of an index: with nothing due, none of millions is looked at.
    """
    batch = sorted(due.values_list("pk", flat=True)[:AT_ONCE])
    with transaction.atomic():
        for pk in batch:
            lifecycle.erase(pk, now)
    return len(batch)


def delete(due: Due, _now: dt.datetime) -> int:
    """Delete all rows."""
    return due.delete()[0]


PERIODS = (
    Period(
        "unconfirmed",
        KEEP_UNCONFIRMED,
        "signatures that nobody confirmed, with their letters",
        unconfirmed,
        "signed_at",
        lambda _due, now: lifecycle.expire(now),
    ),
    Period("withdrawn", 30 * DAY, "persons who withdrew", withdrawn, "withdrawn_at", erase),
    # Long enough to find that an invalidation was wrong; what is undone afterwards counts again, without a person.
    Period("invalidated", 90 * DAY, "persons in invalidated signatures", invalidated, "invalidated_at", erase),
    # Long enough to hand the list over, and for those who doubt it to have it checked.
    Period("closed", 365 * DAY, "persons in petitions that have closed", closed, "petition__closes_at", erase),
    # Attacks are found within days; a month covers one that was prepared.
    Period(
        "networks",
        30 * DAY,
        "hashes of networks in signatures",
        lifecycle.with_networks,
        "signed_at",
        lambda due, _now: lifecycle.forget_networks(due, AT_ONCE),
    ),
    # Complaints about a letter that came, or did not, come within weeks.
    Period(
        "letters",
        90 * DAY,
        "what letters hold beyond their kind and time",
        lifecycle.with_traces,
        "queued_at",
        lambda due, _now: lifecycle.forget_letters(due, AT_ONCE),
    ),
    Period(
        "letter_files",
        7 * DAY,
        "letters written to files, where no mail server is named",
        letter_files.written_before,
        "",
        lambda due, _now: letter_files.remove(due),
    ),
    Period("proofs", LIVES, "spent proofs of work", proofs, "expires_at", delete),
    Period(
        "limits",
        SECRETS_LIVE,
        "what the hashes of addresses were made with, and their buckets",
        secrets,
        "day",
        lambda _due, now: throttle.sweep(now),
    ),
    Period("demand", 400 * DAY, "counts of languages that visitors asked for", demanded, "day", delete),
    Period(
        "imports",
        dt.timedelta(seconds=keeping.HOUR),
        "uploaded translations that wait to be imported",
        uploaded,
        "",
        lambda _due, _now: keeping.sweep(),
    ),
    Period(
        "sessions",
        dt.timedelta(seconds=settings.SESSION_COOKIE_AGE),
        "sessions of editors",
        sessions,
        "expire_date",
        delete,
    ),
)


def apply(now: dt.datetime, most: int | None = MOST) -> dict[str, int]:
    """End what is due at `now`; {key of a period: how many rows or files}. `most` of each, lest letters wait for it."""
    gone = {period.key: end(period, now, most) for period in PERIODS}
    for key, number in gone.items():
        if number:
            logger.info("Retention, %s: %s gone.", key, number)
    return gone


def end(period: Period, now: dt.datetime, most: int | None) -> int:
    """End batch after batch of one kind; how many."""
    gone = 0
    while (most is None or gone < most) and (batch := period.end(period.due_at(now), now)):
        gone += batch
    return gone
