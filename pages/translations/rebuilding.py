"""Makes the desk's tables anew from drafts and live rows, subject by subject. Nothing is translated or published."""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone

from pages.models.translation import ChangeKind, TranslationSheet
from pages.translations import desk, sheets

STEP = 100  # subjects between two lines of progress


def rebuild(say: Callable[[str], Any], *, only_missing: bool = False) -> int:
    """Bring units, counts and states of every subject in line, or of those without sheets; how many they were."""
    return sum(rebuild_kind(model, say, only_missing) for model in desk.kinds())


def rebuild_kind(model: type[models.Model], say: Callable[[str], Any], only_missing: bool) -> int:
    """The same for the rows of one model."""
    found: models.QuerySet[Any] = missing(model) if only_missing else models.QuerySet(model)
    numbers = list(found.order_by("pk").values_list("pk", flat=True))
    for place, number in enumerate(numbers, start=1):
        rebuild_one(model, number)
        if place % STEP == 0 or place == len(numbers):
            say(f"{model._meta.label}: {place} of {len(numbers)}")
    return len(numbers)


def missing(model: type[models.Model]) -> models.QuerySet[Any]:
    """The rows of `model` that the desk doesn't know; an alias has what its page has."""
    known = TranslationSheet.objects.filter(content_type=ContentType.objects.get_for_model(model))
    rows: models.QuerySet[Any] = models.QuerySet(model).exclude(pk__in=known.values("object_id"))
    return rows.filter(alias_of=None) if hasattr(model, "alias_of") else rows


@transaction.atomic
def rebuild_one(model: type[models.Model], number: Any) -> None:
    """Bring one subject in line, unless it is gone by now. What its units were translated from is kept."""
    rows: models.QuerySet[Any] = models.QuerySet(model)
    subject: Any = rows.select_for_update(of=("self",)).filter(pk=number).first()
    if subject is not None and not getattr(subject, "alias_of_id", None):
        sheets.record(sheets.draft_of(subject), ChangeKind.CONTENT, {}, timezone.now())


def is_complete() -> bool:
    """Whether the desk knows every subject."""
    return not any(missing(model).exists() for model in desk.kinds())
