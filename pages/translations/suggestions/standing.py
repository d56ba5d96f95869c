"""How many suggestions wait, and whom to thank."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from pages.models.desk import Suggestion
from pages.models.translation import OfSubjectQuerySet


def open_suggestions() -> OfSubjectQuerySet:
    """Those that nobody has decided on."""
    return Suggestion.objects.filter(accepted_at=None, rejected_at=None)


def open_for(subject: Any, code: str) -> QuerySet[Suggestion]:
    """Those of one subject in one language, the oldest first."""
    return open_suggestions().of(subject).filter(language=code).order_by("at", "pk")


def open_count(subject: Any, code: str) -> int:
    """How many wait for a reviewer."""
    return open_for(subject, code).count()


def open_counts() -> dict[tuple[int, int, str], int]:
    """{(content type, object, language): how many wait}, those that came last first; one query."""
    rows = open_suggestions().values_list("content_type_id", "object_id", "language")
    counted = rows.annotate(waiting=Count("pk"), newest=Max("at")).order_by("-newest")
    return {(kind, pk, code): waiting for kind, pk, code, waiting, _newest in counted}


def thankworthy() -> OfSubjectQuerySet:
    """Those that were accepted and whose author allowed to be named."""
    return Suggestion.objects.filter(accepted_at__isnull=False).exclude(credit="")


def credits(subject: Any, code: str, until: datetime | None = None) -> list[str]:
    """The names to thank, of those who allowed it, in the order in which their work was first accepted.

    With `until`, for what was accepted by then: what visitors read may be older than the draft.
    """
    found = thankworthy().of(subject).filter(language=code)
    if until is not None:
        found = found.filter(accepted_at__lte=until)
    return list(dict.fromkeys(found.order_by("accepted_at", "pk").values_list("credit", flat=True)))


def of_edition() -> Exists:
    """Whether an edition has anybody to thank: asked along with it, so that a page without costs no question more."""
    return Exists(
        thankworthy().filter(
            content_type=OuterRef("page__content_type"),
            object_id=OuterRef("page_id"),
            language=OuterRef("language"),
            accepted_at__lte=OuterRef("changed_at"),
        )
    )
