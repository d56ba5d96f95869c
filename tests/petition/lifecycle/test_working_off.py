"""Working off: any number of workers, people who withdraw meanwhile, and the numbers stay exact."""

from functools import partial

import pytest

from benchmarks import invalidation as benchmark
from petition import counting, lifecycle
from petition.lifecycle import crowds, invalidating, quarantining, working_off
from petition.models import Invalidation, PetitionText, Quarantine, Signature
from tests.petition.conftest import NOW, link_of
from tests.petition.crowds import crowd, work
from tests.petition.lifecycle.test_at_once import at_once


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "AT_ONCE", 4)
    monkeypatch.setattr(working_off, "BATCHES_AT_ONCE", 2)


@pytest.mark.django_db(transaction=True)
def test_several_workers_and_withdrawals_at_once_leave_the_accounts_exact(text: PetitionText) -> None:
    people = crowd(text, 24)
    counting.fold(NOW)
    made = Invalidation.objects.create(
        petition_id=text.petition_id, domains=["crowd.example"], reason="rules", created_at=NOW
    )
    invalidating.count_first(made.pk, NOW)
    invalidating.start(made.pk, None, NOW)
    leaving = [partial(lifecycle.withdraw, link_of(each), NOW) for each in people[::6]]
    at_once([*leaving, *[partial(lifecycle.work_off, NOW)] * 12], threads=6)
    work(NOW)
    made.refresh_from_db()
    assert made.done == Signature.objects.invalidated().count()
    assert counting.shown(text.petition_id) == 0
    assert counting.faults() == []
    invalidating.undo(made.pk, None, NOW)
    at_once([partial(lifecycle.work_off, NOW)] * 12, threads=6)
    work(NOW)
    made.refresh_from_db()
    assert made.undone == made.done
    assert counting.shown(text.petition_id) == 20
    assert counting.faults() == []


@pytest.mark.django_db(transaction=True)
def test_a_release_by_several_workers_counts_everybody_once(text: PetitionText) -> None:
    quarantine = Quarantine.objects.create(petition_id=text.petition_id, started_at=NOW, countries=["AZ"])
    crowd(text, 10)
    quarantining.release(quarantine.pk, NOW)
    at_once([partial(lifecycle.work_off, NOW)] * 8, threads=4)
    work(NOW + quarantining.ON_ITS_WAY)
    quarantine.refresh_from_db()
    assert quarantine.released == counting.shown(text.petition_id) == 10
    assert counting.faults() == []


@pytest.mark.django_db
def test_a_crowd_in_every_state_is_taken_and_given_back_to_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowds, "AT_ONCE", 50)
    assert len(benchmark.measure(120)) == 3
