"""A lost database: visitors are told to wait a moment, and what they typed is kept."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from pages import languages, refusing

FORM = {"name": "Aygün <b>", "email": "a@example.org", "consent": "yes", "ticket": "t-1", "proof": "p-1"}
SIGN = "/az/petitions/trees/sign/"


@pytest.fixture(params=[OperationalError, InterfaceError])
def away(request: pytest.FixtureRequest, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    def refuse(*_: object, **__: object) -> None:
        raise request.param("gone")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        yield Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})


def post(client: Client, path: str, fields: dict[str, str]) -> Any:
    return client.post(path, urlencode(fields), content_type=refusing.FORM)


def test_signing_while_the_database_is_away_keeps_what_was_typed(away: Client) -> None:
    answer = post(away, SIGN, FORM)
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
    assert int(answer["Retry-After"]) > 0
    body = answer.content.decode()
    assert '<html lang="az"' in body
    assert 'value="Aygün &lt;b&gt;"' in body
    assert f'action="{SIGN}"' in body
    assert 'value="t-1"' in body
    assert 'value="p-1"' in body


@pytest.mark.parametrize(
    "fields", [{"comment": "x" * refusing.LONGEST_FORM}, {f"f{n}": "" for n in range(refusing.MOST_FIELDS + 1)}]
)
def test_a_form_too_large_to_be_kept_is_not_said_to_be_kept(away: Client, fields: dict[str, str]) -> None:
    body = post(away, SIGN, fields).content.decode()
    assert "<form" not in body
    assert "notice" not in body
    assert SIGN not in body
    assert 'href="/az/"' in body


def test_no_password_and_nothing_of_the_admin_is_repeated() -> None:
    form = [("password", "s-1"), ("password2", "s-2"), ("csrfmiddlewaretoken", "s-3"), ("token", "t-1")]
    assert "t-1" in refusing.page("/en/x/", form, is_post=True)
    assert "s-" not in "".join(refusing.page("/en/x/", form, is_post=True).partition("<form")[1:])
    assert "t-1" not in refusing.page("/admin/login/", form, is_post=True)


def test_the_page_is_ready_in_every_language_before_it_is_needed() -> None:
    refusing.prepare()
    assert refusing.prepared.cache_info().currsize == len(refusing.WAYS) * len(languages.CODES)


def test_reading_while_the_database_is_away_is_no_fault_of_ours(away: Client) -> None:
    assert away.get("/fa/").status_code == 503


def test_another_fault_is_still_one() -> None:
    assert not refusing.is_away(ValueError())
    assert refusing.is_away(OperationalError())


def test_an_editor_is_told_the_plain_truth(away: Client) -> None:
    assert away.get("/admin/login/").status_code == 500
