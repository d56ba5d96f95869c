"""Signing with the database away or all places taken, through all that stands before Django: nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.handlers.wsgi import WSGIHandler
from django.db import InterfaceError, OperationalError, connection

from pages.memory.gate import Gate, Room, django_rooms, posting_room
from pages.memory.watching import Current, Watch
from petition.express import Express
from petition.models import Signature
from tests.petition.express.conftest import asked, environ_of

SIGN = "/az/petitions/trees/sign/"
Form = dict[str, Any]


@pytest.fixture(params=[OperationalError, InterfaceError])
def lose(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def refuse(*_: object, **__: object) -> None:
        raise request.param("gone")

    return lambda: monkeypatch.setattr(connection, "cursor", refuse)


def composed(django: WSGIHandler) -> Gate:
    return Gate(Express(Gate(django, django_rooms())), posting_room(40))


def assert_keeps(answer: tuple[str, dict[str, str], bytes], form: Form) -> None:
    status, headers, content = answer
    assert (status[:3], headers["Cache-Control"]) == ("503", "no-store")
    assert int(headers["Retry-After"]) > 0
    page = BeautifulSoup(content, "html.parser")
    again = page.find("form")
    assert page.html["lang"] == "az"
    assert (again["method"], again["action"]) == ("post", SIGN)
    kept = {each["name"]: each["value"] for each in again.find_all("input")}
    assert kept == {name: str(value) for name, value in form.items()}


@pytest.mark.parametrize("is_known", [False, True], ids=["just now", "for a while"])
def test_signing_while_the_database_is_away_keeps_what_was_typed(
    django: WSGIHandler, form: Form, lose: Callable[[], None], monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    form |= {"comment": "Ağac <əkin>\r\n“ indi”", "proof": "a.b", "ticket": "c-d"}
    watch = Watch()
    watch.version, watch.answers = 1, not is_known
    monkeypatch.setattr(Current, "watch", watch)
    lose()
    answer = asked(composed(django), environ_of(form, SIGN))
    monkeypatch.undo()  # the test's own transaction ends over this connection
    assert_keeps(answer, form)


def test_who_is_sent_away_by_a_storm_signs_with_what_the_page_kept(django: WSGIHandler, form: Form) -> None:
    full = Room(0, 0, 0.0)
    answer = asked(Gate(Express(Gate(django, django_rooms())), lambda environ: full), environ_of(form, SIGN))
    assert_keeps(answer, form)
    kept = {each["name"]: each["value"] for each in BeautifulSoup(answer[2], "html.parser").find_all("input")}
    assert asked(composed(django), environ_of(kept, SIGN))[0][:3] in ("200", "302")
    assert Signature.objects.count() == 1
