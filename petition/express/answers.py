"""The page that answers who has signed: Django's templates write it once, with places for what each has typed."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape  # Django's own without its care for lazy texts, of which there are none here
from io import BytesIO
from typing import Any, NamedTuple

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from pages import security_headers
from pages.unkept import HEADERS
from petition import forms
from petition.models import PetitionText
from petition.views.signing import about

TEMPLATE = "petition/check_mailbox.html"
PART = "petition/components/typed.html"
EMAIL, NAME, VALUE = (f"{place}{secrets.token_hex(16)}" for place in ("email", "name", "value"))  # no text has these


class Answer(NamedTuple):
    """What WSGI needs of it."""

    content: bytes
    headers: list[tuple[str, str]]


class Blank(NamedTuple):
    """Stands for a form that says one thing."""

    typed: list[tuple[str, str]]


@dataclass(frozen=True)
class Skeleton:
    """The page in one language about one text, cut where something typed belongs."""

    before: str
    between: str  # the two forms, of which the second lets the mailbox be typed anew
    after: str
    asked: list[str]
    headers: list[tuple[str, str]]

    def filled(self, email: str, data: Mapping[str, Any]) -> Answer:
        """The page for who has sent `data`; `email` is the mailbox as it is written to."""
        typed = [(name, part(name, value)) for name, value in forms.typed(self.asked, data)]
        every = "".join(written for _name, written in typed)
        others = "".join(written for name, written in typed if name != "email")
        page = f"{self.before}{every}{self.between}{others}{self.after}".replace(EMAIL, escape(email))
        content = page.encode()
        return Answer(content, [*self.headers, ("Content-Length", str(len(content)))])


def part(name: str, value: str) -> str:
    """One thing that was typed into the field `name`, as PART writes it; a test compares."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def prepared(request: HttpRequest, code: str, text: PetitionText) -> Skeleton:
    """What is answered to `request` in the interface's language `code`, whoever signs `text`."""
    bare = bare_request(request)
    context = {**about(text), "form": Blank([(NAME, VALUE)]), "email": EMAIL, "is_again": False}
    with translation.override(code):
        page = render_to_string(TEMPLATE, context, bare)
    before, between, after = page.split(part(NAME, VALUE))
    response = HttpResponse(headers={**HEADERS, "Content-Language": code})
    told = {**response.headers, **security_headers.headers(bare, response), **HEADERS}
    return Skeleton(before, between, after, forms.asked_of(text.petition), list(told.items()))


def bare_request(request: HttpRequest) -> WSGIRequest:
    """The same address asked by nobody in particular: nothing else of a request may get into what all see."""
    kept = ("REQUEST_METHOD", "PATH_INFO", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")
    environ = {name: request.META[name] for name in kept if name in request.META}
    return WSGIRequest({**environ, "wsgi.url_scheme": request.scheme, "wsgi.input": BytesIO()})
