"""Faults on purpose: a deed is broken off before or after one of its statements, and nothing of it may be there."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from unittest import mock

import psycopg
from django.db import Error, OperationalError, connection

from petition import counting
from petition.models import IntegrityEntry, Letter, PetitionText, Signature, TallyEntry
from tests.petition.cast import Somebody, State
from tests.petition.conftest import NOW

COMMIT = -1  # the place of the commit among the statements

# (what came before, what is broken off)
SITUATIONS: list[tuple[State, State]] = [
    (Somebody.nothing, Somebody.sign),
    (Somebody.sign, Somebody.sign),
    (Somebody.confirmed, Somebody.sign),
    (Somebody.withdrawn, Somebody.sign),
    (Somebody.invalidated, Somebody.sign),
    (Somebody.sign, Somebody.confirm),
    (Somebody.held, Somebody.confirm),
    (Somebody.pending_and_invalidated, Somebody.confirm),
    (Somebody.sign, Somebody.withdraw),
    (Somebody.shown, Somebody.withdraw),
    (Somebody.held_and_confirmed, Somebody.withdraw),
    (Somebody.invalidated, Somebody.withdraw),
    (Somebody.sign, Somebody.erase_own),
    (Somebody.shown, Somebody.erase_own),
    (Somebody.withdrawn, Somebody.erase_own),
    (Somebody.sign, Somebody.erase),
    (Somebody.shown, Somebody.erase),
    (Somebody.invalidated, Somebody.erase),
    (Somebody.shown, Somebody.choose),
    (Somebody.shown, Somebody.stop_news),
    (Somebody.confirmed, Somebody.write_own_copies),
    (Somebody.confirmed, Somebody.show_names),
]


class Broken(OperationalError):
    """What happened in the middle of a deed: as if the database had said so."""


@dataclass(frozen=True)
class Fault:
    """`kind` is "before" or "after" a statement, or "killed": the connection is gone when the statement comes."""

    kind: str
    place: int  # of the statement, from 0; or COMMIT


ANSWER_LOST = Fault("after", COMMIT)  # the deed is done, and whoever asked for it does not get to know
Seen = tuple[Any, ...]


def seen(text: PetitionText, pk: int) -> Seen:
    """All that the database holds of the signature `pk` and of the accounts of its petition."""
    row = Signature.objects.filter(pk=pk).values().first()
    letters = sorted(Letter.objects.filter(signature_id=pk).values_list("kind", "queued_at", "bucket", "sent_at"))
    of_petition = {"petition_id": text.petition_id}
    journal = Counter(TallyEntry.objects.filter(**of_petition).values_list("language", "country", "day", "change"))
    events = Counter(IntegrityEntry.objects.filter(**of_petition).values_list("language", "country", "event", "reason"))
    rows = Signature.objects.filter(**of_petition).count()
    return (row, letters, journal, events, rows, Letter.objects.count())


def is_beginning(sql: str) -> bool:
    """Whether a statement begins a transaction, as SQLite is told to; it changes nothing."""
    return sql.startswith("BEGIN")


def every_fault(number: int) -> list[Fault]:
    """A fault between any two of so many statements, at the first and at the commit; one after it comes last."""
    found = [Fault("before", place) for place in [*range(number), COMMIT]]
    if connection.vendor == "postgresql":
        found.append(Fault("killed", number // 2))
    return [*found, ANSWER_LOST]


class Breaker:
    """Lets one fault happen to what this thread asks of the database."""

    def __init__(self, fault: Fault) -> None:
        self.fault, self.met = fault, 0
        self.real_commit = connection._commit

    def around(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """A statement, for connection.execute_wrapper."""
        if is_beginning(sql):
            return execute(sql, *rest)
        self.met += 1
        if self.met - 1 != self.fault.place:
            return execute(sql, *rest)
        return self.strike(lambda: execute(sql, *rest))

    def commit(self) -> None:
        """The commit, instead of the connection's own."""
        if self.fault.place == COMMIT:
            self.strike(self.real_commit)
        else:
            self.real_commit()

    def strike(self, deed: Callable[[], Any]) -> Any:
        """The fault, at last."""
        if self.fault.kind == "killed":
            kill_connection()
            return deed()
        if self.fault.kind == "after":
            deed()
        raise Broken


@contextmanager
def breaking(fault: Fault) -> Iterator[None]:
    """The fault happens, once."""
    breaker = Breaker(fault)
    with connection.execute_wrapper(breaker.around), mock.patch.object(connection, "_commit", breaker.commit):
        yield


def kill_connection() -> None:
    """End the database's side of our connection, as a restart of the server does."""
    pid = connection.connection.info.backend_pid
    info = connection.connection.info
    with psycopg.connect(info.dsn, password=info.password, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


@dataclass
class Trial:
    """One deed of somebody, broken off as often as one likes; in the end it can still be done."""

    one: Somebody
    state: State
    deed: State

    def __post_init__(self) -> None:
        self.state(self.one)
        self.one.now += dt.timedelta(minutes=2)  # so that a second letter is due
        self.pk = 0 if self.state == Somebody.nothing else self.one.row.pk
        self.before = self.seen()

    def seen(self) -> Seen:
        """What the database holds of them now."""
        return seen(self.one.text, self.pk)

    def length(self) -> int:
        """Do the deed; how many statements it gives to the database."""
        given: list[str] = []

        def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            given.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            self.deed(self.one)
        return sum(not is_beginning(sql) for sql in given)

    def break_off(self, fault: Fault) -> None:
        """Break the deed off: nothing of it may be left; nothing may be missing where only the answer was lost."""
        place = f"{self.state.__name__}, {self.deed.__name__}, {fault}"
        try:
            with breaking(fault):
                self.deed(self.one)
        except Error:
            if connection.vendor == "postgresql":
                connection.close()
        else:
            raise AssertionError(f"{place}: nothing happened")
        assert (self.seen() == self.before) != (fault == ANSWER_LOST), place

    def do(self) -> None:
        """Let the deed happen at last."""
        self.deed(self.one)
        assert self.seen() != self.before, f"{self.state.__name__}, {self.deed.__name__}: it can't be done any more"


def at_random(text: PetitionText, runs: int, seed: int) -> Counter[str]:
    """So many faults in deeds drawn by dice; how many of each kind. Raises AssertionError."""
    dice = Random(seed)
    kinds = ["before", "after", *(["killed"] if connection.vendor == "postgresql" else [])]
    done: Counter[str] = Counter()
    for number in range(runs):
        state, deed = dice.choice(SITUATIONS)
        length = Trial(Somebody(text, f"whole{number}@example.org", NOW), state, deed).length()
        trial = Trial(Somebody(text, f"person{number}@example.org", NOW), state, deed)
        at_commit = dice.random() < 0.2
        fault = Fault(dice.choice(kinds), COMMIT if at_commit else dice.randrange(length - 1))
        trial.break_off(fault)
        if fault != ANSWER_LOST:
            trial.do()
        done[f"{fault.kind} {'the commit' if at_commit else 'a statement'} of {deed.__name__}"] += 1
    assert_accounts_agree(NOW)
    return done


def assert_accounts_agree(now: dt.datetime) -> None:
    """After all faults together the count is right."""
    while counting.fold(now):
        pass
    assert counting.faults() == []
