"""Numbers, dates and lists in a template, written as the language on the screen writes them."""

from collections.abc import Sequence
from datetime import date, datetime

from django import template

from pages import formats
from pages.languages import current

register = template.Library()


@register.filter
def cldr_number(value: int | None, code: str = "") -> str:
    """`{{ count|cldr_number }}`, or in another language than the active one: `{{ count|cldr_number:"fa" }}`."""
    return "" if value is None else formats.number(value, code or current())


@register.filter
def cldr_date(value: date | None, code: str = "") -> str:
    """`{{ page.date|cldr_date }}`: 25 February 2021 as the language writes it."""
    return formats.date(value, code or current()) if value else ""


@register.filter
def cldr_moment(value: datetime | None, code: str = "") -> str:
    """`{{ petition.closes_at|cldr_moment }}`: day, hour, minute and time zone."""
    return formats.moment(value, code or current()) if value else ""


@register.filter
def cldr_percent(part: int, whole: int) -> str:
    """`{{ count|cldr_percent:goal }}`: 33%, rounded down."""
    return formats.percent(part, whole, current())


@register.filter
def cldr_list(items: Sequence[object], code: str = "") -> str:
    """`{{ names|cldr_list }}`: "a, b, and c"."""
    return formats.list_of([str(item) for item in items], code or current())
