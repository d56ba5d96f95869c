"""A lost database: visitors are told to wait a moment, and what they typed is kept."""

from collections.abc import Iterator

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from pages import refusing

FORM = {"name": "Aygün <b>", "email": "a@example.org", "consent": "yes"}


@pytest.fixture(params=[OperationalError, InterfaceError])
def away(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    def refuse(*_: object, **__: object) -> None:
        raise request.param("gone")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        yield Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})


def test_signing_while_the_database_is_away_keeps_what_was_typed(away: Client) -> None:
    answer = away.post("/az/petitions/trees/sign/", FORM)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert int(answer["Retry-After"]) > 0
    body = answer.content.decode()
    assert '<html lang="az"' in body
    assert 'value="Aygün &lt;b&gt;"' in body
    assert 'action="/az/petitions/trees/sign/"' in body


def test_reading_while_the_database_is_away_is_no_fault_of_ours(away: Client) -> None:
    assert away.get("/fa/").status_code == 503


def test_another_fault_is_still_one() -> None:
    assert not refusing.is_away(ValueError())
    assert refusing.is_away(OperationalError())


def test_an_editor_is_told_the_plain_truth(away: Client) -> None:
    assert away.get("/admin/login/").status_code == 500
