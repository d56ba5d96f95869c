"""Quarantine: what is held, let go or kept apart. Holding itself happens where people sign and confirm."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from petition import counting, patterns
from petition.lifecycle import crowds
from petition.lifecycle.crowds import NotNow
from petition.models import Quarantine, Signature
from petition.models.integrity import Event
from petition.models.moderation import Pattern
from petition.models.signature import HELD

ON_ITS_WAY = timedelta(minutes=1)  # in which a signature that met the quarantine before its end is surely written
RELEASING = Q(release_asked_at__isnull=False, released_at=None)


def held(petition_id: int, quarantine: Quarantine | None = None) -> QuerySet[Signature]:
    """What `quarantine` holds of a petition; None: what is held by its score alone."""
    return Signature.objects.filter(HELD, petition_id=petition_id, quarantine=quarantine)


def held_of(crowd: Pattern, quarantine: Quarantine | None = None) -> QuerySet[Signature]:
    """Those of a crowd that `quarantine` holds; None: those held by their score alone."""
    return held(crowd.petition_id, quarantine).filter(patterns.condition(crowd))


@transaction.atomic
def end(quarantine_id: int, now: datetime) -> Quarantine:
    """Hold no new signatures by it; what it holds stays held. Raises NotNow where it has ended."""
    quarantine = locked(quarantine_id)
    if quarantine.ended_at:
        raise NotNow
    quarantine.ended_at = now
    quarantine.save(update_fields=["ended_at"])
    return quarantine


@transaction.atomic
def release(quarantine_id: int, now: datetime) -> Quarantine:
    """Let the worker count all that it holds; it ends with that. Raises NotNow while that is under way."""
    quarantine = locked(quarantine_id)
    if is_releasing(quarantine):
        raise NotNow
    quarantine.ended_at = quarantine.ended_at or now
    quarantine.release_asked_at, quarantine.released_at = now, None
    quarantine.save(update_fields=["ended_at", "release_asked_at", "released_at"])
    return quarantine


def is_releasing(quarantine: Quarantine) -> bool:
    """Whether the worker is counting what it held."""
    return bool(quarantine.release_asked_at) and not quarantine.released_at


def locked(quarantine_id: int) -> Quarantine:
    """The row, until the transaction ends; a batch that is at work is waited for."""
    return Quarantine.objects.select_for_update(no_key=True).get(pk=quarantine_id)


@transaction.atomic
def gather(quarantine: Quarantine, chosen: QuerySet[Signature], now: datetime) -> int:
    """Put signatures that are held into `quarantine`, which is stored with that and holds no new ones; how many.

    So a part of what is held can be released or invalidated, whatever held it.
    """
    quarantine.started_at = quarantine.ended_at = now
    quarantine.save()
    return chosen.filter(HELD, petition_id=quarantine.petition_id).update(quarantine=quarantine)


# Batches, by the worker -----------------------------------------------------------------------------------------------
def next_batch(now: datetime) -> int:
    """Count a batch of the oldest release that still holds some; how many signatures that changed."""
    waiting = Quarantine.objects.filter(RELEASING).order_by("release_asked_at", "pk").values_list("pk", flat=True)
    return next(filter(None, (batch_of(pk, now) for pk in list(waiting))), 0)


@transaction.atomic
def batch_of(quarantine_id: int, now: datetime) -> int:
    """A batch of this release, unless another worker is at it; how many signatures that changed."""
    skip = connection.features.has_select_for_update_skip_locked
    waiting = Quarantine.objects.filter(RELEASING, pk=quarantine_id)
    quarantine = waiting.select_for_update(no_key=True, skip_locked=skip).first()
    return let_go(quarantine, now) if quarantine else 0


def let_go(quarantine: Quarantine, now: datetime) -> int:
    """Hold the next batch no longer; how many. The caller holds the quarantine's row.

    Those that were invalidated meanwhile stay where they are, so that an undo finds them held.
    """
    found = crowds.batch(Signature.objects.filter(quarantine=quarantine, invalidated_at=None))
    crowds.change(found, held_at=None, quarantine=None)
    counting_again = [each for each in found if crowds.counts_but_for(each, "held_at")]
    counting.note_many(counting_again, Event.RELEASED, now)
    counting.add_many(counting_again, now)
    quarantine.released += len(found)
    if len(found) < crowds.AT_ONCE and quarantine.ended_at and now >= quarantine.ended_at + ON_ITS_WAY:
        quarantine.released_at = now
    quarantine.save(update_fields=["released", "released_at"])
    return len(found)
