"""Says not now: cheaply, in the reader's language, with all that was typed. It asks neither database nor memory.

For a site that is overrun and for a database that is away (503, RFC 9110, 15.6.4).
"""

import random
import sys
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.views import defaults

from pages import languages
from pages.unkept import HEADERS

Fields = Iterable[tuple[str, str]]

ACTION, FIELDS = "refused-action", "refused-fields"  # places in the page; the words around them are ours
SOONEST, LATEST = 3, 9  # seconds; uneven, lest all come back at once
READ_ONLY = "25006"  # PostgreSQL: what was the primary is none any more
PASSWORDS = ("password", "token", "csrf")  # never repeated
UNEVEN = random.SystemRandom()


class Page(NamedTuple):
    """The page in one language, cut at its places."""

    before: str
    between: str
    after: str


@cache
def prepared(code: str, *, keeps: bool) -> Page:
    """The page in the language `code`; `keeps`: with a form that holds what was typed."""
    with translation.override(code):
        text = render_to_string("pages/refused.html", {"keeps": keeps, "action": ACTION, "fields": FIELDS})
    before, _action, rest = text.partition(ACTION)
    between, _fields, after = rest.partition(FIELDS)
    return Page(before, between, after)


def page(path: str, fields: Fields | None) -> str:
    """The page for somebody who asked for `path`; `fields`: what they typed, None where it was no form."""
    first = path.split("/", 2)[1:2]
    code = first[0] if first and first[0] in languages.CODES else settings.LANGUAGE_CODE
    cut = prepared(code, keeps=fields is not None)
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields or ()
        if not any(word in name.lower() for word in PASSWORDS)
    )
    return f"{cut.before}{escape(path)}{cut.between}{kept}{cut.after}"


def pause() -> str:
    """A value for Retry-After, in seconds."""
    return str(UNEVEN.randint(SOONEST, LATEST))


def refusal(request: HttpRequest) -> HttpResponse:
    """The answer as Django gives it, where a request had come so far."""
    is_form = request.method == "POST"
    fields = [(name, value) for name, values in request.POST.lists() for value in values] if is_form else None
    return HttpResponse(page(request.path, fields), status=503, headers={**HEADERS, "Retry-After": pause()})


def is_away(error: BaseException | None) -> bool:
    """Whether `error` says that the database is away, or takes no writes while another takes over."""
    cause = getattr(error, "__cause__", None)
    return isinstance(error, OperationalError | InterfaceError) or (
        isinstance(error, DatabaseError) and getattr(cause, "sqlstate", "") == READ_ONLY
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a visitor who meets a lost database loses nothing; every other fault has the plain page."""
    if is_away(sys.exc_info()[1]) and not request.path.startswith("/admin/"):
        return refusal(request)
    return defaults.server_error(request)
