"""What signatures of a crowd have in common: as a condition for the database, and for one signature at hand."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q

from petition import mailbox, rows
from petition.models import Quarantine, Signature
from petition.models.moderation import Pattern

FEW = 100  # quarantines there are at most, but for a few sites
PARTS = {"countries": "country", "languages": "language", "prefixes": "prefix_key", "doors": "door"}


def condition(pattern: Pattern) -> Q:
    """Which signatures `pattern` describes."""
    wanted = Q(petition_id=pattern.petition_id)
    for part, column in PARTS.items():
        if values := getattr(pattern, part):
            wanted &= Q(**{f"{column}__in": values})
    if pattern.domains:
        wanted &= Q(domain_key__in=domain_keys(pattern))
    if pattern.signed_from:
        wanted &= Q(signed_at__gte=pattern.signed_from)
    if pattern.signed_until:
        wanted &= Q(signed_at__lt=pattern.signed_until)
    if pattern.least_score is not None:
        wanted &= Q(score__gte=pattern.least_score)
    return wanted


def matches(pattern: Pattern, columns: Mapping[str, Any]) -> bool:
    """Whether `pattern` describes a signature of its petition with these `columns`: the same as `condition` says."""
    return (
        all(not getattr(pattern, part) or columns[column] in getattr(pattern, part) for part, column in PARTS.items())
        and (not pattern.domains or columns["domain_key"] in domain_keys(pattern))
        and (pattern.signed_from is None or columns["signed_at"] >= pattern.signed_from)
        and (pattern.signed_until is None or columns["signed_at"] < pattern.signed_until)
        and (pattern.least_score is None or columns["score"] >= pattern.least_score)
    )


def domain_keys(pattern: Pattern) -> list[str]:
    """The keys of the pattern's domains."""
    return [mailbox.domain_key(domain) for domain in pattern.domains]


def quarantine_of(petition_id: int, columns: Mapping[str, Any]) -> Quarantine | None:
    """The quarantine that holds a signature with these `columns` now, if any."""
    return first_match(active([petition_id]).get(petition_id, []), columns)


def active(petition_ids: Collection[int]) -> dict[int, list[Quarantine]]:
    """{petition: its quarantines that hold what is signed now, oldest first}."""
    if not rows.ask("SELECT 1 FROM petition_quarantine WHERE ended_at IS NULL LIMIT 1", [], among=FEW):
        return {}  # nearly always, and at a fifth of what a queryset takes
    found: dict[int, list[Quarantine]] = {}
    for each in Quarantine.objects.active().filter(petition_id__in=petition_ids).order_by("pk"):
        found.setdefault(each.petition_id, []).append(each)
    return found


def first_match(quarantines: Iterable[Quarantine], columns: Mapping[str, Any]) -> Quarantine | None:
    """The first that describes a signature with these `columns`, if any."""
    return next((each for each in quarantines if matches(each, columns)), None)


def quarantine_of_signature(signature: Signature) -> Quarantine | None:
    """The same for a signature that is there."""
    return quarantine_of(signature.petition_id, vars(signature))
