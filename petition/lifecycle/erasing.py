"""Erasing: everything of a person goes, the fact stays."""

from datetime import datetime

from django.db import transaction

from petition.models import Signature


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
    signature.mailbox_key = None
    signature.email = signature.name = signature.public_name = signature.comment = ""
    signature.wants_news = False
    signature.epoch += 1
    signature.erased_at = max(now, signature.confirmed_at, signature.withdrawn_at or signature.confirmed_at)
    signature.save()
