"""The worker: what it does in a round, and that it outlives the database's absence."""

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from home.models import HomePage
from petition import counting
from petition.management.commands import work
from tests.pages.conftest import add_page, draft_of, fresh, home  # noqa: F401 - a fixture

NOW = timezone.now()


@pytest.mark.django_db
def test_a_round_publishes_what_is_scheduled(home: HomePage) -> None:  # noqa: F811
    page = add_page(home, heading={"en": "Later", "az": "Sonra"}, slug="later")
    draft = draft_of(page)
    draft.release, draft.go_live_at = ["en"], timezone.now() + dt.timedelta(seconds=1)
    revision = draft.save_revision(clean=False)
    revision.publish()
    past = timezone.now() - dt.timedelta(minutes=1)
    revision.content["go_live_at"], revision.approved_go_live_at = past.isoformat(), past
    revision.save()
    work.Worker(NOW).round(NOW)
    assert fresh(page).live_languages() == ["en"]


@pytest.mark.django_db
def test_a_round_with_nothing_to_do_is_followed_by_a_pause() -> None:
    assert work.Worker(NOW).guarded_round(NOW) == work.PAUSE


def test_the_worker_waits_longer_and_longer_while_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_now: Any) -> int:
        raise OperationalError("gone")

    monkeypatch.setattr(counting, "fold", away)
    worker = work.Worker(NOW)
    pauses = [worker.guarded_round(NOW) for _try in range(8)]
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
