"""How the limits stand now, for editors."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from petition.models import Breaker, Bucket, Signature, SpentProof
from petition.throttle.rules import Rules

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Crowd:
    """Of the addresses, or of the networks, that sent signatures in the last minutes."""

    active: int
    proving: int
    refused: int


@dataclass(frozen=True)
class Standing:
    """What an editor sees of the limits."""

    hosts: Crowd
    networks: Crowd
    signed: int  # in the last hour
    proven: int  # proofs spent in the last half hour
    breakers: list[Breaker]


def standing(rules: Rules, now: datetime) -> Standing:
    """How everything stands at `now`."""
    hour = Signature.objects.filter(signed_at__gt=now - HOUR)
    return Standing(
        hosts=crowd("host:", rules.soft.host, rules.hard.host, now),
        networks=crowd("network:", rules.soft.network, rules.hard.network, now),
        signed=hour.count(),
        proven=SpentProof.objects.filter(expires_at__gt=now).count(),
        breakers=list(Breaker.objects.filter(tripped_at__isnull=False).select_related("petition")),
    )


def crowd(kind: str, soft: int, hard: int, now: datetime) -> Crowd:
    """The buckets of one kind that still run."""
    running = Bucket.objects.filter(ends_at__gt=now, key__startswith=kind)
    counts = [running.count(), running.filter(count__gte=soft).count(), running.filter(count__gte=hard).count()]
    return Crowd(*counts)
