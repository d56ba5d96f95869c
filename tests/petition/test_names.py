"""Names: every script goes in and comes out byte for byte; links and control characters don't."""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition import names

with (Path(__file__).parent.parent / "data" / "names.csv").open(encoding="utf-8", newline="") as file:
    CORPUS = list(csv.DictReader(file))


def test_no_name_of_the_corpus_is_refused_or_changed() -> None:
    assert len(CORPUS) >= 500
    assert len({row["script"] for row in CORPUS}) >= 25
    for row in CORPUS:
        composed = unicodedata.normalize("NFC", row["name"])
        assert names.tidy(row["name"]) == composed
        assert names.tidy(f"  {row['name']}\u3000") == composed


@pytest.mark.parametrize(
    "name",
    [
        "X",
        "O",
        "Ng",
        "李",
        "𠮷",
        "𠮷野家",
        "نیلوفر می‌خواهم",  # zero width non-joiner
        "ක්‍රිෂ්ණ",  # zero width joiner
        "D’Arcy O'Neil-Smith Jr.",
        "J.R.R. Tolkien",
        "St. John",
        "Dr.Ru",
        "María-José Carreño Quiñones",
        "葛\U000e0100城",  # an ideographic variation
        "👩‍🚀",
        "X Æ A-12",
        "Nguyễn Thị Hồng-Nhung",
        "1",
    ],
)
def test_names_that_forms_like_to_refuse_are_taken(name: str) -> None:
    assert names.tidy(name) == unicodedata.normalize("NFC", name)


@given(
    st.text(alphabet=st.characters(categories=["L", "M", "N"]), min_size=1, max_size=40).map(lambda text: "A" + text)
)
def test_a_tidy_name_stays_as_it_is(name: str) -> None:
    tidy = names.tidy(name)
    assert names.tidy(tidy) == tidy == unicodedata.normalize("NFC", name)


@given(st.text(max_size=200))
def test_anything_typed_is_a_name_or_refused_with_a_reason(typed: str) -> None:
    try:
        name = names.tidy(typed)
    except names.NotAName as error:
        name, reason = "", error.reason
    else:
        reason = ""
    assert bool(name) != (reason in {"empty", "long", "control", "link"})
    assert name == name.strip()
    assert not any(unicodedata.category(each) in {"Cc", "Cs"} for each in name)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("\u200d\u200b", "empty"),
        ("A\nB", "control"),
        ("A\x00", "control"),
        ("A\u2028B", "control"),
        ("\ud800", "control"),
        ("http://spam.example", "link"),
        ("Buy at spam.com now", "link"),
        ("www.spam.example", "link"),
        ("me@spam.example", "link"),
        ("a" * 121, "long"),
        ("𠮷" * 121, "long"),
        ("a" + "\u0301" * 2000, "long"),
    ],
)
def test_what_is_no_name_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(names.NotAName) as error:
        names.tidy(typed)
    assert error.value.reason == reason


def test_length_is_what_its_owner_sees() -> None:
    family = "👨‍👩‍👧‍👦"
    assert names.tidy(family * 120) == family * 120
    with pytest.raises(names.NotAName):
        names.tidy(family * 121)


def test_marks_that_apps_wrap_a_copied_name_in_are_dropped() -> None:
    assert names.tidy("\u2068Əli\u2069") == names.tidy("\u202bƏli\u202c") == "Əli"
