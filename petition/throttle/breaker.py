"""Trips where nearly nothing that is sent is confirmed: somebody signs with other people's mailboxes."""

import logging
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from petition.models import Breaker, Letter, Signature
from petition.models.letter import Kind

logger = logging.getLogger(__name__)

LOOKS_BACK = timedelta(hours=6)
TIME_TO_CONFIRM = timedelta(hours=1)
LEAST_SENT = 200
TRIPS_BELOW, CLOSES_FROM = 0.05, 0.10  # apart, lest it flutters


def check(now: datetime) -> list[int]:
    """Count again what was sent and confirmed; trip and close breakers. The petitions whose breaker is tripped.

    The worker calls it every few minutes.
    """
    was_tripped = dict(Breaker.objects.values_list("petition_id", "tripped_at"))
    counts = {petition: (sent, confirmed) for petition, sent, confirmed in counted(now)}
    for petition in {*counts, *(each for each, moment in was_tripped.items() if moment)}:
        sent, confirmed = counts.get(petition, (0, 0))
        since = was_tripped.get(petition)
        stays = is_bad(sent, confirmed, CLOSES_FROM if since else TRIPS_BELOW)
        Breaker.objects.update_or_create(
            petition_id=petition,
            defaults={
                "sent": sent,
                "confirmed": confirmed,
                "checked_at": now,
                "tripped_at": (since or now) if stays else None,
            },
        )
        if stays != bool(since):
            logger.warning(
                "The breaker of petition %s %s: %s of %s letters confirmed.",
                petition, "trips" if stays else "closes", confirmed, sent,
            )  # fmt: skip
    return list(Breaker.objects.filter(tripped_at__isnull=False).values_list("petition_id", flat=True))


def is_bad(sent: int, confirmed: int, share: float) -> bool:
    """Whether enough was sent to judge, and a smaller share than this was confirmed."""
    return sent >= LEAST_SENT and confirmed < share * sent


def counted(now: datetime) -> list[tuple[int, int, int]]:
    """(petition, its letters to confirm of the last hours that had time enough, how many were confirmed)."""
    asked = Letter.objects.filter(
        signature=OuterRef("pk"), kind=Kind.CONFIRM, sent_at__lte=now - TIME_TO_CONFIRM, sent_at__isnull=False
    )
    recent = Signature.objects.filter(signed_at__gt=now - LOOKS_BACK, signed_at__lte=now - TIME_TO_CONFIRM)
    sums = recent.filter(Exists(asked)).order_by().values("petition_id")
    found = sums.annotate(sent=Count("pk"), confirmed=Count("pk", filter=Q(confirmed_at__isnull=False)))
    return list(found.values_list("petition_id", "sent", "confirmed"))
