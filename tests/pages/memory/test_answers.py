"""Slots, codings and the choice between them."""

import gzip
import re

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import memory
from pages.memory.answers import CODINGS, SETTLE, Answer, best_coding, of_row
from pages.memory.rendering import collecting

CODES = st.sampled_from(["en", "fa", "ar", "zh-hans", "fr"])
TEXTS = st.text().map(str.encode)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 10**9), CODES), max_size=5), TEXTS)
def test_live_values_stand_where_they_were_asked_for(parts: list[tuple[bytes, int, str]], end: bytes) -> None:
    from pages.formats import number

    values = {f"count.{place}": value for place, (_text, value, _code) in enumerate(parts)}
    with collecting() as notes:
        body = b"".join(
            text + memory.slot(f"count.{place}", f"number.{code}").encode()
            for place, (text, _value, code) in enumerate(parts)
        )
    answer = Answer(1, "/en/", 1, 200, [], body + end, {"mark": notes.mark})
    expected = b"".join(text + number(value, code).encode() for text, value, code in parts) + end
    assert answer.in_coding("", values, 0).body == expected


def test_a_number_that_moves_is_coded_anew_after_two_seconds_and_no_sooner() -> None:
    with collecting() as notes:
        body = memory.slot("count.1").encode()
    answer = Answer(1, "/en/", 1, 200, [], body, {"mark": notes.mark})
    first = answer.in_coding("", {"count.1": 1}, 0)
    assert answer.in_coding("", {"count.1": 2}, SETTLE - 1) is first
    later = answer.in_coding("", {"count.1": 2}, SETTLE)
    assert (later.body, later.etag != first.etag) == (b"2", True)


def test_a_page_without_numbers_is_coded_once() -> None:
    answer = Answer(1, "/en/", 1, 200, [], b"text", {})
    assert answer.in_coding("br", {}, 0) is answer.in_coding("br", {}, 1_000)


@given(TEXTS)
def test_each_coding_gives_the_text_back(text: bytes) -> None:
    assert brotli.decompress(CODINGS["br"](text)) == gzip.decompress(CODINGS["gzip"](text)) == text


@given(TEXTS)
def test_an_answer_survives_the_table(text: bytes) -> None:
    answer = Answer(3, "/az/ə/", 7, 200, [("Content-Type", "text/html")], text, {"reads_page": True})
    back = of_row(answer.row())
    assert (back.body, back.facts, back.headers) == (text, answer.facts, answer.headers)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0.0", ""),
        ("*", "br"),
        ("identity", ""),
        ("", ""),
        ("BR", "br"),
        ("br;q=nonsense", ""),
        ("*;q=0", ""),
    ],
)
def test_the_coding_is_one_that_the_visitor_takes(accepted: str, coding: str) -> None:
    assert best_coding(accepted) == coding


@given(st.text())
def test_no_header_breaks_the_choice(accepted: str) -> None:
    assert best_coding(accepted) in CODINGS


def test_a_text_of_a_visitor_can_not_stand_for_a_number() -> None:
    with collecting() as one:
        pass
    with collecting() as two:
        place = memory.slot("count.1")
    assert one.mark != two.mark
    assert re.fullmatch(r"slot-[0-9a-f]{16}-count\.1-plain-end", place)
