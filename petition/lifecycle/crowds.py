"""What deeds on crowds share: batches of rows that nobody else changes meanwhile, and what each batch journals."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from petition.models import Signature

AT_ONCE = 2_000  # rows of one transaction: about a tenth of a second, in which their signatories wait
COLUMNS = (  # what the journals and `is_counted` read; everything else stays sealed where it is
    "pk",
    "petition_id",
    "text_id",
    "language",
    "country",
    "signed_at",
    "confirmed_at",
    "withdrawn_at",
    "invalidated_at",
    "held_at",
)


class NotNow(Exception):
    """What was asked is past, under way, or not possible yet."""


def batch(signatures: models.QuerySet[Signature]) -> list[Signature]:
    """The first of `signatures` by id, locked until the transaction ends."""
    return list(signatures.select_for_update().only(*COLUMNS).order_by("pk")[:AT_ONCE])


def change(found: Iterable[Signature], **columns: Any) -> None:
    """Set `columns` of the rows of a batch, in one statement."""
    Signature.objects.filter(pk__in=[each.pk for each in found]).update(**columns)


def now_or_later(moment: Any) -> Greatest:
    """`moment`, but no earlier than each row was signed: two machines' clocks may differ."""
    return Greatest(F("signed_at"), Value(moment, output_field=models.DateTimeField()))


def counts_but_for(signature: Signature, column: str) -> bool:
    """Whether a signature of a batch counts once the moment in `column` is taken away."""
    moments = {"withdrawn_at", "invalidated_at", "held_at"} - {column}
    return signature.confirmed_at is not None and not any(getattr(signature, each) for each in moments)


TO_TAKE = Q(invalidated_at=None, withdrawn_at=None)  # what somebody took back needs no invalidation
