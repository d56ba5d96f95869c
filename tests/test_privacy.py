"""What is said of periods is what the code does: in the documentation, and to visitors in each of their languages."""

import datetime as dt
import re
from pathlib import Path

import pytest

from home.demo.campaign import Campaign
from petition.models.signature import CONFIRM_WITHIN
from petition.retention import PERIODS

ROOT = Path(__file__).resolve().parent.parent
KEPT = {period.key: period.kept for period in PERIODS}
DOCUMENTED = re.compile(r"^\| (\d+) (\w+) \| `(\w+)` \|", re.MULTILINE)
UNITS = {
    "minutes": dt.timedelta(minutes=1),
    "hour": dt.timedelta(hours=1),
    "hours": dt.timedelta(hours=1),
    "days": dt.timedelta(days=1),
}
YEAR = dt.timedelta(days=365)

# The list in the demo's page on privacy has one item for each of these, in this order, in every language
TOLD = [
    CONFIRM_WITHIN,
    KEPT["unconfirmed"],
    KEPT["withdrawn"],
    KEPT["invalidated"],
    KEPT["closed"],
    KEPT["networks"],
    KEPT["limits"],
    KEPT["letters"],
]
WORDS = {  # how days, hours and months begin in each language, in whatever case
    "en": ("days", "hours", "months"),
    "az": ("gün", "saat", "ay"),
    "tr": ("gün", "saat", "ay"),
    "ru": ("дней", "часов", "месяцев"),
    "ar": ("أيام|يوم", "ساعة", "شهر"),
    "fr": ("jours", "heures", "mois"),
    "de": ("Tage", "Stunden", "Monate"),
    "es": ("días", "horas", "meses"),
    "it": ("giorni", "ore", "mesi"),
    "pt": ("dias", "horas", "meses"),
}
SPOKEN = [code for code, words in Campaign().words.items() if "privacy" in words.get("pages", {})]


def in_words(kept: dt.timedelta, code: str) -> str:
    """A pattern of `kept` as the language writes it, with its unit."""
    days, hours, months = WORDS[code]
    if kept == YEAR:
        return rf"\b12 ({months})"
    if kept < dt.timedelta(days=3):
        return rf"\b{kept // dt.timedelta(hours=1)} ({hours})"
    return rf"\b{kept.days} ({days})"


def test_the_documentation_names_each_period_as_the_code_has_it() -> None:
    said = {
        key: YEAR * int(number) / 12 if unit == "months" else UNITS[unit] * int(number)
        for number, unit, key in DOCUMENTED.findall((ROOT / "docs/privacy.md").read_text(encoding="utf-8"))
    }
    assert said == KEPT


@pytest.mark.parametrize("code", SPOKEN)
def test_the_page_on_privacy_tells_the_same_in_each_language(code: str) -> None:
    terms = Campaign().words[code]["pages"]["privacy"]["body"]["terms"]
    items = re.findall(r"^- (.+)$", terms, re.MULTILINE)
    assert len(items) == len(TOLD)
    for item, kept in zip(items, TOLD, strict=True):
        assert re.search(in_words(kept, code), item), f"{item} does not say {kept}"
        assert len(re.findall(r"\d+", item)) == 1, f"{item} has another number too"


def test_every_language_of_the_page_is_looked_at() -> None:
    assert set(SPOKEN) == WORDS.keys()
