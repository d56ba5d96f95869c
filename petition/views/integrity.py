"""How a petition's signatures are counted, and what was counted: for readers, and as data for whoever checks."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from pages import alternates, formats, languages, memory
from petition import counting, countries
from petition.disclosure import LEAST
from petition.integrity import COLUMNS, Account, Column, Line, account
from petition.models import Petition
from petition.models.integrity import Event
from petition.models.moderation import Reason
from petition.views.petition import offered

DAYS_SHOWN = 31  # on the page; the file has all
ALWAYS_SHOWN = {Event.RECEIVED, Event.CONFIRMED}
FRESH = 300  # seconds
AGE = dt.timedelta(seconds=30)  # in our own memory


@memory.kept
@require_safe
@cache_control(public=True, max_age=FRESH)
def integrity(request: HttpRequest, slug: str) -> HttpResponse:
    """The account of a petition's integrity in the reader's language."""
    petition = get_object_or_404(Petition.objects.live(), slug=slug)
    code = petition.shown_language(languages.current(), offered(request))
    if code is None:
        raise Http404
    memory.expires(timezone.now() + AGE)
    found = account(petition.pk)
    context = {
        "petition": petition,
        "words": petition.in_language(code),
        "words_language": languages.language(code),
        "count": counting.shown(petition.pk),
        "now": timezone.now(),
        "least": LEAST,
        "events": [about(column, found) for column in COLUMNS if is_shown(column, found)],
        "tables": tables(found),
        "canonical": settings.SITE_URL + request.path,
        "alternates": alternates.address_switcher(request, [languages.language(each) for each in offered(request)]),
    }
    return TemplateResponse(request, "petition/integrity.html", context)


@memory.kept
@require_safe
@cache_control(public=True, max_age=FRESH)
def integrity_data(request: HttpRequest, slug: str) -> JsonResponse:
    """The same for programs; docs/integrity.md describes it."""
    petition = get_object_or_404(Petition.objects.live(), slug=slug)
    memory.expires(timezone.now() + AGE)
    found = account(petition.pk)
    answer = {
        "petition": slug,
        "generated_at": timezone.now().isoformat(timespec="seconds"),
        "count": counting.shown(petition.pk),
        "hidden_below": LEAST,
        "totals": dict(found.totals),
        "by_day": as_data("day", found.by_day),
        "by_language": as_data("language", found.by_language),
        "by_country": as_data("country", found.by_country),
    }
    response = JsonResponse(answer)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def as_data(name: str, lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The lines of a table, each with its day, language or country; null for all others together."""
    return [
        {name: line.value.isoformat() if isinstance(line.value, dt.date) else line.value, **line.cells}
        for line in lines
    ]


# For readers ----------------------------------------------------------------------------------------------------------
def is_shown(column: Column, found: Account) -> bool:
    """Whether a column is worth its place on a telephone."""
    return column.event in ALWAYS_SHOWN or found.totals[column.key] > 0


def about(column: Column, found: Account) -> dict[str, Any]:
    """One thing that can happen: its name, what it means, how often it happened."""
    return {"label": label(column), "meaning": meaning(column.event), "total": found.totals[column.key]}


def label(column: Column) -> str:
    """The name of a column, with the reason."""
    reason = Reason(column.reason).label if column.reason else ""
    return f"{column.event.label}: {reason}" if reason else str(column.event.label)


def meaning(event: Event) -> str:
    """What it means, in plain words."""
    return {
        Event.RECEIVED: _("Signed with the form. We sent a letter to confirm it."),
        Event.REPEATED: _("Signed again with a mailbox that was known already. It changes nothing."),
        Event.CONFIRMED: _("Confirmed by the link in our letter."),
        Event.EXPIRED: _("Nobody opened the link in time, so we deleted the signature."),
        Event.QUARANTINED: _("Confirmed, but something looked odd. It does not count until somebody has looked at it."),
        Event.RELEASED: _("Somebody has looked at it, and it counts."),
        Event.INVALIDATED: _("Found not to be a person’s will. It does not count."),
        Event.RESTORED: _("It had been invalidated by mistake."),
        Event.WITHDRAWN: _("Taken back by whoever had signed. It no longer counts."),
    }[event]


def tables(found: Account) -> list[dict[str, Any]]:
    """The three tables with their words, each with no column that is empty."""
    columns = [column for column in COLUMNS if is_shown(column, found)]
    days = [line for line in found.by_day if line.value is not None]
    others = [line for line in found.by_day if line.value is None]
    shown = [*reversed(days[-DAYS_SHOWN:]), *others]
    return [
        table("languages", _("By language"), _("Language"), _("All other languages"), found.by_language, columns),
        table("countries", _("By country"), _("Country"), _("All other countries"), found.by_country, columns),
        table("days", _("By day"), _("Day"), _("All other days"), shown, columns),
    ]


def table(key: str, title: str, head: str, others: str, lines: list[Line], columns: list[Column]) -> dict[str, Any]:
    """One table as the template shows it."""
    names = NAMES[key]
    shown = [
        (others if line.value is None else names(line.value), [line.cells[column.key] for column in columns])
        for line in lines
    ]
    return {"key": key, "title": title, "head": head, "columns": [label(each) for each in columns], "lines": shown}


def day(value: Any) -> str:
    """A day as the reader's language writes it."""
    return formats.date(value, languages.current(), "medium")


def language(value: Any) -> str:
    """A language as its own readers call it; one that the site no longer has by its code."""
    return str(languages.language(value)) if value in languages.CODES else str(value)


def country(value: Any) -> str:
    """A country in the reader's language."""
    return countries.name(value, languages.current()) if value in countries.CODES else _("not told")


NAMES: dict[str, Callable[[Any], str]] = {"days": day, "languages": language, "countries": country}
