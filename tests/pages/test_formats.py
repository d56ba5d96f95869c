"""Numbers, dates and lists as each language writes them."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from babel.core import get_global
from django.conf import settings
from django.template import Context, Template
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from pages import formats

CODES = [code for code, _english in settings.LANGUAGES]
each_language = pytest.mark.parametrize("code", CODES)
counts = st.integers(min_value=0, max_value=10**12)
days = st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31))


def figures(text: str) -> str:
    """The digits of `text`, of whatever script, in ASCII."""
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


@each_language
@given(value=counts)
def test_a_number_is_read_back_from_what_is_shown(code, value):
    assert int(figures(formats.number(value, code))) == value


@each_language
@given(value=counts)
def test_a_number_is_written_in_one_kind_of_digits_and_cannot_break(code, value):
    shown = formats.number(value, code)
    digits = "۰۱۲۳۴۵۶۷۸۹" if code == "fa" else "0123456789"
    assert {sign for sign in shown if sign.isdigit()} <= set(digits)
    assert " " not in shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("en", "1,234,567"),
        ("az", "1.234.567"),
        ("tr", "1.234.567"),
        ("ru", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"),
        ("ar", "1,234,567"),
        ("fa", "۱٬۲۳۴٬۵۶۷"),
        ("fr", "1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567"),
        ("de", "1.234.567"),
        ("es", "1.234.567"),
        ("it", "1.234.567"),
        ("pt", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"),
        ("zh-hans", "1,234,567"),
    ],
)
def test_thousands_are_grouped_as_the_language_groups_them(code, shown):
    assert formats.number(1_234_567, code) == shown


@each_language
@given(part=counts, whole=counts)
def test_a_hundred_percent_is_shown_only_when_it_is_reached(code, part, whole):
    shown = int(figures(formats.percent(part, whole, code)))
    assert (shown >= 100) == (whole > 0 and part >= whole)


@pytest.mark.parametrize(
    ("code", "shown"), [("en", "33%"), ("tr", "%33"), ("fa", "۳۳٪"), ("de", "33\N{NO-BREAK SPACE}%")]
)
def test_a_share_stands_with_the_sign_of_the_language(code, shown):
    assert formats.percent(1, 3, code) == shown


@each_language
@given(value=days)
def test_a_date_says_its_day_and_its_year(code, value):
    shown = figures(formats.date(value, code))
    assert str(value.year) in shown
    assert str(value.day) in shown.replace(str(value.year), "", 1)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("en", "25 February 2021"),
        ("az", "25 fevral 2021"),
        ("ru", "25 февраля 2021\N{NARROW NO-BREAK SPACE}г."),
        ("ar", "25 فبراير 2021"),
        ("fa", "۲۵ فوریهٔ ۲۰۲۱"),
        ("de", "25. Februar 2021"),
        ("zh-hans", "2021年2月25日"),
    ],
)
def test_a_date_is_long_and_in_words(code, shown):
    assert formats.date(date(2021, 2, 25), code) == shown


@each_language
def test_a_moment_says_hour_and_minute_in_the_time_zone_that_is_active(code):
    moment = datetime(2021, 2, 25, 20, 7, tzinfo=UTC)
    with timezone.override("Asia/Baku"):
        shown, day = formats.moment(moment, code), formats.date(moment, code)
    assert formats.date(date(2021, 2, 26), code) == day
    assert shown.startswith(day)
    assert "07" in figures(shown)
    assert "'" not in shown


@each_language
def test_a_list_keeps_its_items_in_order(code):
    shown = formats.list_of(["ⅰ", "ⅱ", "ⅲ"], code)
    assert [sign for sign in shown if sign in "ⅰⅱⅲ"] == ["ⅰ", "ⅱ", "ⅲ"]
    assert formats.list_of([], code) == ""


def test_every_numbering_system_that_a_language_could_have_by_default_has_its_ten_digits():
    for zero in formats.ZEROS.values():
        assert [unicodedata.digit(chr(ord(zero) + step)) for step in range(10)] == list(range(10))
    assert {formats.locale(code).default_numbering_system for code in CODES} <= set(formats.ZEROS)


def test_zh_hans_is_a_locale_of_its_own_and_every_code_is_known():
    assert str(formats.locale("zh-hans")) == "zh_Hans"
    assert {formats.locale(code).language for code in CODES} <= set(get_global("likely_subtags"))


def test_templates_write_in_the_active_language_or_in_the_one_they_name():
    template = Template('{% load formats %}{{ n|cldr_number }} {{ n|cldr_number:"fa" }} {{ day|cldr_date }}')
    with translation.override("de"):
        shown = template.render(Context({"n": 1234, "day": date(2021, 2, 25)}))
    assert shown == "1.234 ۱٬۲۳۴ 25. Februar 2021"


def test_templates_show_nothing_where_nothing_is_known():
    template = Template("{% load formats %}[{{ none|cldr_number }}{{ none|cldr_date }}{{ none|cldr_moment }}]")
    assert template.render(Context({"none": None})) == "[]"


def test_templates_show_shares_moments_and_lists():
    template = Template("{% load formats %}{{ 1|cldr_percent:3 }} · {{ names|cldr_list }} · {{ at|cldr_moment }}")
    with translation.override("fr"):
        shown = template.render(Context({"names": ["a", "b"], "at": datetime(2021, 2, 25, 14, 5, tzinfo=UTC)}))
    assert shown.startswith("33\N{NO-BREAK SPACE}% · a et b · 25 février 2021, 14:05")
