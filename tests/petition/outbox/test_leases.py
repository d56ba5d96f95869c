"""Leases: a dead worker's letters go out within a minute or two, a living one's are nobody else's."""

import datetime as dt
import threading
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError

from petition import outbox
from petition.models import Letter, PetitionText
from petition.outbox import leases
from petition.outbox.leases import LEASE, Hold
from tests.petition.conftest import NOW, signed

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def waiting(text: PetitionText) -> int:
    """So many letters wait."""
    for name in ("a", "b", "c"):
        signed(text, email=f"{name}@example.org")
    return 3


def test_what_a_worker_held_when_the_database_went_away_goes_out_as_soon_as_it_is_back(
    waiting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose_the_database(*_args: Any) -> None:
        raise OperationalError("gone")

    sender = outbox.Sender()
    with monkeypatch.context() as away:
        away.setattr(sender, "work_off", lose_the_database)
        with pytest.raises(OperationalError):
            sender.send_due(NOW)
    assert not Letter.objects.due(NOW + SECOND).exists()
    assert sender.send_due(NOW + SECOND) == waiting
    assert [letter.attempts for letter in Letter.objects.sent()] == [1] * waiting
    assert len(mail.outbox) == waiting


def test_nobody_takes_what_a_living_worker_holds_however_long_the_mail_server_thinks(waiting: int) -> None:
    alive, other = Hold(), Hold()
    assert len(alive.claim(NOW)) == waiting
    alive.renew(NOW + LEASE - SECOND)
    assert other.claim(NOW + LEASE) == []
    alive.give_back()
    assert len(other.claim(NOW + LEASE)) == waiting


def test_what_a_dead_worker_held_is_taken_when_its_last_lease_has_run_out(waiting: int) -> None:
    dead = Hold()
    dead.claim(NOW)
    dead.renew(NOW + SECOND)
    assert Hold().claim(NOW + LEASE) == []
    assert len(Hold().claim(NOW + LEASE + SECOND)) == waiting


def test_what_another_has_taken_over_is_neither_held_for_longer_nor_given_back(waiting: int) -> None:
    slow, other = Hold(), Hold()
    slow.claim(NOW)
    other.claim(NOW + LEASE)
    slow.renew(NOW + LEASE + SECOND)
    slow.give_back()
    assert not Letter.objects.due(NOW + LEASE + SECOND).exists()
    other.give_back()
    assert Letter.objects.due(NOW + LEASE + SECOND).count() == waiting


def test_after_the_database_was_away_others_may_first_mark_what_they_have_sent(waiting: int) -> None:
    silent, other = Hold(), Hold()
    assert other.claim(NOW - SECOND) == []
    silent.claim(NOW)
    back = NOW + 2 * LEASE
    looks = [back + number * LEASE / 3 for number in range(4)]
    assert [len(other.claim(look)) for look in looks] == [0, 0, 0, waiting]


def test_letters_are_held_for_longer_while_one_is_on_its_way(waiting: int, monkeypatch: pytest.MonkeyPatch) -> None:
    renewed, hold = threading.Event(), Hold()
    monkeypatch.setattr(leases, "RENEWED_EVERY", 0.01)
    monkeypatch.setattr(hold, "renew", lambda _now: renewed.set())
    hold.claim(NOW)
    with hold.kept(NOW):
        assert renewed.wait(60)
    assert "lease" not in {thread.name for thread in threading.enumerate()}
