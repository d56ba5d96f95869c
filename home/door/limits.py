"""How often a password, a code or a new password may be asked for; counted in the database, for all processes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import ngettext

from petition.models import Bucket
from petition.throttle import senders


@dataclass(frozen=True)
class Limit:
    """At most `most` tries in a stretch of `minutes`, which begins with the first."""

    purpose: str
    most: int
    minutes: int
    clears: bool = True


NAME = Limit("password of a name", 5, 15)
ADDRESS = Limit("passwords from an address", 30, 15, clears=False)
CODE = Limit("code of an editor", 5, 15)
CODES = Limit("codes of an editor", 30, 24 * 60)  # of a million codes three are right: a chance of 1 to 11,000 a day
MAILBOX = Limit("new password for a mailbox", 3, 60)
RESETS = Limit("new passwords from an address", 10, 60)

LONG = 90  # minutes, from where on hours are told
OURS = "door:"  # what the keys of these counts begin with
Try = tuple[Limit, str]


def seconds_to_wait(tries: Iterable[Try], now: datetime) -> int:
    """Count the `tries`; 0, or in how many seconds the last of the full limits ends.

    Counted before anything is compared, so that many requests at once guess no more often than one after the other.
    """
    Bucket.objects.filter(key__startswith=OURS, ends_at__lte=now).delete()
    return max([0, *(wait(limit, who, now) for limit, who in tries)])


def wait(limit: Limit, who: str, now: datetime) -> int:
    """Count one try; the seconds until the next is worth making, 0 while there are tries left."""
    ends_at = now + timedelta(minutes=limit.minutes)
    bucket, is_new = Bucket.objects.get_or_create(key=key(limit, who, now), defaults={"count": 1, "ends_at": ends_at})
    if is_new or Bucket.objects.filter(pk=bucket.pk, count__lt=limit.most).update(count=F("count") + 1):
        return 0
    return max(1, math.ceil((bucket.ends_at - now).total_seconds()))


def forgive(limit: Limit, who: str, now: datetime) -> None:
    """After a success, begin anew; but an address is only given back its try, or a guesser could clear it."""
    counts = Bucket.objects.filter(key=key(limit, who, now), count__gt=0)
    if limit.clears:
        counts.delete()
    else:
        counts.update(count=F("count") - 1)


def key(limit: Limit, who: str, now: datetime) -> str:
    """Under what a count is kept: no name and no address can be read from it, and its own key goes within two days."""
    return OURS + senders.keyed(senders.day_key(now.date()), limit.purpose, who)


def sentence(seconds: int) -> str:
    """The same for everybody: whether the name exists or the password was right is not told."""
    minutes = math.ceil(seconds / 60)
    if minutes <= LONG:
        return ngettext(
            "Too many attempts. Try again in %(minutes)d minute.",
            "Too many attempts. Try again in %(minutes)d minutes.",
            minutes,
        ) % {"minutes": minutes}
    hours = math.ceil(minutes / 60)
    return ngettext(
        "Too many attempts. Try again in %(hours)d hour.", "Too many attempts. Try again in %(hours)d hours.", hours
    ) % {"hours": hours}
