"""Withdrawing: two clicks from any letter, at any time, without a login."""

from datetime import datetime

from django.db import transaction

from petition import counting, outbox
from petition.lifecycle.confirming import find
from petition.models import Signature
from petition.models.letter import Kind
from petition.tokens import Link


def withdrawable(link: Link) -> Signature:
    """The signature that `link` can withdraw or has withdrawn. Changes nothing. Raises Expired."""
    return find(link)


@transaction.atomic
def withdraw(link: Link, now: datetime) -> Signature:
    """Take back the signature of `link`, pending or confirmed; doing it twice changes nothing. Raises Expired."""
    signature = find(link, lock=True)
    if signature.withdrawn_at is None:
        was_counted = signature.is_counted
        signature.withdrawn_at = max(now, signature.confirmed_at or signature.signed_at)
        signature.save(update_fields=["withdrawn_at"])
        outbox.drop_waiting(signature)
        if was_counted:
            counting.subtract(signature, now)
        if signature.confirmed_at is not None:
            outbox.queue(signature, Kind.WITHDRAWN, signature.language, now)
    return signature
