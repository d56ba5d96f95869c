"""Invalidating: exactly as the dry run said, in batches that survive everything, undone exactly."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from petition import counting, lifecycle, vault
from petition.lifecycle import NotNow, crowds, invalidating, working_off
from petition.models import IntegrityEntry, Invalidation, PetitionText, Signature
from petition.models.integrity import Event
from petition.models.moderation import Reason
from tests.petition.conftest import NOW, add_petition, confirmed, link_of, signed
from tests.petition.crowds import crowd, work

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def wanted(petition_id: int, **pattern: Any) -> Invalidation:
    """An invalidation whose dry run was made."""
    made = Invalidation.objects.create(petition_id=petition_id, reason=Reason.AUTOMATED, created_at=NOW, **pattern)
    return invalidating.count_first(made.pk, NOW)


def done(invalidation: Invalidation) -> Invalidation:
    """The same, worked off."""
    invalidating.start(invalidation.pk, None, LATER)
    work(LATER)
    return Invalidation.objects.get(pk=invalidation.pk)


def undone(invalidation: Invalidation) -> Invalidation:
    """The same, taken back."""
    invalidating.undo(invalidation.pk, None, LATER)
    work(LATER)
    return Invalidation.objects.get(pk=invalidation.pk)


def state_of_everything() -> list[Any]:
    """Every signature as it is stored."""
    return list(Signature.objects.order_by("pk").values())


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "AT_ONCE", 3)
    monkeypatch.setattr(working_off, "BATCHES_AT_ONCE", 1)


# What the dry run says ------------------------------------------------------------------------------------------------
def test_it_does_exactly_what_the_dry_run_said_and_takes_it_back_exactly(text: PetitionText) -> None:
    crowd(text, 7, country="AZ")
    crowd(text, 2, country="DE")
    signed(text, email="stored-up@crowd.example")
    counting.fold(NOW)
    before = state_of_everything()
    invalidation = wanted(text.petition_id, countries=["AZ"])
    assert (invalidation.found, invalidation.found_counted) == (8, 7)
    assert state_of_everything() == before
    invalidation = done(invalidation)
    assert (invalidation.done, invalidation.finished_at) == (8, LATER)
    assert counting.shown(text.petition_id) == 2
    assert counting.faults() == []
    invalidation = undone(invalidation)
    assert (invalidation.undone, invalidation.undone_at) == (8, LATER)
    assert counting.shown(text.petition_id) == 9
    assert counting.faults() == []
    assert state_of_everything() == before


def test_whoever_signs_after_the_dry_run_is_not_meant(text: PetitionText) -> None:
    crowd(text, 2)
    invalidation = wanted(text.petition_id, countries=["AZ"])
    late = confirmed(text, email="late@example.org")
    assert done(invalidation).done == 2
    assert Signature.objects.get(pk=late.pk).is_counted


def test_whoever_withdraws_between_dry_run_and_deed_is_left_alone_and_one_who_confirms_is_taken(
    text: PetitionText,
) -> None:
    leaves, *_others = crowd(text, 3)
    waits = signed(text, email="stored-up@crowd.example")
    invalidation = wanted(text.petition_id, countries=["AZ"])
    lifecycle.withdraw(link_of(leaves), LATER)
    lifecycle.confirm(link_of(waits), LATER)
    invalidation = done(invalidation)
    assert (invalidation.found, invalidation.done) == (4, 3)
    assert counting.shown(text.petition_id) == 0
    assert counting.faults() == []


def test_what_another_invalidation_took_is_neither_taken_again_nor_undone(text: PetitionText) -> None:
    crowd(text, 2, country="AZ")
    crowd(text, 2, country="DE")
    first = done(wanted(text.petition_id, countries=["AZ"]))
    second = wanted(text.petition_id, languages=["en"])
    assert second.found == 2
    undone(done(second))
    assert set(Signature.objects.invalidated().values_list("invalidation", "country")) == {(first.pk, "AZ")}
    assert counting.faults() == []


def test_another_petition_is_not_touched(text: PetitionText) -> None:
    other = PetitionText.objects.select_related("petition").get(petition=add_petition(slug="other"), language="en")
    crowd(text, 2)
    crowd(other, 2)
    done(wanted(text.petition_id, countries=["AZ"]))
    assert counting.shown(other.petition_id) == 2


# What it leaves -------------------------------------------------------------------------------------------------------
def test_the_public_name_goes_and_comes_back_by_itself(text: PetitionText) -> None:
    signature = confirmed(text, shows_name=True)
    lifecycle.prepare()
    invalidation = done(wanted(text.petition_id, countries=["AZ"]))
    assert Signature.objects.get(pk=signature.pk).public_name == ""
    lifecycle.prepare()
    assert Signature.objects.get(pk=signature.pk).public_name == ""
    undone(invalidation)
    lifecycle.prepare()
    assert Signature.objects.get(pk=signature.pk).public_name == vault.unseal(signature.sealed or b"").name


def test_the_account_of_integrity_has_each_with_its_reason(text: PetitionText) -> None:
    crowd(text, 4)
    undone(done(wanted(text.petition_id, countries=["AZ"])))
    lines = IntegrityEntry.objects.filter(event__in=[Event.INVALIDATED, Event.RESTORED])
    sums: dict[Any, int] = {}
    for line in lines:
        sums[line.event, line.reason] = sums.get((line.event, line.reason), 0) + line.amount
    assert sums == {("invalidated", "automated"): 4, ("restored", "automated"): 4}


def test_one_stored_up_that_is_confirmed_after_its_invalidation_does_not_count_until_the_undo(
    text: PetitionText,
) -> None:
    waits = signed(text)
    invalidation = done(wanted(text.petition_id, countries=["AZ"]))
    lifecycle.confirm(link_of(waits), LATER)
    counting.fold(LATER)
    assert counting.shown(text.petition_id) == 0
    undone(invalidation)
    assert counting.shown(text.petition_id) == 1
    assert counting.faults() == []


def test_whoever_withdrew_meanwhile_stays_withdrawn_and_an_erased_fact_counts_again(text: PetitionText) -> None:
    leaves, forgotten, own, _stays = crowd(text, 4)
    invalidation = done(wanted(text.petition_id, countries=["AZ"]))
    lifecycle.withdraw(link_of(leaves), LATER)
    lifecycle.erase(forgotten.pk, LATER)
    lifecycle.erase_own(link_of(own), LATER)
    undone(invalidation)
    assert counting.shown(text.petition_id) == 2
    assert counting.faults() == []


@pytest.mark.parametrize("number", [2, 12])
def test_a_batch_asks_as_much_however_large_it_is(
    text: PetitionText, number: int, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(crowds, "AT_ONCE", 100)
    crowd(text, number)
    invalidation = wanted(text.petition_id, countries=["AZ"])
    invalidating.start(invalidation.pk, None, LATER)
    with django_assert_max_num_queries(9):
        assert lifecycle.work_off(LATER) == number
    invalidating.undo(invalidation.pk, None, LATER)
    with django_assert_max_num_queries(9):
        assert lifecycle.work_off(LATER) == number


# Whatever happens in between ------------------------------------------------------------------------------------------
def test_cancelled_in_the_middle_what_was_done_stays_and_can_be_undone(text: PetitionText) -> None:
    crowd(text, 8)
    invalidation = wanted(text.petition_id, countries=["AZ"])
    invalidating.start(invalidation.pk, None, LATER)
    lifecycle.work_off(LATER)
    invalidation = invalidating.cancel(invalidation.pk, LATER)
    work(LATER)
    assert invalidation.done == Signature.objects.invalidated().count() == 3
    assert counting.shown(text.petition_id) == 5
    assert undone(invalidation).undone == 3
    assert counting.shown(text.petition_id) == 8
    assert counting.faults() == []


@contextmanager
def dying_at(statement: int) -> Iterator[None]:
    """The process ends as its next statement but so many begins."""
    left = statement

    def execute(run: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal left
        left -= 1
        if left <= 0 and not arguments[0].startswith(("ROLLBACK", "RELEASE")):
            raise KeyboardInterrupt
        return run(*arguments)

    with connection.execute_wrapper(execute):
        yield


@pytest.mark.parametrize("statement", range(1, 8))
def test_a_worker_that_dies_in_a_batch_loses_nothing(text: PetitionText, statement: int) -> None:
    crowd(text, 5)
    invalidation = wanted(text.petition_id, countries=["AZ"])
    invalidating.start(invalidation.pk, None, LATER)
    lifecycle.work_off(LATER)
    with pytest.raises(KeyboardInterrupt), dying_at(statement):
        lifecycle.work_off(LATER)
    assert Invalidation.objects.get().done == Signature.objects.invalidated().count() == 3
    work(LATER)
    assert Invalidation.objects.get().done == 5
    assert counting.faults() == []


def test_every_deed_is_refused_out_of_its_turn(text: PetitionText) -> None:
    made = Invalidation.objects.create(petition_id=text.petition_id, reason=Reason.RULES, created_at=NOW)
    for deed in (start, cancel, undo):
        with pytest.raises(NotNow):
            deed(made)
    invalidating.count_first(made.pk, NOW)
    start(made)
    for deed in (start, undo, lambda each: invalidating.count_first(each.pk, NOW)):
        with pytest.raises(NotNow):
            deed(made)
    work(LATER)
    for deed in (start, cancel):
        with pytest.raises(NotNow):
            deed(made)
    undo(made)
    with pytest.raises(NotNow):
        undo(made)


def start(made: Invalidation) -> None:
    invalidating.start(made.pk, None, LATER)


def cancel(made: Invalidation) -> None:
    invalidating.cancel(made.pk, LATER)


def undo(made: Invalidation) -> None:
    invalidating.undo(made.pk, None, LATER)
