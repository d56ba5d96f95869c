"""The countries that a signatory can choose, in twelve languages."""

import pytest
from django.conf import settings

from petition import countries

CODES = [code for code, _english in settings.LANGUAGES]
each_language = pytest.mark.parametrize("code", CODES)


def place(code: str, country: str) -> int:
    """Where `country` stands in the list of the language `code`."""
    return [each for each, _name in countries.choices(code)].index(country)


def test_there_are_249_countries_and_each_has_one_code():
    assert len(countries.CODES) == len(set(countries.CODES)) == 249
    assert "XK" not in countries.CODES


@each_language
def test_every_language_offers_every_country_once(code):
    assert sorted(country for country, _name in countries.choices(code)) == sorted(countries.CODES)


@each_language
def test_every_country_has_a_name_of_its_own(code):
    names = [name for _country, name in countries.choices(code)]
    assert all(name.strip() == name != "" for name in names)
    assert len(set(names)) == len(names)


@each_language
def test_the_list_is_made_once(code):
    assert countries.choices(code) is countries.choices(code)


@each_language
def test_the_order_was_made_from_the_names_that_are_shown(code):
    assert countries.orders()[code]["names"] == countries.fingerprint(code), "Run `manage.py order_countries`."


def test_a_code_that_is_no_country_has_no_name():
    with pytest.raises(KeyError):
        countries.name("XQ", "en")


def test_a_language_that_is_missing_in_the_file_is_ordered_by_its_names():
    names = [name for _country, name in countries.choices("sv")]
    assert len(names) == 249
    assert names == sorted(names, key=str.casefold)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("az", "ET", "AF"),  # Efiopiya, Əfqanıstan: Ə after E
        ("az", "AE", "FJ"),  # Birləşmiş Ərəb Əmirlikləri, Fici
        ("az", "DJ", "TD"),  # Cibuti, Çad: Ç after C
        ("az", "HT", "HR"),  # Haiti, Xorvatiya: X after H
        ("az", "HR", "IE"),  # Xorvatiya, İrlandiya
        ("az", "KW", "QA"),  # Küveyt, Qətər: Q after K
        ("tr", "DZ", "CZ"),  # Cezayir, Çekya: Ç after C
        ("tr", "HR", "IR"),  # Hırvatistan, İran
        ("ru", "EG", "ZM"),  # Египет, Замбия
        ("ar", "BH", "TR"),  # البحرين, تركيا
        ("fa", "BE", "PT"),  # بلژیک, پرتغال: پ after ب
        ("fa", "PT", "TR"),  # پرتغال, ترکیه: پ before ت
        ("fa", "KE", "GM"),  # کنیا, گامبیا: گ after ک
        ("fr", "ES", "EE"),  # Espagne, Estonie
        ("fr", "EE", "US"),  # Estonie, États-Unis: É with E
        ("de", "NO", "AT"),  # Norwegen, Österreich: Ö with O
        ("de", "AT", "PK"),  # Österreich, Pakistan
        ("es", "ES", "EE"),  # España, Estonia: Ñ after N
        ("pt", "AF", "ZA"),  # Afeganistão, África do Sul: accents do not part words
        ("zh-hans", "AF", "FR"),  # 阿富汗 (ā), 法国 (fǎ): by pinyin
        ("zh-hans", "FR", "CN"),  # 法国 (fǎ), 中国 (zhōng)
    ],
)
def test_the_order_is_the_alphabet_of_the_language(code, before, after):
    assert place(code, before) < place(code, after), (countries.name(before, code), countries.name(after, code))
