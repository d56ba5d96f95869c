"""Nobody can ask the site whether somebody has signed: answers and the statements behind them are alike for everybody.

`make bench-equal-answers` measures the time that they take.
"""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from petition import throttle
from petition.models import Petition, PetitionText
from tests.petition.cast import Somebody, State, disposable_domain
from tests.petition.conftest import FORM

STATES: list[State] = [
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
Ask = Callable[..., list["Seen"]]
POSTS = 4  # in a row: by then every limit of letters is reached


class Seen:
    """One answer without the mailbox, and the statements that led to it."""

    def __init__(self, ask: Callable[[], Any], mailbox: str) -> None:
        self.statements: list[str] = []
        throttle.forget()  # some settings are read every few seconds, whoever asks
        with connection.execute_wrapper(self.note):
            answer = ask()
        self.status = answer.status_code
        self.headers = {name: value for name, value in answer.headers.items() if name != "Date"}
        self.content = answer.content.replace(mailbox.encode(), b"")

    def note(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        self.statements.append(re.sub(r'(RELEASE|ROLLBACK TO)? ?SAVEPOINT "\w+"', "SAVEPOINT", sql))
        return execute(sql, *rest)


@pytest.fixture
def ask(petition: Petition, text: PetitionText) -> Ask:
    """What somebody in a state gets to see who sends the form again and again, each time from another address."""
    numbers = iter(range(1, 250))

    def ask(state: State, mailbox: str, since: dt.timedelta, road: str) -> list[Seen]:
        state(Somebody(text, mailbox, timezone.now() - since))
        form = {**FORM, "email": mailbox, "text": text.pk}
        addresses = [f"10.{next(numbers)}.0.1" for _post in range(POSTS)]
        return [
            Seen(lambda: Client(REMOTE_ADDR=address).post(f"/en/petitions/trees/{road}/", form), mailbox)  # noqa: B023
            for address in addresses
        ]

    ask(Somebody.nothing, "first@example.org", dt.timedelta(0), "sign")  # reads what a process keeps in memory
    return ask


@pytest.mark.parametrize("road", ["sign", "resend"])
@pytest.mark.parametrize("since", [dt.timedelta(minutes=2), dt.timedelta(days=3)], ids=["today", "days ago"])
def test_answers_and_statements_are_the_same_whatever_state_a_mailbox_is_in(
    ask: Ask, since: dt.timedelta, road: str
) -> None:
    new = ask(Somebody.nothing, "person00@example.org", since, road)
    seen = {
        state.__name__: ask(state, f"person{place:02}@example.org", since, road)
        for place, state in enumerate(STATES, 1)
    }
    seen["disposable"] = ask(Somebody.nothing, f"person99@{disposable_domain(len('example.org'))}", since, road)
    for name, posts in seen.items():
        for number, (post, of_new) in enumerate(zip(posts, new, strict=True)):
            assert (post.status, post.content) == (of_new.status, of_new.content), (name, number)
            assert post.headers == of_new.headers, (name, number)
            assert post.statements == of_new.statements, (name, number)
    assert new[0].status == 200
