"""Quarantine: what is held does not count, whoever confirms it; what is released counts exactly."""

import datetime as dt
from typing import Any

import pytest

from petition import counting, lifecycle
from petition.lifecycle import Circumstances, NotNow, crowds, invalidating, quarantining
from petition.models import IntegrityEntry, Invalidation, PetitionText, Quarantine, Signature
from petition.models.integrity import Event
from petition.models.moderation import Reason
from tests.petition.conftest import NOW, confirmed, given, link_of, signed
from tests.petition.crowds import crowd, work

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def begun(text: PetitionText, **pattern: Any) -> Quarantine:
    """A quarantine that holds what comes."""
    return Quarantine.objects.create(petition_id=text.petition_id, started_at=NOW, **pattern)


def sums(*events: Event) -> dict[str, int]:
    """What the account of integrity says of these events."""
    found: dict[str, int] = {}
    for entry in IntegrityEntry.objects.filter(event__in=events):
        found[entry.event] = found.get(entry.event, 0) + entry.amount
    return found


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "AT_ONCE", 2)


def test_what_is_held_does_not_count_and_counts_exactly_once_released(text: PetitionText) -> None:
    stored_up = signed(text, email="stored-up@crowd.example")
    quarantine = begun(text, domains=["crowd.example"])
    crowd(text, 4)
    lifecycle.confirm(link_of(stored_up), NOW)
    confirmed(text)
    counting.fold(NOW)
    assert counting.shown(text.petition_id) == 1
    quarantining.release(quarantine.pk, LATER)
    work(LATER)
    work(LATER + quarantining.ON_ITS_WAY)
    quarantine.refresh_from_db()
    assert (quarantine.released, quarantine.released_at) == (5, LATER + quarantining.ON_ITS_WAY)
    assert counting.shown(text.petition_id) == 6
    assert counting.faults() == []
    assert sums(Event.QUARANTINED, Event.RELEASED) == {"quarantined": 5, "released": 5}
    assert not Signature.objects.filter(held_at__isnull=False).exists()


def test_a_pending_signature_that_was_released_counts_when_it_is_confirmed(text: PetitionText) -> None:
    quarantine = begun(text, countries=["AZ"])
    waits = signed(text)
    assert waits.quarantine_id == quarantine.pk
    quarantining.release(quarantine.pk, LATER)
    work(LATER)
    assert lifecycle.confirm(link_of(waits), LATER).is_counted
    assert counting.faults() == []
    assert sums(Event.QUARANTINED, Event.RELEASED) == {}


def test_an_ended_quarantine_holds_nothing_new_and_keeps_what_it_holds(text: PetitionText) -> None:
    quarantine = begun(text, countries=["AZ"])
    held = confirmed(text)
    quarantining.end(quarantine.pk, LATER)
    with pytest.raises(NotNow):
        quarantining.end(quarantine.pk, LATER)
    assert confirmed(text, LATER, email="new@example.org").is_counted
    assert list(quarantining.held(text.petition_id, quarantine)) == [held]


def test_a_signature_that_was_on_its_way_at_the_end_is_released_too(text: PetitionText) -> None:
    quarantine = begun(text, countries=["AZ"])
    confirmed(text)
    quarantining.release(quarantine.pk, LATER)
    work(LATER)
    with pytest.raises(NotNow):
        quarantining.release(quarantine.pk, LATER)
    late = signed(text, email="late@example.org")
    Signature.objects.filter(pk=late.pk).update(held_at=late.signed_at, quarantine=quarantine)
    work(LATER + quarantining.ON_ITS_WAY)
    assert Signature.objects.get(pk=late.pk).held_at is None
    quarantine.refresh_from_db()
    assert quarantine.released_at == LATER + quarantining.ON_ITS_WAY


def test_a_release_that_waits_for_stragglers_holds_up_no_other(text: PetitionText) -> None:
    quarantining.release(begun(text, countries=["DE"]).pk, LATER)
    second = begun(text, countries=["AZ"])
    confirmed(text)
    quarantining.release(second.pk, LATER)
    assert lifecycle.work_off(LATER) == 1


def test_what_a_quarantine_held_is_invalidated_and_an_undo_finds_it_held(text: PetitionText) -> None:
    quarantine = begun(text, domains=["crowd.example"])
    crowd(text, 3)
    confirmed(text)
    made = Invalidation.objects.create(
        petition_id=text.petition_id, quarantine=quarantine, reason=Reason.AUTOMATED, created_at=NOW
    )
    made = invalidating.count_first(made.pk, NOW)
    assert (made.found, made.found_counted) == (3, 0)
    invalidating.start(made.pk, None, LATER)
    work(LATER)
    quarantining.release(quarantine.pk, LATER)
    work(LATER + quarantining.ON_ITS_WAY)
    assert Signature.objects.invalidated().count() == 3
    invalidating.undo(made.pk, None, LATER)
    work(LATER)
    assert counting.shown(text.petition_id) == 1
    assert quarantining.held(text.petition_id, quarantine).count() == 3
    quarantining.release(quarantine.pk, LATER)
    work(LATER + quarantining.ON_ITS_WAY)
    assert counting.shown(text.petition_id) == 4
    assert counting.faults() == []


def test_those_held_by_their_score_alone_are_chosen_by_condition(text: PetitionText) -> None:
    for score in (8, 9, 14):
        lifecycle.sign(
            text,
            given(email=f"s{score}@example.org"),
            "en",
            NOW,
            circumstances=Circumstances(score=score, is_held=True),
        )
        assert not lifecycle.confirm(link_of(Signature.objects.latest("pk")), NOW).is_counted
    chosen = Quarantine(petition_id=text.petition_id, least_score=9)
    assert quarantining.gather(chosen, quarantining.held_of(chosen), LATER) == 2
    assert quarantining.held(text.petition_id).count() == 1
    quarantining.release(chosen.pk, LATER)
    work(LATER)
    assert counting.shown(text.petition_id) == 2
    assert counting.faults() == []


def test_whoever_withdraws_while_held_does_not_count_when_released(text: PetitionText) -> None:
    quarantine = begun(text, countries=["AZ"])
    lifecycle.withdraw(link_of(confirmed(text)), NOW)
    quarantining.release(quarantine.pk, LATER)
    work(LATER)
    assert counting.shown(text.petition_id) == 0
    assert counting.faults() == []
    assert sums(Event.RELEASED) == {}
