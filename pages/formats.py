"""Numbers, dates and lists as each language writes them (Unicode CLDR, through Babel)."""

import datetime
from collections.abc import Sequence
from functools import cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_gmt, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils import timezone
from django.utils.translation import to_locale

Style = Literal["full", "long", "medium", "short"]  # CLDR's

# The zero of each numbering system that CLDR gives a language by default; the other nine digits follow it in Unicode.
# Babel knows a system's separators but writes its digits in ASCII.
ZEROS = {
    "latn": "0",
    "arab": "\N{ARABIC-INDIC DIGIT ZERO}",
    "arabext": "\N{EXTENDED ARABIC-INDIC DIGIT ZERO}",
    "beng": "\N{BENGALI DIGIT ZERO}",
    "cakm": "\N{CHAKMA DIGIT ZERO}",
    "deva": "\N{DEVANAGARI DIGIT ZERO}",
    "mymr": "\N{MYANMAR DIGIT ZERO}",
    "nkoo": "\N{NKO DIGIT ZERO}",
    "olck": "\N{OL CHIKI DIGIT ZERO}",
    "tibt": "\N{TIBETAN DIGIT ZERO}",
}


# Where CLDR's plain code is one country's, and not the one that the site's sentences are written for: English is the
# world's ("25 February 2021", not "February 25, 2021"), Portuguese that of Portugal and Africa, as Django's own is.
REGIONS = {"en": "en_001", "pt": "pt_PT"}


@cache
def locale(code: str) -> Locale:
    """CLDR's locale of one of our languages: "zh-hans" is "zh_Hans"."""
    return Locale.parse(REGIONS.get(code) or to_locale(code))


@cache
def _digits(code: str) -> dict[int, str]:
    zero = ord(ZEROS[locale(code).default_numbering_system])
    return {ord(str(digit)): chr(zero + digit) for digit in range(10)}


def digits(text: str, code: str) -> str:
    """`text` with its ASCII digits in the language's default numbering system (Persian: ۰۱۲۳۴۵۶۷۸۹)."""
    return text.translate(_digits(code))


def number(value: int, code: str) -> str:
    """12345 → "12,345" in English, "12 345" in French, "۱۲٬۳۴۵" in Persian."""
    return digits(format_decimal(value, locale=locale(code), numbering_system="default"), code)


def percent(part: int, whole: int, code: str) -> str:
    """`part` of `whole`, rounded down, so that 100% is said only when it is reached; 0% of nothing."""
    share, where = part * 100 // whole if whole else 0, locale(code)
    written = format_percent(share / 100, locale=where, numbering_system="default")
    return digits(written.replace("%", where.number_symbols[where.default_numbering_system]["percentSign"]), code)


def date(value: datetime.date, code: str, style: Style = "long") -> str:
    """A day of the Gregorian calendar; of a moment, its day in the active time zone."""
    day = timezone.localdate(value) if isinstance(value, datetime.datetime) else value
    return digits(format_date(day, style, locale=locale(code)), code)


def moment(value: datetime.datetime, code: str, style: Style = "long") -> str:
    """A day, its hour and minute, in the time zone that is active now, and the name of that."""
    here, where = timezone.localtime(value), locale(code)
    clock = f"{format_time(here, 'short', locale=where)} {_zone(here, where)}"
    together = str(where.datetime_formats[style]).replace("'", "")  # "{1} 'at' {0}": CLDR quotes its plain words
    return digits(together.format(clock, format_date(here, style, locale=where)), code)


def list_of(items: Sequence[str], code: str) -> str:
    """["a", "b", "c"] → "a, b, and c" in English, "a, b и c" in Russian."""
    return format_list([str(item) for item in items], locale=locale(code))


def _zone(value: datetime.datetime, where: Locale) -> str:
    """ "UTC", "MEZ"; "GMT+04:00" where the language has no short name for the zone."""
    name = get_timezone_name(value, "short", locale=where)
    return name if name[:1].isalpha() else get_timezone_gmt(value, "long", locale=where)
