"""What is usual is answered before Django, byte for byte as Django would; whatever is unusual is Django's untouched."""

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connections
from django.test.client import FakePayload

from petition import lifecycle
from petition.express import Express, entrance
from petition.models import Bucket, IntegrityEntry, Letter, Petition, PetitionText, Signature
from tests.petition.conftest import person_of
from tests.petition.express.conftest import Got, asked, environ_of

pytestmark = pytest.mark.django_db
Send = Callable[..., Got]
ODD = {"name": "O’Brien <b>&\"'", "email": "  A.b+c&d'e@Example.ORG "}


@pytest.mark.parametrize("code", ["en", "ar", "fr"])
@pytest.mark.parametrize("https", [False, True])
def test_the_answer_is_the_one_that_the_view_gives(
    send: Send, django: WSGIHandler, form: dict[str, Any], settings: Any, code: str, https: bool
):
    if https:
        settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 60
        settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    meta = {"wsgi.url_scheme": "https" if https else "http", "path": f"/{code}/petitions/trees/sign/"}
    django = WSGIHandler()
    got = send(environ_of({**form, **ODD}, **meta))
    status, headers, content = asked(django, environ_of({**form, **ODD}, **meta))
    assert not got.by_django
    assert (got.status, got.content) == (status, content)
    assert got.headers == headers
    assert b"A.b+c&amp;d&#x27;e@Example.ORG</bdi>" in got.content


def test_a_signature_is_stored_whole(send: Send, form: dict[str, Any], text: PetitionText):
    assert not send(environ_of({**form, "public": "on", "page": "7"})).by_django
    row = Signature.objects.get()
    assert (row.text_id, row.language, row.country, row.shows_name, row.door) == (text.pk, "en", "AZ", True, "page-7")
    assert person_of(row).name == form["name"]
    assert row.prefix_key
    assert Letter.objects.get().kind == "confirm"
    assert Bucket.objects.count() == 2
    assert IntegrityEntry.objects.get().event == "received"


@pytest.mark.parametrize(
    ("meta", "change"),
    [
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, {}),
        ({"HTTP_HOST": "elsewhere.example"}, {}),
        ({"QUERY_STRING": "a=b"}, {}),
        ({"CONTENT_TYPE": "text/plain"}, {}),
        ({"CONTENT_LENGTH": ""}, {}),
        ({"CONTENT_LENGTH": "99999"}, {}),
        ({"path": "/en/petitions/lakes/sign/"}, {}),
        ({"path": "/xx/petitions/trees/sign/"}, {}),
        ({"path": "/en/petitions/trees/resend/"}, {}),
        ({}, {"text": "0"}),
        ({}, {"email": "nobody"}),
        ({}, {"consent": ""}),
    ],
)
def test_what_is_unusual_goes_to_django_as_it_came(form: dict[str, Any], meta: dict[str, Any], change: dict[str, Any]):
    came: list[bytes] = []

    def behind(environ: Any, start_response: Any) -> Any:
        came.append(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0)))
        start_response("200 OK", [])
        return []

    environ = environ_of(form | change, **meta)
    if meta.get("CONTENT_LENGTH") == "99999":
        environ["wsgi.input"] = FakePayload(b"x" * 99_999)
    sent = environ["wsgi.input"]
    length = int(environ["CONTENT_LENGTH"] or 0)
    wanted = sent._FakePayload__content.getvalue()[:length]
    asked(Express(behind), environ)
    assert came == [wanted]
    assert not Signature.objects.exists()


def test_other_methods_are_django_s(send: Send, form: dict[str, Any]):
    assert send(environ_of(form, REQUEST_METHOD="GET")).by_django


def test_a_form_beyond_the_limit_meets_the_task_that_the_view_gives(send: Send, form: dict[str, Any]):
    answers = [send(environ_of({**form, "email": f"p{number}@example.org"})) for number in range(6)]
    assert [got.by_django for got in answers] == [False] * 5 + [True]
    assert b"data-challenge" in answers[-1].content
    assert Signature.objects.count() == 5


def test_a_closed_petition_is_django_s_to_tell(send: Send, form: dict[str, Any], petition: Petition):
    Petition.objects.filter(pk=petition.pk).update(closes_at=petition.opens_at + dt.timedelta(days=1))
    got = send(environ_of(form))
    assert got.by_django
    assert got.status.startswith("409")


def test_where_the_batch_fails_the_view_does_it_alone(send: Send, form: dict[str, Any], monkeypatch: Any):
    monkeypatch.setattr(entrance.lifecycle, "take_in", mock.Mock(side_effect=[DatabaseError, None]))
    got = send(environ_of(form))
    assert got.by_django
    assert got.status.startswith("200")


def test_a_role_that_takes_no_signatures_takes_none_here(send: Send, form: dict[str, Any], settings: Any):
    settings.SERVES_VISITORS = False
    assert send(environ_of(form)).by_django


@pytest.mark.django_db(transaction=True)
def test_many_at_once_sign_each_once_and_nobody_is_lost(form: dict[str, Any]):
    express = Express(WSGIHandler())
    express.batcher.write = entrance.take_in
    statuses: list[str] = []

    def visitor(number: int) -> None:
        for place in range(4):
            data = {**form, "email": f"p{number * 4 + place}@example.org"}
            statuses.append(asked(express, environ_of(data, REMOTE_ADDR=f"203.0.{number}.{place}"))[0])
        connections.close_all()

    threads = [threading.Thread(target=visitor, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert statuses == ["200 OK"] * 32
    assert Signature.objects.count() == Letter.objects.count() == 32


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_breaks_off_loses_nobody_and_doubles_nobody(form: dict[str, Any], monkeypatch: Any):
    real, broken = lifecycle.take_in_many, iter([True, False, True, False, True])

    def breaking(arrivals: Any) -> Any:
        is_broken = next(broken, False)
        done = real(arrivals) if not is_broken or len(arrivals) % 2 else None  # sometimes it is done, and nobody knows
        if is_broken:
            raise DatabaseError
        return done

    monkeypatch.setattr(lifecycle, "take_in_many", breaking)
    test_many_at_once_sign_each_once_and_nobody_is_lost(form)
