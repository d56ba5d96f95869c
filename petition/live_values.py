"""What of petitions moves all the time, for pages kept in memory; and which of their addresses are rendered ahead."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from pages.languages import CODES
from petition.models import Petition


def read() -> dict[str, Any]:
    """{"count.7": 12345, "as_of.7": "2026-03-01T12:00:00+00:00"} of every live petition; one query."""
    found = Petition.objects.live().values_list("pk", "total__count", "total__as_of")
    values: dict[str, Any] = {}
    for pk, count, as_of in found:
        values[f"count.{pk}"] = count or 0
        values[f"as_of.{pk}"] = (as_of or timezone.now()).isoformat(timespec="seconds")
    return values


def addresses() -> Iterator[str]:
    """The pages of every live petition in every language, and its figures as data."""
    for slug in Petition.objects.live().values_list("slug", flat=True):
        yield reverse("tally", args=[slug])
        yield reverse("integrity_data", args=[slug])
        for code in CODES:
            with translation.override(code):
                yield reverse("petition:petition", args=[slug])
                yield reverse("petition:integrity", args=[slug])
        yield f"/petitions/{slug}/"
