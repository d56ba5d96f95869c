"""The worker: does what is due, outlives the database's absence, and stops when it is told to."""

import datetime as dt
import logging
import os
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from pages.models import CampaignImage
from pages.translations import desk
from pages.translations.units import Origin
from petition import counting
from petition.management.commands.work import (
    CHORES_EVERY,
    LONGEST_PAUSE,
    PAUSE,
    RECOUNT_EVERY,
    SCHEDULES_EVERY,
    Worker,
)
from petition.models import Letter, PetitionText, Signature, Tally
from tests.petition.conftest import NOW, confirmed, kinds, read, signed

DAY = dt.timedelta(days=1)


def test_a_round_sends_letters_and_folds_the_count(text: PetitionText, letters: Path) -> None:
    signed(text, email="a@example.org")
    confirmed(text, email="b@example.org")
    entries, own_copies, letters_sent = 1 + 3, 2, 2  # of the count and of integrity; nobody wants a name shown
    assert Worker(NOW).round(NOW) == entries + own_copies + letters_sent
    assert len(read(letters)) == 2
    assert counting.shown(text.petition_id) == 1


def test_chores_are_done_now_and_then(text: PetitionText) -> None:
    worker = Worker(NOW)
    worker.round(NOW)
    signature = signed(text)
    worker.chores_due = NOW + 2 * DAY
    worker.round(NOW + 2 * DAY - CHORES_EVERY)
    assert kinds(signature) == ["confirm"]
    worker.round(NOW + 2 * DAY)
    assert kinds(signature) == ["confirm", "reminder"]
    worker.round(NOW + 14 * DAY)
    assert not Signature.objects.exists()


def test_every_day_the_count_is_compared(text: PetitionText, caplog: pytest.LogCaptureFixture) -> None:
    worker = Worker(NOW)
    confirmed(text)
    worker.round(NOW)
    Tally.objects.update(count=5)
    assert "The count is wrong" not in caplog.text
    with caplog.at_level(logging.ERROR):
        worker.round(NOW + RECOUNT_EVERY)
    assert "The count is wrong" in caplog.text


def test_while_the_database_is_away_the_worker_waits_longer_and_longer_and_then_goes_on(
    text: PetitionText, monkeypatch: pytest.MonkeyPatch, letters: Path
) -> None:
    signed(text)
    worker = Worker(NOW)
    monkeypatch.setattr(
        "petition.management.commands.work.connection", type("Away", (), {"close": staticmethod(lambda: None)})
    )
    monkeypatch.setattr("petition.management.commands.work.close_old_connections", lambda: None)
    with monkeypatch.context() as away:
        away.setattr("petition.outbox.leases.claim", Mock(side_effect=OperationalError("gone")))
        pauses = [worker.guarded_round(NOW) for _ in range(8)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (PAUSE, LONGEST_PAUSE)
    assert worker.guarded_round(NOW) == 0.0
    assert worker.guarded_round(NOW) == PAUSE
    assert len(read(letters)) == 1


def test_once_does_what_is_due_and_ends(text: PetitionText, letters: Path) -> None:
    signed(text, timezone.now())
    call_command("work", once=True)
    assert Letter.objects.sent().count() == len(read(letters)) == 1


def test_the_recount_says_whether_the_accounts_agree(text: PetitionText) -> None:
    confirmed(text)
    counting.fold(NOW)
    out = StringIO()
    call_command("recount", stdout=out)
    assert "agree" in out.getvalue()
    Tally.objects.update(count=5)
    with pytest.raises(CommandError):
        call_command("recount", stdout=out, stderr=out)
    assert "1 signatures, journal 1, tally 5" in out.getvalue()


def test_expire_says_what_it_removed(text: PetitionText) -> None:
    signed(text, timezone.now() - 15 * DAY)
    out = StringIO()
    call_command("expire", stdout=out)
    assert "Removed 1" in out.getvalue()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it(tmp_path: Path, number: signal.Signals) -> None:
    environment: dict[str, Any] = {**os.environ, "VAR": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work"]
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        for line in worker.stdout:
            if "The database does not answer" in line:  # not migrated, and still it works on
                break
        worker.send_signal(number)
        assert worker.wait(30) == 0


def test_a_language_goes_live_in_the_round_that_it_is_planned_for(db: None) -> None:
    image = CampaignImage.objects.create(title="Tree", file="tree.png", width=1, height=1, alt_text_en="A tree")
    desk.translate(image, "az", {"alt_text": "Ağac"}, Origin())
    desk.schedule(image, "az", None, NOW + DAY)
    worker = Worker(NOW)
    worker.round(NOW + DAY - SCHEDULES_EVERY)
    assert CampaignImage.objects.get().alt_text_az == ""
    worker.round(NOW + DAY)
    assert CampaignImage.objects.get().alt_text_az == "Ağac"
