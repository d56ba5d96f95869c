"""The corpus of names holds what the tests that use it promise: real names, many scripts, each name once."""

import csv
import unicodedata
from pathlib import Path

import regex

NAMES = list(csv.DictReader((Path(__file__).parent / "names.csv").read_text("utf-8").splitlines()))


def test_there_are_at_least_500_names_in_at_least_30_scripts():
    assert len(NAMES) >= 500
    assert len({row["script"] for row in NAMES}) >= 30


def test_every_name_is_in_the_script_that_it_stands_under():
    strangers = [row for row in NAMES if not regex.search(rf"\p{{Script={row['script']}}}", row["name"])]
    assert strangers == []


def test_no_name_stands_twice_not_even_in_another_form_of_unicode():
    forms = [unicodedata.normalize("NFC", row["name"]) for row in NAMES]
    assert len(set(forms)) == len(forms)


def test_every_name_is_one_that_the_form_takes():
    # 1 to 120 graphemes, trimmed, without control characters
    for name in (row["name"] for row in NAMES):
        assert 1 <= len(regex.findall(r"\X", name)) <= 120
        assert name == name.strip()
        assert not regex.search(r"[\p{Cc}\p{Cs}\p{Co}\p{Cn}]", name)


def test_the_corpus_has_the_names_that_break_forms():
    names = [row["name"] for row in NAMES]
    assert any(len(regex.findall(r"\X", name)) == 1 for name in names), "one character"
    assert any(len(regex.findall(r"\X", name)) > 80 for name in names), "very long"
    assert any(" " not in name and len(name) > 20 for name in names), "one long word"
    assert any("\N{ZERO WIDTH NON-JOINER}" in name for name in names)
    assert any("\N{ZERO WIDTH JOINER}" in name for name in names)
    assert any(ord(sign) >> 16 == 2 for name in names for sign in name), "Han of plane 2"
    assert any(name != unicodedata.normalize("NFC", name) for name in names), "decomposed"
    assert all(any(sign in name for name in names) for sign in "'’ʻ-.,·"), "signs inside names"
