"""Waiting: one reminder for those who have not confirmed, and an end to it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q

from petition import counting, outbox, vault
from petition.models import Letter, Signature
from petition.models.integrity import Event
from petition.models.letter import Kind
from petition.models.signature import CONFIRM_WITHIN

REMIND_AFTER = timedelta(hours=48)
KEEP_UNCONFIRMED = timedelta(days=14)
AT_ONCE = 500


def remind(now: datetime) -> int:
    """Queue the one reminder of each signature that waits for two days and whose mailbox takes letters; how many."""
    waiting = (
        Signature.objects.pending().unconfirmed_since(now - REMIND_AFTER).filter(signed_at__gt=now - CONFIRM_WITHIN)
    )
    useless = Letter.objects.filter(Q(kind=Kind.REMINDER) | Q(failed_at__isnull=False), signature=OuterRef("pk"))
    found = waiting.filter(~Exists(useless)).annotate(had=Count("letters")).filter(had__lt=outbox.MOST_EVER)
    return sum(remind_one(pk, now) for pk in found.order_by("signed_at").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def remind_one(signature_id: int, now: datetime) -> bool:
    """Queue the reminder of one signature, unless it was confirmed meanwhile or another worker was here."""
    signature = Signature.objects.pending().select_for_update().filter(pk=signature_id).first()
    if signature is None or signature.letters.filter(kind=Kind.REMINDER).exists():
        return False
    try:
        address = vault.unseal(signature.sealed).email
    except vault.Locked:  # told by lifecycle.prepare; the others are reminded all the same
        return False
    return outbox.queue(signature, Kind.REMINDER, signature.letter_language, now, address=address)


def expire(now: datetime) -> int:
    """Remove what was not confirmed within fourteen days, withdrawn or not, with its letters; how many."""
    old = Signature.objects.unconfirmed_since(now - KEEP_UNCONFIRMED).values_list("pk", flat=True)
    gone = 0
    while batch := list(old[:AT_ONCE]):
        gone += expire_batch(batch, now)
    return gone


@transaction.atomic
def expire_batch(batch: list[int], now: datetime) -> int:
    """Remove those of `batch` that still wait: somebody may be signing anew meanwhile; how many."""
    locked = Signature.objects.select_for_update().filter(pk__in=batch).unconfirmed_since(now - KEEP_UNCONFIRMED)
    found = list(locked.only("pk", "petition_id", "language", "country", "withdrawn_at"))
    counting.note_many([each for each in found if each.withdrawn_at is None], Event.EXPIRED, now)
    Signature.objects.filter(pk__in=[each.pk for each in found]).delete()
    return len(found)
