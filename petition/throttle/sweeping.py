"""Forgets what limits needed for a while."""

from datetime import datetime

from petition.models import Bucket, DaySecret, SpentProof
from petition.throttle.senders import SECRETS_LIVE


def sweep(now: datetime) -> int:
    """Delete buckets and spent proofs whose time is over and secrets of days long gone; how many rows that were."""
    gone = (
        Bucket.objects.filter(ends_at__lte=now),
        SpentProof.objects.filter(expires_at__lte=now),
        DaySecret.objects.filter(day__lte=(now - SECRETS_LIVE).date()),
    )
    return sum(rows.delete()[0] for rows in gone)
