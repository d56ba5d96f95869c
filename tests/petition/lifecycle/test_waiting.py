"""Waiting: one reminder after two days, gone after fourteen."""

import datetime as dt

import pytest

from petition import lifecycle
from petition.models import Letter, PetitionText, Signature
from tests.petition.conftest import NOW, confirmed, given, kinds, link_of, signed

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def test_there_is_one_reminder_after_48_hours(text: PetitionText) -> None:
    signature = signed(text)
    assert lifecycle.remind(NOW + 47 * HOUR) == 0
    assert lifecycle.remind(NOW + 48 * HOUR) == 1
    assert lifecycle.remind(NOW + 72 * HOUR) == 0
    assert kinds(signature) == ["confirm", "reminder"]


def test_who_confirmed_withdrew_or_let_the_link_die_is_not_reminded(text: PetitionText) -> None:
    confirmed(text, email="a@example.org")
    lifecycle.withdraw(link_of(signed(text, email="b@example.org")), NOW)
    signed(text, NOW - 6 * DAY, email="c@example.org")
    assert lifecycle.remind(NOW + 2 * DAY) == 0


def test_a_mailbox_that_takes_no_letters_is_not_reminded(text: PetitionText) -> None:
    signed(text)
    Letter.objects.update(failed_at=NOW)
    assert lifecycle.remind(NOW + 2 * DAY) == 0


def test_a_signature_that_had_all_its_letters_is_not_reminded(text: PetitionText) -> None:
    signed(text)
    for day in range(2):
        for _ in range(3):
            lifecycle.sign(text, given(), "en", NOW + day * DAY, at_once=True)
    assert Letter.objects.count() == 5
    assert lifecycle.remind(NOW + 4 * DAY) == 0


@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_is_not_confirmed_goes_after_fourteen_days(text: PetitionText, withdrawn: bool) -> None:
    signature = signed(text)
    if withdrawn:
        lifecycle.withdraw(link_of(signature), NOW)
    assert lifecycle.expire(NOW + 14 * DAY - HOUR) == 0
    assert lifecycle.expire(NOW + 14 * DAY) == 1
    assert not Signature.objects.exists()
    assert not Letter.objects.exists()


def test_what_is_confirmed_stays(text: PetitionText) -> None:
    confirmed(text)
    assert lifecycle.expire(NOW + 365 * DAY) == 0
