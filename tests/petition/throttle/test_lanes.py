"""Lanes: a few go through, a crowd proves itself, a flood waits; who is refused takes nothing from others."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from petition.models import Bucket, SpentProof
from petition.throttle import lanes, senders
from petition.throttle.buckets import Places
from petition.throttle.lanes import Later, NotYet, Post, Task
from petition.throttle.rules import Rules
from tests.petition.throttle.test_proofs import solved

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
PETITION = 7
RULES = Rules(soft=Places(3, 8))  # hard: 30 and 80
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks of a few hashes."""
    monkeypatch.setattr("petition.throttle.rules.EASIEST", 10)


def post(last: int = 7, **with_it: Any) -> Post:
    """A form from the address 203.0.113.`last`."""
    return Post(senders.known(f"203.0.113.{last}/32", "203.0.113.0/24", NOW), PETITION, **with_it)


def goes_in(form: Post, rules: Rules = RULES, now: dt.datetime = NOW) -> bool:
    return hindrance(form, rules, now) is None


def hindrance(form: Post, rules: Rules = RULES, now: dt.datetime = NOW) -> NotYet | None:
    try:
        with transaction.atomic():
            lanes.admit(form, rules, now)
    except NotYet as error:
        return error
    return None


def helps(form: Post, rules: Rules = RULES, now: dt.datetime = NOW) -> Task | Later:
    error = hindrance(form, rules, now)
    assert error is not None
    return lanes.what_helps(form, rules, error, now)


def task(form: Post, rules: Rules = RULES, now: dt.datetime = NOW) -> Task:
    found = helps(form, rules, now)
    assert isinstance(found, Task)
    return found


def proven(last: int = 7, rules: Rules = RULES, now: dt.datetime = NOW) -> Post:
    """A form with the proof that its task asked for."""
    return post(last, proof=solved(task(post(last), rules, now).challenge))


def fill(count: int, last: int = 7) -> None:
    """Let `count` forms of an address in, the later ones with proofs."""
    for _ in range(count):
        assert goes_in(post(last)) or goes_in(proven(last))


def taken(key: str) -> int:
    bucket = Bucket.objects.filter(key=key).first()
    return bucket.count if bucket else 0


def test_the_first_few_go_through_and_the_next_one_proves_itself():
    assert [goes_in(post()) for _ in range(5)] == [True, True, True, False, False]
    assert goes_in(proven())


def test_what_is_not_let_in_takes_no_place_so_nobody_shuts_out_others_without_proving_anything():
    fill(3)
    for _ in range(100):
        assert not goes_in(post())
    assert taken(post().sender.host_key) == taken(post().sender.network_key) == 3


def test_a_sender_at_its_own_limit_takes_nothing_from_its_neighbours():
    fill(30)
    assert isinstance(helps(post()), Later)
    assert taken(post().sender.network_key) == 30
    before = Bucket.objects.count()
    assert isinstance(helps(post()), Later)
    assert Bucket.objects.count() == before


def test_a_crowded_network_proves_itself_and_still_gets_in():
    for last in range(8):
        assert goes_in(post(last))
    assert not goes_in(post(100))
    assert goes_in(proven(100))


def test_at_the_hard_limit_the_time_is_told_when_it_is_over():
    fill(30)
    found = helps(post(), now=NOW + 60 * SECOND)
    assert isinstance(found, Later)
    assert found.wait == 540 * SECOND
    assert goes_in(post(), now=NOW + 600 * SECOND)


def test_after_ten_minutes_a_bucket_begins_anew():
    fill(3)
    assert not goes_in(post(), now=NOW + 599 * SECOND)
    assert goes_in(post(), now=NOW + 600 * SECOND)
    assert taken(post().sender.host_key) == 1


def test_a_proof_works_once():
    fill(3)
    form = proven()
    assert [goes_in(form) for _ in range(10)] == [True] + [False] * 9
    assert taken(form.sender.host_key) == 4


def test_work_and_patience_of_one_task_work_once_together():
    fill(3)
    found = task(post())
    late = NOW + 400 * SECOND
    assert goes_in(post(proof=solved(found.challenge)))
    assert not goes_in(post(ticket=found.ticket), now=late)


def test_a_proof_that_helps_nothing_is_not_spent():
    fill(3)
    form = proven()
    fill(27)
    assert not goes_in(form)
    assert goes_in(form, now=NOW + 600 * SECOND)


def test_a_proof_of_another_network_or_petition_helps_nothing():
    fill(3)
    proof = solved(task(post()).challenge)
    elsewhere = senders.known("198.51.100.1/32", "198.51.100.0/24", NOW)
    everyone = Rules(everyone_proves=True)
    assert not goes_in(Post(elsewhere, PETITION, proof), everyone)
    assert not goes_in(Post(post().sender, PETITION + 1, proof), everyone)
    assert goes_in(Post(post(9).sender, PETITION, proof), everyone), "a phone that changed its address in its network"
    assert SpentProof.objects.count() == 1


def test_a_worthless_proof_is_no_worse_than_none():
    assert goes_in(post(proof="nonsense", ticket="nonsense"))


def test_who_has_waited_gets_in_without_a_script():
    fill(3)
    ticket = task(post()).ticket
    assert goes_in(post(ticket=ticket), now=NOW + 20 * SECOND)


def test_who_presses_early_is_told_how_long_to_wait_and_keeps_the_ticket():
    fill(3)
    first = task(post())
    assert (first.wait, first.is_early) == (20 * SECOND, False)
    early = task(post(ticket=first.ticket), now=NOW + 5 * SECOND)
    assert (early.wait, early.is_early, early.ticket) == (15 * SECOND, True, first.ticket)
    assert goes_in(post(ticket=first.ticket), now=NOW + 20 * SECOND)


def test_tickets_that_were_collected_do_not_let_a_crowd_in_at_once():
    fill(3)
    tickets = [task(post()).ticket for _ in range(20)]
    moments = [NOW + seconds * SECOND for seconds in (20, 39, 40, 59, 60)]
    assert [sum(goes_in(post(ticket=ticket), now=now) for ticket in tickets) for now in moments] == [1, 0, 1, 0, 1]


def test_when_everyone_proves_nobody_goes_through_without():
    everyone = Rules(everyone_proves=True)
    assert not goes_in(post(), everyone)
    assert goes_in(proven(rules=everyone), everyone)
    tripped = Rules(tripped=frozenset({PETITION}))
    assert not goes_in(post(8), tripped)
    assert goes_in(Post(post(8).sender, PETITION + 1), tripped), "another petition is not concerned"


def test_a_task_costs_more_the_larger_the_crowd():
    quiet, crowd, flood = ({"host": count, "network": count} for count in (1, 6, 29))
    costs = [RULES.cost(PETITION, Places(**taken)) for taken in (quiet, crowd, flood)]
    assert costs == [10, 20, 40]
    assert Rules(effort=4).cost(PETITION, Places(0, 0)) == 40
    assert Rules(effort=16, tripped=frozenset({PETITION})).cost(PETITION, Places(50, 0)) == 320, "never dearer"


def test_nobody_waits_longer_than_five_minutes():
    worst = Rules(effort=16, tripped=frozenset({PETITION}))
    assert worst.wait(PETITION, Places(50, 600)) == dt.timedelta(minutes=5)


def test_letting_in_asks_once_and_a_proof_once_more(django_assert_num_queries: Any):
    form = post()
    with transaction.atomic(), django_assert_num_queries(1):
        lanes.admit(form, RULES, NOW)
    fill(2)
    form = proven()
    with transaction.atomic(), django_assert_num_queries(2):
        lanes.admit(form, RULES, NOW)
