"""Confirming: the signatory opens the link of a letter, ticks the box, and the signature counts."""

from datetime import datetime

from django.db import transaction

from petition import counting, outbox, patterns
from petition.models import Signature
from petition.models.integrity import Event
from petition.models.letter import Kind
from petition.tokens import Link


class Expired(Exception):
    """The link was ours, but it is too old, a newer one has replaced it, or its signature is gone."""


class Withdrawn(Exception):
    """The signature was taken back."""

    def __init__(self, signature: Signature) -> None:
        super().__init__()
        self.signature = signature


def awaiting(link: Link, now: datetime) -> Signature:
    """The signature that `link` can confirm or has confirmed. Changes nothing. Raises Expired or Withdrawn."""
    return checked(find(link), now)


@transaction.atomic
def confirm(link: Link, now: datetime) -> Signature:
    """Confirm the signature of `link`: it counts, once, however often this is called. Raises Expired or Withdrawn."""
    signature = checked(find(link, lock=True), now)
    if signature.confirmed_at is None:
        signature.confirmed_at = max(now, signature.signed_at)  # two machines' clocks may differ
        hold_if_wanted(signature)
        signature.save(update_fields=["confirmed_at", "held_at", "quarantine"])
        counting.note(signature, Event.CONFIRMED, now)
        if signature.held_at is not None:
            counting.note(signature, Event.QUARANTINED, now)
        if signature.is_counted:
            counting.add(signature, now)
        outbox.drop_waiting(signature)
        outbox.queue(signature, Kind.RECEIPT, signature.letter_language, now)
    return signature


def hold_if_wanted(signature: Signature) -> None:
    """Hold a signature that somebody stored up before its pattern was quarantined. Does not save."""
    quarantine = None if signature.held_at else patterns.quarantine_of_signature(signature)
    if quarantine is not None:
        signature.held_at, signature.quarantine = signature.confirmed_at, quarantine


def find(link: Link, *, lock: bool = False) -> Signature:
    """The signature for which `link` was written in its present life. Raises Expired."""
    signatures = Signature.objects.select_related("petition", "text")
    if lock:
        signatures = signatures.select_for_update(of=("self",))
    signature = signatures.filter(
        pk=link.signature_id, petition_id=link.petition_id, epoch=link.epoch, erased_at=None
    ).first()
    if signature is None:
        raise Expired
    return signature


def checked(signature: Signature, now: datetime) -> Signature:
    """`signature`, if it can still be confirmed or is. Raises Expired or Withdrawn."""
    if signature.withdrawn_at is not None:
        raise Withdrawn(signature)
    if signature.confirmed_at is None and now >= signature.link_lives_until:
        raise Expired
    return signature
