"""Erasing: everything of a person goes, the fact stays."""

from datetime import datetime

from django.db import transaction

from petition import tokens
from petition.lifecycle.confirming import find
from petition.lifecycle.withdrawing import withdraw
from petition.models import Signature
from petition.tokens import Link


@transaction.atomic
def erase_own(link: Link, now: datetime) -> None:
    """What a signatory does: take the signature back, then empty it. Raises Expired."""
    signature = find(link, lock=True)
    withdraw(link, now, farewell=False)
    erase(signature.pk, now)


@transaction.atomic
def erase(signature_id: int, now: datetime) -> None:
    """Empty a signature of its person, once. One never confirmed is no fact and goes wholly."""
    signature = Signature.objects.select_for_update().filter(pk=signature_id, erased_at=None).first()
    if signature is None:
        return
    if signature.confirmed_at is None:
        signature.delete()
        return
    signature.letters.all().delete()
    signature.mailbox_key = signature.sealed = signature.own_copy = None
    signature.domain_key = signature.name_key = signature.public_name = signature.prefix_key = ""
    signature.shows_name = signature.wants_news = False
    signature.epoch = tokens.new_epoch()  # all links are dead
    signature.erased_at = max(now, signature.confirmed_at, signature.withdrawn_at or signature.confirmed_at)
    signature.save()
