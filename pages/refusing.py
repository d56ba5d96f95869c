"""Says not now: cheaply, in the reader's language, with all that was typed. It asks neither database nor memory.

For a site that is overrun and for a database that is away (503, RFC 9110, 15.6.4).
"""

import random
import sys
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
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
WAYS = ("form", "again", "front")  # with what was typed, to the same address, to the front page
SOONEST, LATEST = 3, 9  # seconds; uneven, lest all come back at once
READ_ONLY = "25006"  # PostgreSQL: what was the primary is none any more
PASSWORD, CSRF = "password", "csrfmiddlewaretoken"  # never repeated; tickets and tokens of our own forms are
LONGEST_FORM = 32_768  # bytes of a form that is handed back
MOST_FIELDS = 60
FORM = "application/x-www-form-urlencoded"
ADMIN = "/admin/"  # what is typed there is never repeated
UNEVEN = random.SystemRandom()


class Page(NamedTuple):
    """The page in one language, cut at its places."""

    before: str
    between: str
    after: str


@cache
def prepared(code: str, way: str) -> Page:
    """The page in the language `code`, with a way on: one of WAYS."""
    with translation.override(code):
        text = render_to_string("pages/refused.html", {"way": way, "action": ACTION, "fields": FIELDS})
    before, _action, rest = text.partition(ACTION)
    between, _fields, after = rest.partition(FIELDS)
    return Page(before, between, after)


def prepare() -> None:
    """Prepare the page in every language: who is overrun has no time for it."""
    for code in languages.CODES:
        for way in WAYS:
            prepared(code, way)


def page(path: str, fields: Fields | None, *, is_post: bool) -> str:
    """The page for somebody who asked for `path`; `fields`: what they typed, None where it can't be handed back."""
    first = path.split("/", 2)[1:2]
    code = first[0] if first and first[0] in languages.CODES else settings.LANGUAGE_CODE
    is_admin = path.startswith(ADMIN)
    way = "again" if fields is None else "form"
    if is_post and (fields is None or is_admin):  # an address for forms may have no page to come back to
        path, fields, way = ADMIN if is_admin else f"/{code}/", None, "front"
    cut = prepared(code, way)
    kept = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields or ()
        if name != CSRF and not name.lower().startswith(PASSWORD)
    )
    return f"{cut.before}{escape(path)}{cut.between}{kept}{cut.after}"


def is_small(method: str, kind: str, length: str) -> bool:
    """Whether a request is a form that can be handed back, by its method, Content-Type and Content-Length."""
    if method != "POST" or kind.partition(";")[0].strip().lower() != FORM:
        return False
    return length.isascii() and length.isdigit() and len(length) <= 6 and int(length) <= LONGEST_FORM


def pause() -> str:
    """A value for Retry-After, in seconds."""
    return str(UNEVEN.randint(SOONEST, LATEST))


def refusal(request: HttpRequest) -> HttpResponse:
    """The answer as Django gives it, where a request had come so far."""
    text = page(request.path, typed(request), is_post=request.method == "POST")
    return HttpResponse(text, status=503, headers={**HEADERS, "Retry-After": pause()})


def typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields of a small form; None for what is no form of ours."""
    told = request.META
    if not is_small(request.method or "", told.get("CONTENT_TYPE", ""), str(told.get("CONTENT_LENGTH") or "")):
        return None
    try:
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, OSError):  # too many fields; whoever sent it is gone
        return None
    return fields if len(fields) <= MOST_FIELDS else None


def is_away(error: BaseException | None) -> bool:
    """Whether `error` says that the database is away, or takes no writes while another takes over."""
    cause = getattr(error, "__cause__", None)
    return isinstance(error, OperationalError | InterfaceError) or (
        isinstance(error, DatabaseError) and getattr(cause, "sqlstate", "") == READ_ONLY
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: a visitor who meets a lost database loses nothing; every other fault has the plain page."""
    if is_away(sys.exc_info()[1]) and not request.path.startswith(ADMIN):
        return refusal(request)
    return defaults.server_error(request)
