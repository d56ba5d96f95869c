"""What a cell of the matrix says: the state of one subject in one language, in words, with what is open."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from pages import formats
from pages.models.translation import SheetState, TranslationSheet


@dataclass(frozen=True)
class Cell:
    """`look`: a SheetState or "source"; `notes`: what is open, short; `tooltip`: all of it in one line."""

    look: str
    state: str
    percent: str = ""
    notes: tuple[str, ...] = ()
    url: str = ""
    tooltip: str = ""


def cell(sheet: TranslationSheet | None, url: str, code: str) -> Cell:
    """The cell of `sheet`; None is a language that nobody has begun. `code`: the screen's language, for dates."""
    if sheet is None:
        return Cell(SheetState.OFF, str(SheetState.OFF.label), url=url)
    state = str(SheetState(sheet.state).label)
    plans = tuple(planned(sheet, code))
    if sheet.is_source:
        return Cell("source", state, "", (pgettext("of translations", "source"), *newer(sheet), *plans), url)
    counts = tuple(counted(sheet, code)) if sheet.state != SheetState.OFF or sheet.done else ()
    percent = share(sheet.percent, code) if counts or sheet.state != SheetState.OFF else ""
    notes = (*newer(sheet), *counts, *plans)
    numbers = {"done": number(sheet.done, code), "total": number(sheet.total, code)}
    return Cell(
        sheet.state,
        state,
        percent,
        notes,
        url,
        " · ".join([state, gettext("%(done)s of %(total)s done") % numbers, *notes]),
    )


@cache
def share(percent: int, code: str) -> str:
    """A percentage as the language `code` writes it. A matrix has a thousand, and a hundred different ones."""
    return formats.percent(percent, 100, code)


@cache
def number(value: int, code: str) -> str:
    """The same for a number."""
    return formats.number(value, code)


def newer(sheet: TranslationSheet) -> list[str]:
    """Whether the draft holds something else than what is live."""
    return [gettext("newer draft")] if sheet.is_newer else []


def counted(sheet: TranslationSheet, code: str) -> list[str]:
    """How many pieces are open, and why."""
    counts = (("stale", sheet.stale), ("missing", sheet.missing), ("machine", sheet.machine))
    return [sentence(why, count, code) for why, count in counts if count]


@cache
def sentence(why: str, count: int, code: str) -> str:
    """How many pieces are open for one reason, in the screen's language `code`; few sentences stand in many cells."""
    words = {
        "stale": ngettext("%(count)s stale", "%(count)s stale", count),
        "missing": ngettext("%(count)s missing", "%(count)s missing", count),
        "machine": ngettext("%(count)s by machine", "%(count)s by machine", count),
    }
    return words[why] % {"count": number(count, code)}


def planned(sheet: TranslationSheet, code: str) -> list[str]:
    """What is decided or due: an approval, a day of going live, a day of going off."""
    sentences: list[Any] = []
    if sheet.needs_approval_at:
        sentences.append(gettext("needs approval"))
    if sheet.go_live_at:
        sentences.append(gettext("goes live on %(moment)s") % {"moment": formats.date(sheet.go_live_at, code)})
    if sheet.withdraw_at:
        sentences.append(gettext("goes off on %(moment)s") % {"moment": formats.date(sheet.withdraw_at, code)})
    return sentences
