"""Confirming: only the owner of the mailbox can, in time, and it counts once."""

import datetime as dt
from dataclasses import replace

import pytest

from petition import counting, lifecycle
from petition.models import Petition, PetitionText, Signature, TallyEntry
from tests.petition.conftest import NOW, confirmed, kinds, link_of, signed

DAY = dt.timedelta(days=1)


def test_confirming_counts_and_sends_a_receipt(text: PetitionText) -> None:
    signature = confirmed(text)
    assert signature.is_counted
    assert kinds(signature) == ["receipt"]  # the letter that asked was still waiting: it is pointless now
    counting.fold(NOW)
    assert counting.shown(text.petition_id) == 1


def test_confirming_twice_counts_once(text: PetitionText) -> None:
    link = link_of(confirmed(text))
    first = Signature.objects.get().confirmed_at
    assert lifecycle.confirm(link, NOW + 30 * DAY).confirmed_at == first
    assert TallyEntry.objects.count() == 1
    assert kinds(Signature.objects.get()) == ["receipt"]


def test_looking_at_the_link_changes_nothing(text: PetitionText) -> None:
    link = link_of(signed(text))
    assert lifecycle.awaiting(link, NOW).is_pending
    assert Signature.objects.get().is_pending


def test_a_link_lives_for_seven_days_from_the_last_signing(text: PetitionText) -> None:
    link = link_of(signed(text))
    with pytest.raises(lifecycle.Expired):
        lifecycle.confirm(link, NOW + 7 * DAY)
    signed(text, NOW + 8 * DAY)
    assert lifecycle.confirm(link, NOW + 15 * DAY - dt.timedelta(seconds=1)).is_counted


@pytest.mark.parametrize("change", [{"epoch": 2}, {"petition_id": 0}, {"signature_id": 0}])
def test_a_link_of_another_life_another_petition_or_nobody_is_dead(text: PetitionText, change: dict[str, int]) -> None:
    link = replace(link_of(signed(text)), **change)
    for deed in (lifecycle.awaiting, lifecycle.confirm, lifecycle.withdraw):
        with pytest.raises(lifecycle.Expired):
            deed(link, NOW)


def test_a_withdrawn_signature_cannot_be_confirmed(text: PetitionText) -> None:
    link = link_of(signed(text))
    lifecycle.withdraw(link, NOW)
    with pytest.raises(lifecycle.Withdrawn) as error:
        lifecycle.confirm(link, NOW)
    assert error.value.signature.pk == link.signature_id


def test_who_signed_in_time_may_confirm_after_the_petition_closed(text: PetitionText) -> None:
    signature = signed(text)
    Petition.objects.update(closes_at=NOW + DAY)
    assert lifecycle.confirm(link_of(signature), NOW + 2 * DAY).is_counted


def test_a_clock_that_is_behind_does_not_confirm_before_signing(text: PetitionText) -> None:
    signature = signed(text)
    assert lifecycle.confirm(link_of(signature), NOW - dt.timedelta(seconds=2)).confirmed_at == NOW
