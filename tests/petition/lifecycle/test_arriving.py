"""Many forms in one transaction: the same rows, letters and accounts as one after the other, for whom it can hold."""

import base64
import datetime as dt
import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from petition import lifecycle, outbox, suspicion, throttle
from petition.lifecycle import Arrival
from petition.models import Bucket, IntegrityEntry, Letter, Petition, PetitionText, Quarantine, Signature, SpentProof
from petition.outbox import queueing
from petition.suspicion import Traces
from petition.throttle import Post, Rules, buckets, proofs
from petition.throttle.buckets import Places
from tests.petition.cast import DAY, Somebody, disposable_domain
from tests.petition.conftest import NOW, add_petition, given

pytestmark = pytest.mark.django_db
STATES = [
    Somebody.nothing,
    Somebody.sign,
    Somebody.held,
    Somebody.confirmed,
    Somebody.shown,
    Somebody.held_and_confirmed,
    Somebody.withdrawn,
    Somebody.pending_and_withdrawn,
    Somebody.invalidated,
    Somebody.pending_and_invalidated,
]
CHANCE = {"id", "epoch", "sealed", "own_copy", "message_id", "signature_id"}


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Crowds of other tests."""
    suspicion.forget()


def arrival(text: PetitionText, email: str, host: str = "203.0.113.7", **other: Any) -> Arrival:
    """A form from an address."""
    now = other.get("now", NOW)
    network = f"{host.rpartition('.')[0]}.0/24"
    post = Post(throttle.known(f"{host}/32", network, now), text.petition_id, other.pop("proof", ""))
    told = {"language": "az", "now": now, "rules": Rules(), "door": "page-7"} | other
    return Arrival(text=text, given=given(email=email), post=post, traces=Traces(email, host), **told)


def worked(text: PetitionText, one: Arrival) -> Arrival:
    """The same with a proof of work."""

    permit = proofs.new(text.petition_id, one.post.sender.binding, one.now)
    task = proofs.challenge(permit, 0)
    payload = base64.b64encode(json.dumps({**task, "number": 0}).encode()).decode()
    return replace(one, post=replace(one.post, proof=payload))


def all_rows() -> dict[str, Counter[tuple[Any, ...]]]:
    """Everything that a signature leaves, but for what dice say."""
    found = {}
    for model in (Signature, Letter, Bucket, SpentProof):
        names = [field.attname for field in model._meta.concrete_fields if field.attname not in CHANCE]
        found[model.__name__] = Counter(model.objects.values_list(*names))
    names = ("petition_id", "day", "language", "country", "event", "reason")
    journal: Counter[tuple[Any, ...]] = Counter()
    for *line, amount in IntegrityEntry.objects.values_list(*names, "amount"):
        journal[tuple(line)] += amount
    letters = Letter.objects.values_list("signature__mailbox_key", "kind", "queued_at", "due_at")
    return found | {"journal": journal, "of": Counter(letters)}


def both_ways(arrivals: list[Arrival]) -> None:
    """Sign one after the other, take that back, sign together: nobody can tell."""
    with transaction.atomic():
        for each in arrivals:
            lifecycle.take_in(each)
        wanted = all_rows()
        transaction.set_rollback(True)
    assert all(lifecycle.take_in_many(arrivals))
    assert all_rows() == wanted


@pytest.mark.parametrize(
    "since", [dt.timedelta(seconds=5), dt.timedelta(minutes=2), 3 * DAY], ids=["now", "soon", "days"]
)
def test_together_as_one_after_the_other_whatever_state_they_are_in(text: PetitionText, since: dt.timedelta):
    for place, state in enumerate(STATES):
        state(Somebody(text, f"person{place}@example.org", NOW - since))
    arrivals = [arrival(text, f"person{place}@example.org", f"203.0.{place}.7") for place in range(len(STATES))]
    both_ways(arrivals)


def test_again_and_again_until_every_limit_of_letters_is_reached(text: PetitionText):
    for number in range(5):
        now = NOW + number * dt.timedelta(minutes=11)
        both_ways([arrival(text, f"person{place}@example.org", f"203.0.{place}.7", now=now) for place in range(3)])
    assert Letter.objects.count() == 3 * (outbox.MOST_A_DAY)


def test_suspicion_quarantines_and_crowds_are_seen_together_as_alone(text: PetitionText):
    other = PetitionText.objects.select_related("petition").get(petition=add_petition(slug="lakes"), language="en")
    Quarantine.objects.create(petition=other.petition, started_at=NOW, domains=["example.net"])
    for number in range(suspicion.CROWD):
        Somebody(text, f"old{number}@crowd.example", NOW - dt.timedelta(hours=1)).sign()
    strict = Rules(hold_score=3, suspicious_domains=frozenset({"bad.example"}))
    people = ["a@example.net", "b@crowd.example", "c@gmail.com", f"d@{disposable_domain(9)}", "e@bad.example"]
    both_ways(
        [
            arrival(each, email, f"203.0.{place}.7", rules=strict)
            for each in (text, other)
            for place, email in enumerate(people)
        ]
    )
    assert Signature.objects.filter(petition=other.petition, quarantine__isnull=False).count() == 1


def test_whoever_goes_beyond_a_limit_takes_nothing_and_the_others_sign(text: PetitionText):
    crowd = [arrival(text, f"person{number}@example.org") for number in range(8)]
    apart = arrival(text, "other@example.org", "198.51.100.4")
    proven = worked(text, arrival(text, "proven@example.org"))
    assert lifecycle.take_in_many([*crowd, apart, proven]) == [True] * 5 + [False] * 3 + [True, True]
    assert Signature.objects.count() == 7
    levels = buckets.level(crowd[0].post.sender, NOW)
    assert [level.taken for level in levels] == [6, 6]
    with pytest.raises(throttle.NotYet):
        lifecycle.take_in(crowd[-1])


def test_a_network_at_its_limit_takes_nothing_from_an_address(text: PetitionText):
    rules = Rules(soft=Places(5, 2))
    hosts = [arrival(text, f"person{number}@example.org", f"203.0.113.{number}", rules=rules) for number in range(4)]
    assert lifecycle.take_in_many(hosts) == [True, True, False, False]
    assert [buckets.level(each.post.sender, NOW)[0].taken for each in hosts] == [1, 1, 0, 0]


def test_a_proof_works_once_and_is_not_spent_by_who_is_not_let_in(text: PetitionText):
    one = worked(text, arrival(text, "one@example.org"))
    twice = [replace(one, given=given(email=f"twice{number}@example.org")) for number in range(2)]
    assert lifecycle.take_in_many(twice) == [False, False]
    assert lifecycle.take_in_many([one]) == [True]
    assert lifecycle.take_in_many([twice[0]]) == [False]
    full = worked(text, arrival(text, "full@example.org", rules=Rules(soft=Places(0, 0))))
    assert lifecycle.take_in_many([full]) == [False]
    assert SpentProof.objects.count() == 1
    strict = Rules(everyone_proves=True)
    assert lifecycle.take_in_many([arrival(text, "none@example.org", rules=strict)]) == [False]


def test_a_mailbox_that_comes_twice_and_a_form_of_another_day_wait_for_their_own_turn(text: PetitionText):
    again = [arrival(text, email, f"203.0.{place}.7") for place, email in enumerate(["a@gmail.com", "A+x@gmail.com"])]
    tomorrow = arrival(text, "b@example.org", "203.0.9.9", now=NOW + DAY)
    assert lifecycle.take_in_many([*again, tomorrow]) == [True, False, False]


def test_a_closed_petition_takes_nobody_in(petition: Petition, text: PetitionText):
    text.petition.closes_at = NOW
    assert lifecycle.take_in_many([arrival(text, "late@example.org")]) == [False]
    assert not Bucket.objects.exists()


@pytest.mark.parametrize("known", STATES, ids=lambda state: state.__name__)
def test_the_statements_are_the_same_whatever_state_a_mailbox_is_in(text: PetitionText, known: Any):
    def statements(state: Any, email: str, host: str) -> list[str]:
        seen: list[str] = []
        state(Somebody(text, email, NOW - DAY))

        def note(execute: Any, sql: str, *rest: Any) -> Any:
            sql = re.sub("among [0-9]+", "among …", sql)  # it grows with the number of signatures
            seen.append(re.sub(r"(?s)VALUES .*?\)(?=\n|$)", "VALUES …", sql))  # how many lines of the journal
            return execute(sql, *rest)

        both = [arrival(text, email, host), arrival(text, f"beside-{email}", host)]
        throttle.is_tripped(0)
        with connection.execute_wrapper(note):
            lifecycle.take_in_many(both)
        return [each for each in seen if "SAVEPOINT" not in each]

    new = statements(Somebody.nothing, "a@example.org", "203.0.1.7")
    assert statements(known, "b@example.org", "203.0.2.7") == new


@pytest.mark.django_db(transaction=True)
def test_a_fault_at_any_statement_leaves_nothing_of_anybody(text: PetitionText):
    arrivals = [arrival(text, f"person{place}@example.org", f"203.0.{place}.7") for place in range(3)]
    throttle.is_tripped(0)
    before = all_rows()
    place = 0
    while True:
        met = iter(range(1_000))

        def strike(execute: Any, sql: str, *rest: Any, place: int = place, met: Any = met) -> Any:
            if next(met) == place:
                raise DatabaseError
            return execute(sql, *rest)

        try:
            with connection.execute_wrapper(strike):
                lifecycle.take_in_many(arrivals)
            break
        except DatabaseError:
            assert all_rows() == before
        place += 1
    assert place > 4
    assert Signature.objects.count() == 3


@pytest.mark.skipif(connection.vendor != "postgresql", reason="Asks PostgreSQL for its plans.")
def test_a_crowd_makes_the_database_plan_no_more_than_once(text: PetitionText, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(queueing._newest, "signature", 1_000_000)  # else they are soon twice as many
    fives = range(5 * 12)
    crowd = [arrival(text, f"person{number}@example.org", f"203.0.{number}.7") for number in fives]
    for first in fives[: 5 * 11 : 5]:
        assert all(lifecycle.take_in_many(crowd[first : first + 5]))
    before = plans()
    assert all(lifecycle.take_in_many(crowd[-5:]))
    used = {statement for statement, times in plans().items() if times != before.get(statement)}
    asked = ("petition_quarantine", "petition_bucket", "petition_signature", "petition_integrity", "petition_letter")
    assert all(any(table in statement for statement in used) for table in asked)
    assert len(used) == len(asked) + 1  # letters are looked for and written


def plans() -> dict[str, int]:
    """How often each plan that this connection's session keeps was used."""
    with connection.cursor() as asked:
        asked.execute("SELECT statement, generic_plans FROM pg_prepared_statements")
        return dict(asked.fetchall())
