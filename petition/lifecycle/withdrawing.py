"""Withdrawing: two clicks from any letter, at any time, without a login."""

from datetime import datetime

from django.db import transaction

from petition import counting, outbox
from petition.lifecycle.confirming import find
from petition.models import Signature
from petition.models.integrity import Event
from petition.models.letter import Kind
from petition.tokens import Link


@transaction.atomic
def withdraw(link: Link, now: datetime, *, farewell: bool = True) -> Signature:
    """Take back the signature of `link`, pending or confirmed; doing it twice changes nothing. Raises Expired.

    `farewell`: a letter says so, lest somebody else did it.
    """
    signature = find(link, lock=True)
    if signature.withdrawn_at is None:
        was_counted = signature.is_counted
        signature.withdrawn_at = max(now, signature.confirmed_at or signature.signed_at)
        signature.public_name = ""
        signature.save(update_fields=["withdrawn_at", "public_name"])
        counting.note(signature, Event.WITHDRAWN, now)
        outbox.drop_waiting(signature)
        if was_counted:
            counting.subtract(signature, now)
        if farewell and signature.confirmed_at is not None:
            outbox.queue(signature, Kind.WITHDRAWN, signature.letter_language, now)
    return signature
