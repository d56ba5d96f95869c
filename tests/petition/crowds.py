"""Crowds for tests: people who sign and confirm, and the worker that does what editors asked for."""

import datetime as dt
from typing import Any

from django.utils import timezone

from petition import counting, lifecycle
from petition.models import PetitionText, Signature
from tests.petition.conftest import confirmed


def crowd(text: PetitionText, number: int, **given: Any) -> list[Signature]:
    """`number` people who signed and confirmed."""
    country = given.get("country", "AZ")
    return [confirmed(text, email=f"{country}{each}@crowd.example", **given) for each in range(number)]


def work(now: dt.datetime | None = None) -> None:
    """Everything that is under way, and the count."""
    now = now or timezone.now()
    while lifecycle.work_off(now):
        pass
    while counting.fold(now):
        pass
