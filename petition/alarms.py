"""Alarms: looks every few minutes for what people don't do by themselves. An alarm holds nothing; it calls an editor.

What is quarantined or invalidated already rings no more. Most limits are hourly; what is usual for one petition is a
scandal for another, so bursts are measured against the petition's own day (`bursts`).
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import Greatest

from petition import mailbox, populations, suspicion, vault
from petition.models import Alarm, Breaker, Margin, Signature
from petition.models.margin import COUNTED, By

logger = logging.getLogger(__name__)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SHARE_OF_COUNTRY = 100  # one inhabitant in so many
LEAST_OF_COUNTRY = 10  # a handful of people may say that they live where nobody does
MOST_OF_DOMAIN = MOST_OF_PREFIX = 100  # signatures an hour
PROVIDER = 50  # times as many for the domains where much of the world has its mailboxes
AT_ONCE = timedelta(minutes=1)  # in which no letter is sent, read and answered by hand, but now and then
HOSTING_SCORE = 3  # what petition.suspicion gives to a data centre; the address itself is not kept
MOST_AT_ONCE = 20
LEAST_BURST, BURST = 300, 4  # signatures in an hour; times the busiest hour of the day before it
RINGS_AGAIN_AT = 2  # times what was seen when somebody answered


@dataclass(frozen=True)
class Sight:
    """What was seen of a petition, and what would have been in order."""

    petition_id: int
    kind: Alarm.Kind
    subject: str
    seen: int
    usual: int
    sample: int = 0  # a signature that it is about


def look(now: datetime) -> list[Alarm]:
    """Look once; the alarms that are new. Those that ring already learn what is seen now."""
    found = chain(countries(), domains(now), prefixes(now), hosting(now), bursts(now), breakers())
    return [alarm for sight in found if (alarm := ring(sight, now))]


# What is seen ---------------------------------------------------------------------------------------------------------
def countries() -> Iterator[Sight]:
    """Countries with more signatures than one in a hundred inhabitants, but for what alarms know already."""
    alarms = Alarm.objects.filter(kind=Alarm.Kind.COUNTRY).order_by("seen")
    known = {
        (petition_id, country): seen
        for petition_id, country, seen in alarms.values_list("petition_id", "subject", "seen")
    }
    counted = Margin.objects.filter(event=COUNTED, by=By.COUNTRY, count__gt=LEAST_OF_COUNTRY).exclude(value="")
    for petition_id, country, seen in counted.values_list("petition_id", "value", "count"):
        usual = max(LEAST_OF_COUNTRY, (populations.of(country) or 0) // SHARE_OF_COUNTRY)
        if seen > max(usual, known.get((petition_id, country), 0)):
            yield Sight(petition_id, Alarm.Kind.COUNTRY, country, seen, usual)


def domains(now: datetime) -> Iterator[Sight]:
    """Domains of mailboxes with many signatures within an hour."""
    for petition_id, domain, seen, sample in crowds(now, "domain_key", MOST_OF_DOMAIN):
        usual = MOST_OF_DOMAIN * (PROVIDER if domain in provider_keys(settings.MAILBOX_KEY) else 1)
        if seen > usual:
            yield Sight(petition_id, Alarm.Kind.DOMAIN, domain, seen, usual, sample)


def prefixes(now: datetime) -> Iterator[Sight]:
    """Networks with many signatures within an hour."""
    for petition_id, prefix, seen, _sample in crowds(now, "prefix_key", MOST_OF_PREFIX):
        yield Sight(petition_id, Alarm.Kind.PREFIX, prefix, seen, MOST_OF_PREFIX)


def crowds(now: datetime, column: str, most: int) -> QuerySet[Signature, tuple[int, str, int, int]]:
    """(petition, value, how many, one of them) for each value that more than `most` of the hour's signatures share."""
    found = fresh(now - HOUR).exclude(**{column: ""}).order_by().values_list("petition_id", column)
    return found.annotate(seen=Count("pk"), sample=Max("pk")).filter(seen__gt=most)


def hosting(now: datetime) -> Iterator[Sight]:
    """Signatures confirmed within a minute, with the suspicion that a data centre brings."""
    quick = Q(confirmed_at__lt=F("signed_at") + AT_ONCE, score__gte=HOSTING_SCORE)
    found = fresh(now - HOUR).filter(quick).order_by().values_list("petition_id")
    for petition_id, seen in found.annotate(seen=Count("pk")).filter(seen__gt=MOST_AT_ONCE):
        yield Sight(petition_id, Alarm.Kind.HOSTING, "", seen, MOST_AT_ONCE)


def bursts(now: datetime) -> Iterator[Sight]:
    """Petitions with four times as many signatures in an hour as in the busiest of the day before it.

    A campaign that spreads grows through the day, so that its own last hours are its measure: it rings when it leaps,
    not as long as it is large. In its first day a petition has no measure yet.
    """
    hours = {f"hour_{number}": Count("pk", filter=hour_before(now, number)) for number in range(25)}
    found = fresh(now - 25 * HOUR).filter(petition__opens_at__lte=now - DAY).order_by().values_list("petition_id")
    for petition_id, seen, *before in found.annotate(**hours):
        usual = max(LEAST_BURST, BURST * max(before))
        if seen > usual:
            yield Sight(petition_id, Alarm.Kind.BURST, "", seen, usual)


def hour_before(now: datetime, number: int) -> Q:
    """What was signed in the hour that ended `number` hours before `now`."""
    return Q(signed_at__gt=now - (number + 1) * HOUR, signed_at__lte=now - number * HOUR)


def breakers() -> Iterator[Sight]:
    """Petitions whose letters nearly nobody confirms: so many did, of so many."""
    for breaker in Breaker.objects.filter(tripped_at__isnull=False):
        yield Sight(breaker.petition_id, Alarm.Kind.BREAKER, "", breaker.confirmed, breaker.sent)


def fresh(since: datetime) -> QuerySet[Signature]:
    """What was signed since then and nobody has dealt with."""
    return Signature.objects.filter(signed_at__gt=since, invalidated_at=None, quarantine=None)


@lru_cache(maxsize=4)
def provider_keys(_secret: str) -> frozenset[str]:
    """What the domains of large providers are called in signatures, under the key that is in use."""
    return frozenset(mailbox.domain_key(domain) for domain in suspicion.providers())


# What rings -----------------------------------------------------------------------------------------------------------
def ring(sight: Sight, now: datetime) -> Alarm | None:
    """The alarm, if it is new."""
    alarms = Alarm.objects.filter(petition_id=sight.petition_id, kind=sight.kind, subject=sight.subject)
    seen, last = Greatest(F("seen"), sight.seen), Greatest(F("last_at"), now)
    if alarms.filter(answered_at=None).update(seen=seen, last_at=last, usual=sight.usual) or is_answered(
        alarms, sight, now
    ):
        return None
    try:
        with transaction.atomic():
            return alarms.create(
                petition_id=sight.petition_id,
                kind=sight.kind,
                subject=sight.subject,
                label=label(sight),
                seen=sight.seen,
                usual=sight.usual,
                first_at=now,
                last_at=now,
            )
    except IntegrityError:  # another worker saw it in the same moment
        return None


def is_answered(alarms: QuerySet[Alarm], sight: Sight, now: datetime) -> bool:
    """Whether somebody has answered for what is seen: for a day (for a country: for good), unless it doubled."""
    last = alarms.order_by("-answered_at").first()
    if last is None or last.answered_at is None or sight.seen >= RINGS_AGAIN_AT * max(1, last.seen):
        return False
    return sight.kind == Alarm.Kind.COUNTRY or now < last.answered_at + DAY


def label(sight: Sight) -> str:
    """What editors know the subject by: a country's code, a domain as one letter's address has it, the hash's head."""
    if sight.kind != Alarm.Kind.DOMAIN:
        return sight.subject[:8]
    try:
        sealed = Signature.objects.values_list("sealed", flat=True).get(pk=sight.sample)
        return mailbox.domain_of(vault.unseal(sealed).email)
    except (vault.Locked, Signature.DoesNotExist):
        logger.warning("No VAULT_KEY of this process tells the domain that an alarm is about.")
        return ""


def pattern_of(alarm: Alarm) -> dict[str, Any]:
    """What the signatures that `alarm` is about have in common, as petition.models.moderation.Pattern has it."""
    since = {"signed_from": alarm.first_at - HOUR}
    if alarm.kind == Alarm.Kind.COUNTRY:
        return {"countries": [alarm.subject]}
    if alarm.kind == Alarm.Kind.DOMAIN:
        return {"domains": [alarm.label], **since} if alarm.label else since
    if alarm.kind == Alarm.Kind.PREFIX:
        return {"prefixes": [alarm.subject], **since}
    return {"least_score": HOSTING_SCORE, **since} if alarm.kind == Alarm.Kind.HOSTING else since


def answer(alarm_id: int, user: Any, now: datetime) -> bool:
    """Note that `user` has seen to it; False where somebody was quicker."""
    return bool(
        Alarm.objects.filter(pk=alarm_id, answered_at=None).update(
            answered_at=Greatest(F("last_at"), now), answered_by=user
        )
    )
