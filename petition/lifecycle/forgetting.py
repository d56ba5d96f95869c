"""Forgetting: what a signature and its letters need only for a while goes before the person does."""

from datetime import datetime

from django.db.models import Q, QuerySet

from petition.models import Letter, Signature
from petition.models.letter import TRACES, Kind


def with_networks(before: datetime) -> QuerySet[Signature]:
    """Signatures made at `before` or earlier that still say from which network, as a hash."""
    return Signature.objects.filter(signed_at__lte=before).exclude(prefix_key="").order_by("signed_at")


def forget_networks(signatures: QuerySet[Signature], most: int) -> int:
    """Let `most` of `signatures` say it no more; how many did."""
    batch = list(signatures.values_list("pk", flat=True)[:most])
    return Signature.objects.filter(pk__in=batch).update(prefix_key="")


def with_traces(before: datetime) -> QuerySet[Letter]:
    """Letters that were sent or given up at `before` or earlier and hold more than the fact.

    News that is still being queued keeps its rows: by them nobody gets it twice.
    """
    kept = Letter.objects.filter(TRACES, queued_at__lte=before)  # found by its index, and the rest sorted out
    over = kept.filter(Q(sent_at__lte=before) | Q(failed_at__lte=before))
    done = Q(announcement__finished_at__isnull=False) | Q(announcement__cancelled_at__isnull=False)
    return over.filter(Q(kind=Kind.NEWS) & (Q(announcement=None) | done) | ~Q(kind=Kind.NEWS) & ~Q(error="", bucket=""))


def forget_letters(letters: QuerySet[Letter], most: int) -> int:
    """Of `most` of `letters`, delete news and empty the others; how many.

    That a letter was written stays, without mailbox and error, as long as the signature has a mailbox: no signature
    gets more than five letters ever (petition.outbox), and who withdraws after years may be written to again.
    """
    found = Letter.objects.filter(pk__in=list(letters.values_list("pk", flat=True)[:most]))
    gone, _by_model = found.filter(kind=Kind.NEWS).delete()
    return gone + found.exclude(kind=Kind.NEWS).update(error="", bucket="")
