"""Says not now: cheaply, in the reader's language, with all that was typed. It asks neither database nor memory.

For a site that is overrun and for a database that is away (503, RFC 9110, 15.6.4).
"""

import itertools
import re
import sys
from collections.abc import Iterable
from functools import cache
from html import escape  # Django's own without its care for lazy texts, of which there are none here
from typing import NamedTuple
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import escape_leading_slashes
from django.views import defaults

from pages import languages
from pages.unkept import HEADERS

Fields = Iterable[tuple[str, str]]

ACTION, FIELDS = "refused-action", "refused-fields"  # places in the page; the words around them are ours
WAYS = ("form", "draft", "again", "front")  # with what was typed (by an editor), to the same address, to the front page
PAUSES = itertools.cycle("7395846")  # seconds, in turn: lest all come back at once
READ_ONLY = "25006"  # PostgreSQL: what was the primary is none any more
PASSWORD, CSRF = "password", "csrfmiddlewaretoken"  # tickets and tokens of our own forms are repeated
LONGEST_FORM, LONGEST_DRAFT = 32_768, 1_048_576  # bytes of a form that is handed back to a visitor, to an editor
MOST_FIELDS = 60  # of a visitor's form
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
ADMIN = "/admin/"
DOORS = tuple(ADMIN + door for door in ("login/", "password_reset/", "second-step/", "account/", "users/"))  # secrets
INPUT, VALUE, END = '<input type="hidden" name="', '" value="', '">'
PAIRS = re.compile("[^&=]*=[^&=]*(?:&[^&=]*=[^&=]*)*")  # a form as browsers send it
NEXT, SAYS = "\0", "\1"  # stand for its & and = until it is decoded; no field has them


class Page(NamedTuple):
    """The page in one language, cut at its places."""

    before: str
    between: str
    after: str


@cache
def prepared(code: str, way: str) -> Page:
    """The page in the language `code`, with a way on: one of WAYS."""
    with translation.override(code):
        places = {"action": ACTION, "fields": FIELDS, "front": f"/{code}/"}
        text = render_to_string("pages/refused.html", {"way": way, **places})
    before, _action, rest = text.partition(ACTION)
    between, _fields, after = rest.partition(FIELDS)
    return Page(before, between, after)


def prepare() -> None:
    """Prepare the page in every language: who is overrun has no time for it."""
    for code in languages.CODES:
        for way in WAYS:
            prepared(code, way)


def language(path: str, accepted: str) -> str:
    """The language of an address, else the one that the header Accept-Language asks for."""
    first = path.split("/", 2)[1:2]
    code = first[0] if first and first[0] in languages.CODES else languages.best(accepted, languages.CODES)
    return code or settings.LANGUAGE_CODE


def page(code: str, path: str, kept: str | None, *, is_post: bool) -> str:
    """The page in the language `code` for somebody who asked for `path` (with its query).

    `kept`: what they typed as `hidden` has it, None where it can't be handed back.
    """
    is_admin = path.startswith(ADMIN)
    way = "again" if kept is None else "draft" if is_admin else "form"
    if is_post and (kept is None or path.startswith(DOORS)):  # an address for forms may have no page to come back to
        path, kept, way = ADMIN if is_admin else f"/{code}/", None, "front"
    cut = prepared(code, way)
    return f"{cut.before}{escape(escape_leading_slashes(path))}{cut.between}{kept or ''}{cut.after}"


def hidden(fields: Fields, *, is_admin: bool) -> str:
    """Fields as a form sends them once more: an editor's with their token, nobody's with a password."""
    return "".join(
        f"{INPUT}{escape(name)}{VALUE}{escape(value)}{END}"
        for name, value in fields
        if (is_admin or name != CSRF) and not name.lower().startswith(PASSWORD)
    )


def hidden_at_once(body: str) -> str | None:
    """The same of a visitor's form as its body has it, all fields in one go: a third of the time.

    None for a body that needs care. Many are refused at once; a test compares both ways.
    """
    pairs = body.count("&") + 1
    if pairs > MOST_FIELDS or not PAIRS.fullmatch(body):
        return None
    text = unquote(body.replace("&", NEXT).replace("=", SAYS).replace("+", " "))
    lower = text.lower()
    if text.count(NEXT) != pairs - 1 or text.count(SAYS) != pairs or PASSWORD in lower or CSRF in lower:
        return None
    return f"{INPUT}{escape(text).replace(SAYS, VALUE).replace(NEXT, END + INPUT)}{END}"


def may_repeat(method: str, path: str, kind: str, length: str) -> bool:
    """Whether a request is a form that can be handed back, by its method, path, Content-Type and Content-Length."""
    is_admin = path.startswith(ADMIN)
    kind = kind.partition(";")[0].strip().lower()
    if method != "POST" or path.startswith(DOORS) or not (kind == FORM or (is_admin and kind == MULTIPART)):
        return False
    most = LONGEST_DRAFT if is_admin else LONGEST_FORM
    return length.isascii() and length.isdigit() and len(length) <= 7 and int(length) <= most


def pause() -> str:
    """A value for Retry-After, in seconds."""
    return next(PAUSES)


def refusal(request: HttpRequest) -> HttpResponse:
    """The answer as Django gives it, where a request had come so far."""
    code = language(request.path, request.headers.get("Accept-Language", ""))
    text = page(code, request.get_full_path(), typed(request), is_post=request.method == "POST")
    return HttpResponse(text, status=503, headers={**HEADERS, "Content-Language": code, "Retry-After": pause()})


def typed(request: HttpRequest) -> str | None:
    """A form that can be handed back, as `hidden` has it; None for every other."""
    kind, length = (str(request.META.get(name) or "") for name in ("CONTENT_TYPE", "CONTENT_LENGTH"))
    if not may_repeat(request.method or "", request.path, kind, length):
        return None
    try:
        fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, MultiPartParserError, OSError):  # too many fields; broken; whoever sent it is gone
        return None
    if request.path.startswith(ADMIN):  # a file or a password can't come back, so the form would not be whole
        is_whole = not request.FILES and not any(PASSWORD in name.lower() for name, _value in fields)
        return hidden(fields, is_admin=True) if is_whole else None
    return hidden(fields, is_admin=False) if len(fields) <= MOST_FIELDS else None


def is_away(error: BaseException | None) -> bool:
    """Whether `error` says that the database is away, or takes no writes while another takes over."""
    cause = getattr(error, "__cause__", None)
    return isinstance(error, OperationalError | InterfaceError) or (
        isinstance(error, DatabaseError) and getattr(cause, "sqlstate", "") == READ_ONLY
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: who meets a lost database loses nothing; every other fault has the plain page."""
    if is_away(sys.exc_info()[1]):
        return refusal(request)
    return defaults.server_error(request)
