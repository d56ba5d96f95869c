"""Invalidating: the signatures of a pattern cease to count; counted first, done in batches, undone exactly.

The dry run freezes which signatures are meant: those up to the newest of that moment. Each batch changes its rows, both
journals and the invalidation's progress in one transaction, so a worker that dies loses nothing and does nothing twice.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Q, QuerySet

from petition import counting, patterns
from petition.lifecycle import crowds
from petition.lifecycle.crowds import NotNow
from petition.models import Invalidation, Signature
from petition.models.integrity import Event
from petition.models.signature import COUNTED

UNDER_WAY = Q(started_at__isnull=False, finished_at=None, cancelled_at=None)
UNDOING = Q(undo_started_at__isnull=False, undone_at=None)


def candidates(invalidation: Invalidation) -> QuerySet[Signature]:
    """Whom `invalidation` would take, however new: not those invalidated already, not those taken back."""
    wanted = patterns.condition(invalidation) & crowds.TO_TAKE
    if invalidation.quarantine_id:
        wanted &= Q(quarantine_id=invalidation.quarantine_id)
    return Signature.objects.filter(wanted)


def meant(invalidation: Invalidation) -> QuerySet[Signature]:
    """The same, no newer than its dry run."""
    return candidates(invalidation).filter(pk__lte=invalidation.up_to)


@transaction.atomic
def count_first(invalidation_id: int, now: datetime) -> Invalidation:
    """The dry run: count whom it would take, and freeze that. Changes no signature. Raises NotNow once it began."""
    invalidation = locked(invalidation_id)
    if invalidation.started_at:
        raise NotNow
    found = candidates(invalidation).aggregate(
        found=Count("pk"), counted=Count("pk", filter=COUNTED), up_to=Max("pk", default=0)
    )
    invalidation.found, invalidation.found_counted, invalidation.up_to = (
        found["found"],
        found["counted"],
        found["up_to"],
    )
    invalidation.counted_at = max(now, invalidation.created_at)
    invalidation.save(update_fields=["found", "found_counted", "up_to", "counted_at"])
    return invalidation


# Begin, cancel, take back ---------------------------------------------------------------------------------------------
@transaction.atomic
def start(invalidation_id: int, user: Any, now: datetime) -> Invalidation:
    """Let the worker begin. Raises NotNow where it was never counted, or began before."""
    invalidation = locked(invalidation_id)
    if invalidation.counted_at is None or invalidation.started_at:
        raise NotNow
    invalidation.started_at, invalidation.started_by = now, user
    invalidation.save(update_fields=["started_at", "started_by"])
    return invalidation


@transaction.atomic
def cancel(invalidation_id: int, now: datetime) -> Invalidation:
    """Stop in the middle; what was done stays. Raises NotNow where nothing is under way."""
    invalidation = locked(invalidation_id)
    if not is_under_way(invalidation):
        raise NotNow
    invalidation.cancelled_at = now
    invalidation.save(update_fields=["cancelled_at"])
    return invalidation


@transaction.atomic
def undo(invalidation_id: int, user: Any, now: datetime) -> Invalidation:
    """Let the worker make all of it valid again. Raises NotNow where it is under way, or was undone."""
    invalidation = locked(invalidation_id)
    if not can_be_undone(invalidation):
        raise NotNow
    invalidation.undo_started_at, invalidation.undo_started_by = now, user
    invalidation.save(update_fields=["undo_started_at", "undo_started_by"])
    return invalidation


def is_under_way(invalidation: Invalidation) -> bool:
    """Whether the worker is taking its signatures."""
    return bool(invalidation.started_at) and not (invalidation.finished_at or invalidation.cancelled_at)


def is_being_undone(invalidation: Invalidation) -> bool:
    """Whether the worker is making its signatures valid again."""
    return bool(invalidation.undo_started_at) and not invalidation.undone_at


def can_be_undone(invalidation: Invalidation) -> bool:
    """Whether it came to an end and was not taken back."""
    return bool(invalidation.finished_at or invalidation.cancelled_at) and not invalidation.undo_started_at


def locked(invalidation_id: int) -> Invalidation:
    """The row, until the transaction ends; a batch that is at work is waited for."""
    return Invalidation.objects.select_for_update(no_key=True).get(pk=invalidation_id)


# Batches, by the worker -----------------------------------------------------------------------------------------------
@transaction.atomic
def next_batch(now: datetime) -> int:
    """Do a batch of the oldest invalidation or undo that no other worker is at; how many signatures that changed."""
    skip = connection.features.has_select_for_update_skip_locked
    waiting = Invalidation.objects.filter(UNDER_WAY | UNDOING).order_by("pk")
    invalidation = waiting.select_for_update(no_key=True, skip_locked=skip).first()
    if invalidation is None:
        return 0
    return restore(invalidation, now) if is_being_undone(invalidation) else take(invalidation, now)


def take(invalidation: Invalidation, now: datetime) -> int:
    """Invalidate the next batch; how many. The caller holds the invalidation's row."""
    found = crowds.batch(meant(invalidation).filter(pk__gt=invalidation.cursor))
    crowds.change(found, invalidated_at=crowds.now_or_later(now), invalidation=invalidation, public_name="")
    counting.note_many(found, Event.INVALIDATED, now, invalidation.reason)
    counting.subtract_many([each for each in found if each.is_counted], now)
    invalidation.done += len(found)
    if found:
        invalidation.cursor = found[-1].pk
    if len(found) < crowds.AT_ONCE:
        invalidation.finished_at = now
    invalidation.save(update_fields=["done", "cursor", "finished_at"])
    return len(found)


def restore(invalidation: Invalidation, now: datetime) -> int:
    """Make the next batch valid again; how many. The caller holds the invalidation's row.

    Those that were withdrawn meanwhile stay withdrawn, those that are held stay held.
    """
    found = crowds.batch(Signature.objects.filter(invalidation=invalidation))
    crowds.change(found, invalidated_at=None, invalidation=None)
    counting.note_many(found, Event.RESTORED, now, invalidation.reason)
    counting.add_many([each for each in found if crowds.counts_but_for(each, "invalidated_at")], now)
    invalidation.undone += len(found)
    if len(found) < crowds.AT_ONCE:
        invalidation.undone_at = now
    invalidation.save(update_fields=["undone", "undone_at"])
    return len(found)
