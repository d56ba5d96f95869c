"""How many suggestions wait, and whom to thank."""

from typing import Any

from django.db.models import Count, Max, QuerySet

from pages.models.desk import Suggestion


def open_suggestions() -> QuerySet[Suggestion]:
    """Those that nobody has decided on."""
    return Suggestion.objects.filter(accepted_at=None, rejected_at=None)


def open_for(subject: Any, code: str) -> QuerySet[Suggestion]:
    """Those of one subject in one language, the oldest first."""
    found: QuerySet[Suggestion] = Suggestion.objects.of(subject).filter(
        language=code, accepted_at=None, rejected_at=None
    )
    return found.order_by("at", "pk")


def open_count(subject: Any, code: str) -> int:
    """How many wait for a reviewer."""
    return open_for(subject, code).count()


def open_counts() -> dict[tuple[int, int, str], int]:
    """{(content type, object, language): how many wait}, those that came last first; one query."""
    rows = open_suggestions().values_list("content_type_id", "object_id", "language")
    counted = rows.annotate(waiting=Count("pk"), newest=Max("at")).order_by("-newest")
    return {(kind, pk, code): waiting for kind, pk, code, waiting, _newest in counted}


def credits(subject: Any, code: str) -> list[str]:
    """The names to thank, of those who allowed it, in the order in which their work was first accepted."""
    accepted = Suggestion.objects.of(subject).filter(language=code, accepted_at__isnull=False).exclude(credit="")
    return list(dict.fromkeys(accepted.order_by("accepted_at", "pk").values_list("credit", flat=True)))
