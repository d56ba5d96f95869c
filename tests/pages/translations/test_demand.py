"""What visitors ask for is counted by the day, and nothing of a person is kept."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from home.models import HomePage
from pages.languages import CODES
from pages.models import SiteSettings
from pages.models.desk import LanguageDemand
from pages.translations import demand
from tests.pages.conftest import add_page, fresh

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 21)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def counted() -> dict[tuple[str, int], tuple[int, int]]:
    """{(language, page): (views in another language, times asked)} once all is stored."""
    demand.store_all()
    rows = LanguageDemand.objects.values_list("language", "page_id", "fallback_views", "asked")
    return {(language, page): (views, asked) for language, page, views, asked in rows}


@pytest.fixture
def kura(home: HomePage) -> Any:
    """Public in English only."""
    return add_page(home, ("en",), heading={"en": "Kura"}, slug="kura")


def test_a_page_shown_in_another_language_counts_for_the_language_that_was_asked_for(kura: Any) -> None:
    for path in ("/fa/kura/", "/fa/kura/", "/az/kura/", "/en/kura/"):
        assert Client().get(path).status_code == 200
    assert counted() == {("fa", kura.pk): (2, 0), ("az", kura.pk): (1, 0)}


def test_a_language_that_the_site_does_not_offer_counts_where_it_leads_elsewhere(kura: Any) -> None:
    SiteSettings.objects.update(languages=["en", "az"])
    assert Client().get("/fr/kura/").status_code == 302
    assert counted() == {("fr", kura.pk): (1, 0)}


def test_an_address_without_a_language_counts_what_the_browser_asks_for_first(home: HomePage) -> None:
    for wish in ("pt-BR,en;q=0.5", "ku-TR,tr;q=0.9", "zh-CN", "xx,en", "*", "", "qq-1234"):
        Client().get("/", headers={"accept-language": wish})
    assert counted() == {("pt", home.pk): (0, 1), ("ku", home.pk): (0, 1), ("zh-hans", home.pk): (0, 1)}


@pytest.mark.parametrize("agent", ["Googlebot/2.1", "Some Crawler", "Baiduspider"])
def test_robots_are_not_counted(kura: Any, agent: str) -> None:
    Client().get("/fa/kura/", headers={"user-agent": agent})
    Client().get("/", headers={"user-agent": agent, "accept-language": "fa"})
    assert counted() == {}


def test_only_the_reading_of_a_page_counts(kura: Any) -> None:
    Client().head("/fa/kura/")
    Client().get("/fa/nothing/")
    assert counted() == {}


def test_counting_asks_the_database_nothing_while_a_visitor_waits(kura: Any) -> None:
    Client().get("/en/kura/")
    with CaptureQueriesContext(connection) as found:
        Client().get("/fa/kura/")
    assert not [query["sql"] for query in found if "languagedemand" in query["sql"]]


def test_a_hundred_counts_are_stored_after_an_answer_in_one_statement(kura: Any) -> None:
    for _time in range(demand.AT_ONCE):
        demand.note_fallback(kura.pk, "fa", BROWSER, TODAY)
    with CaptureQueriesContext(connection) as found:
        Client().get("/en/kura/")
    assert len([query for query in found if "INSERT" in query["sql"]]) == 1
    assert LanguageDemand.objects.get().fallback_views == demand.AT_ONCE


def test_what_waited_a_minute_is_stored_after_the_next_answer(kura: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    demand.note_fallback(kura.pk, "fa", BROWSER, TODAY)
    Client().get("/en/kura/")
    assert not LanguageDemand.objects.exists()
    monkeypatch.setattr(demand.waiting, "since", demand.waiting.since - demand.PAUSE)
    Client().get("/en/kura/")
    assert LanguageDemand.objects.get().fallback_views == 1


def test_processes_add_to_the_same_day(kura: Any) -> None:
    for _process in range(2):
        demand.note_fallback(kura.pk, "fa", BROWSER, TODAY)
        demand.note_asked(kura.pk, "fa", BROWSER, TODAY)
        demand.store_all()
    row = LanguageDemand.objects.get()
    assert (row.day, row.language, row.fallback_views, row.asked) == (TODAY, "fa", 2, 2)


@pytest.mark.django_db(transaction=True)
def test_a_page_deleted_meanwhile_takes_only_its_own_counts_along(home: HomePage, kura: Any) -> None:
    demand.note_fallback(kura.pk, "fa", BROWSER, TODAY)
    demand.note_fallback(home.pk, "fa", BROWSER, TODAY)
    fresh(kura).delete()
    assert counted() == {("fa", home.pk): (1, 0)}


def test_made_up_languages_fill_no_table(home: HomePage) -> None:
    for first in "abcdefghijklmnopqrstuvwxyz":
        for second in "abcdefghijklmnopqrstuvwxyz":
            demand.note_asked(home.pk, f"{first}{second}", BROWSER, TODAY)
            demand.note_asked(home.pk, f"{first}{second}{first}", BROWSER, TODAY)
    demand.store_all()
    strangers = LanguageDemand.objects.exclude(language__in=CODES)
    assert 0 < strangers.count() <= demand.STRANGERS


def test_nothing_but_day_language_page_and_numbers_is_kept() -> None:
    columns = {field.name for field in LanguageDemand._meta.get_fields()}
    assert columns == {"id", "day", "language", "page", "fallback_views", "asked"}
