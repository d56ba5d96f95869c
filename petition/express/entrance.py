"""A WSGI layer for the one request that comes in storms: a valid form is taken in here, all else is Django's."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, connections
from django.utils import timezone

from pages import fetch_guard, languages, memory
from petition import lifecycle, throttle
from petition.batching import Batcher, Failed
from petition.express import reading, terms
from petition.express.answers import Answer
from petition.lifecycle import Arrival

ADDRESS = re.compile(r"/(?P<code>[a-z-]{2,12})/petitions/(?P<slug>[-a-zA-Z0-9_]{1,120})/sign/")
FORMS = {"application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8"}
LONGEST = 32_768  # bytes of a form; the longest comment in the widest script has 12,000
UNUSUAL = (BadRequest, SuspiciousOperation, reading.Unusual, terms.Unknown, Failed, Error)

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


class Express:
    """Before `application`, which gets whatever is unusual as it came: forged, invalid, too often, too odd."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.batcher: Batcher[Arrival, bool] = Batcher(take_in)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        answer = self.answer(environ) if environ["REQUEST_METHOD"] == "POST" else None
        if answer is None:
            return self.application(environ, start_response)
        start_response("200 OK", answer.headers)
        return [answer.content]

    def answer(self, environ: dict[str, Any]) -> Answer | None:
        """The answer to a form that was taken in; None where it was not."""
        found = ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        if found is None or found["code"] not in languages.CODES or not is_usual(environ):
            return None
        body = content(environ)
        environ["wsgi.input"] = BytesIO(body)
        try:
            return self.sign(WSGIRequest(environ), body, found["code"], found["slug"], timezone.now())
        except UNUSUAL:
            return None
        finally:
            environ["wsgi.input"] = BytesIO(body)

    def sign(self, request: WSGIRequest, body: bytes, code: str, slug: str, now: datetime) -> Answer | None:
        """Take the form in `body` in, with those who come at the same time. Raises one of UNUSUAL."""
        host = request.get_host()
        if not fetch_guard.is_own(request) or (settings.SECURE_SSL_REDIRECT and not request.is_secure()):
            return None
        with self.batcher.on_the_way(), letting_go():
            known, post = terms.of(slug), reading.fields(body)
            arrival = reading.arrival(request, host, post, known, code, now)
            skeleton = known.answer(request, host, code, arrival.text)
        return skeleton.filled(arrival.given.email, post) if self.batcher.hand_in(arrival) else None


def take_in(arrivals: Sequence[Arrival]) -> Sequence[bool]:
    """Which of them have signed; alone by the way that the form's own view takes."""
    with letting_go():
        try:
            if len(arrivals) > 1:
                return lifecycle.take_in_many(arrivals)
            lifecycle.take_in(arrivals[0])
        except (throttle.NotYet, lifecycle.Closed, lifecycle.NotYetOpen):
            return [False]
        return [True]


@contextmanager
def letting_go() -> Iterator[None]:
    """Give connections back at the end, as Django does after a request: who waits must not keep what others need."""
    try:
        yield
    finally:
        for each in connections.all(initialized_only=True):
            if not each.in_atomic_block:
                each.close_if_unusable_or_obsolete()


def is_usual(environ: dict[str, Any]) -> bool:
    """Whether a request is what a browser sends of the form, to a process that takes it, and the database is there."""
    length = environ.get("CONTENT_LENGTH") or ""
    return (
        settings.SERVES_VISITORS
        and environ.get("CONTENT_TYPE", "").lower() in FORMS
        and length.isascii()
        and length.isdigit()
        and len(length) < 6
        and int(length) <= LONGEST
        and not environ.get("SCRIPT_NAME")
        and not environ.get("QUERY_STRING")
        and memory.database_answers()
    )


def content(environ: dict[str, Any]) -> bytes:
    """The body; shorter than it was said where its sender broke off."""
    return bytes(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
