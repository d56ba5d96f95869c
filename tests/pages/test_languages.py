"""Codes, names, directions, columns, and the choice of a language for a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import languages
from pages.languages import CODES
from pages.models import StandardPage

codes = st.sampled_from(CODES)
some_codes = st.lists(codes, unique=True, min_size=1)


def test_every_provisioned_language_has_a_name_of_its_own_and_a_direction() -> None:
    assert [known.code for known in languages.all_languages() if known.direction == "rtl"] == ["ar", "fa"]
    assert len({known.name for known in languages.all_languages()}) == len(CODES) == 12


def test_columns_of_a_page_are_known_by_base_and_language() -> None:
    assert languages.columns(StandardPage)["heading"]["zh-hans"] == "heading_zh_hans"
    assert set(languages.columns(StandardPage)["body"]) == set(CODES)


def test_a_model_without_translations_has_no_columns() -> None:
    from pages.models import Edition

    assert languages.columns(Edition) == {}


@given(wanted=codes, available=some_codes, source=codes)
def test_the_nearest_language_is_the_wanted_one_whenever_it_is_there(
    wanted: str, available: list[str], source: str
) -> None:
    found = languages.nearest(wanted, available, source)
    assert found in available
    assert found == wanted or wanted not in available


@given(wanted=codes, source=codes)
def test_nothing_available_is_no_language(wanted: str, source: str) -> None:
    assert languages.nearest(wanted, [], source) is None


@given(header=st.text(max_size=80), available=some_codes)
def test_any_header_leads_to_a_language_that_is_there(header: str, available: list[str]) -> None:
    assert languages.best(header, available) in available


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("fr-CA,fr;q=0.8,en;q=0.5", "fr"),
        ("zh-CN", "zh-hans"),
        ("zh-SG", "zh-hans"),
        ("pt-BR", "pt"),
        ("az-Latn-AZ", "az"),
        ("de;q=0,fr;q=0.1", "fr"),
        ("xx", "en"),
        ("*", "en"),
    ],
)
def test_a_browsers_wish_is_read_with_its_regions_and_weights(header: str, expected: str) -> None:
    assert languages.best(header, CODES) == expected


def test_a_reader_of_azerbaijani_gets_turkish_before_english() -> None:
    assert languages.best("az", ["en", "tr"]) == "tr"
    assert languages.nearest("az", ["en", "tr"], "en") == "tr"
