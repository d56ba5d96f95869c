"""A form on its way through the express layer, and through Django alone."""

import io
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test.client import FakePayload

from petition.express import Express
from petition.models import PetitionText
from tests.petition.conftest import FORM

Environ = dict[str, Any]


class Got(NamedTuple):
    """An answer, and who gave it."""

    status: str
    headers: dict[str, str]
    content: bytes
    by_django: bool


def environ_of(data: dict[str, Any], path: str = "/en/petitions/trees/sign/", **meta: Any) -> Environ:
    """What a server makes of a form that a browser sends."""
    body = urlencode(data).encode()
    return {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "HTTP_SEC_FETCH_SITE": "same-origin",
        "REMOTE_ADDR": "203.0.113.7",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": "http",
        "wsgi.input": FakePayload(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    } | meta


def asked(application: Callable[..., Any], environ: Environ) -> tuple[str, dict[str, str], bytes]:
    """What a WSGI application answers."""
    told: list[Any] = []
    answer = application(environ, lambda status, headers, *rest: told.extend([status, dict(headers)]))
    content = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return told[0], told[1], content


@pytest.fixture
def django() -> Iterator[WSGIHandler]:
    """The whole of Django, with its middleware, in the transaction of the test."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield WSGIHandler()
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def send(django: WSGIHandler) -> Callable[..., Got]:
    """Sends an environ through the express layer."""
    seen: list[Environ] = []

    def behind(environ: Environ, start_response: Any) -> Any:
        seen.append(environ)
        return django(environ, start_response)

    express = Express(behind)

    def send(environ: Environ) -> Got:
        before = len(seen)
        return Got(*asked(express, environ), by_django=len(seen) > before)

    return send


@pytest.fixture
def form(text: PetitionText) -> dict[str, Any]:
    """A valid form, as a browser sends it."""
    return {"page": "", "form": "sign-1", "text": text.pk, "took": "60000", "subject": "", **FORM}
