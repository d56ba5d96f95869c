"""The public account of integrity: folded once, exact in its sums, silent about a few."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from petition import counting, integrity, lifecycle
from petition.disclosure import LEAST
from petition.integrity import COLUMNS, Line
from petition.models import IntegrityCount, IntegrityEntry, Petition, PetitionText
from petition.models.integrity import Event
from petition.models.moderation import Reason
from tests.petition.conftest import NOW, add_petition, confirmed, link_of, signed

TODAY = NOW.date()
PAGE, DATA = "/en/petitions/trees/integrity/", "/petitions/trees/integrity.json"


def happened(petition: Petition, event: Event, count: int, language: str, country: str, **other: str | dt.date) -> None:
    """So many signatures met with `event`."""
    line = {"day": TODAY, "language": language, "country": country, "event": event, "reason": "", **other}
    integrity.add({(petition.pk, *(line[part] for part in ("day", "language", "country", "event", "reason"))): count})


def cells(lines: list[Line], key: str) -> Mapping[object, int | None]:
    """{value: number} of one column."""
    return {line.value: line.cells[key] for line in lines}


# Folding --------------------------------------------------------------------------------------------------------------
def test_deeds_are_folded_into_sums_and_leave_no_line_behind(text: PetitionText) -> None:
    confirmed(text)
    lifecycle.withdraw(link_of(confirmed(text, email="b@example.org")), NOW)
    lifecycle.sign(text, lifecycle.Given("Aygün Əliyeva", "aygun@example.org", "AZ"), "en", NOW)
    assert integrity.fold() == 6
    assert not IntegrityEntry.objects.exists()
    sums = dict(IntegrityCount.objects.values_list("event", "count"))
    assert sums == {"received": 2, "confirmed": 2, "withdrawn": 1, "repeated": 1}
    assert integrity.fold() == 0


def test_folding_again_adds_to_what_is_there(text: PetitionText) -> None:
    signature = signed(text)
    for amount in (3, 4):
        counting.note_many([signature] * amount, Event.INVALIDATED, NOW, Reason.AUTOMATED)
        integrity.fold()
    assert IntegrityCount.objects.get(event=Event.INVALIDATED).count == 7


def test_a_fold_takes_a_batch_and_the_next_one_the_rest(text: PetitionText, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "ENTRIES_AT_ONCE", 2)
    signature = signed(text)
    for _ in range(4):
        counting.note(signature, Event.REPEATED, NOW)
    assert [integrity.fold() for _ in range(4)] == [2, 2, 1, 0]
    assert sum(IntegrityCount.objects.values_list("count", flat=True)) == 5


def test_workers_side_by_side_add_each_line_once(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrity, "ENTRIES_AT_ONCE", 5)
    line = {"petition": add_petition(), "day": TODAY, "language": "en", "event": Event.RECEIVED}
    countries = ("AZ", "DE", "TR") * 20
    IntegrityEntry.objects.bulk_create([IntegrityEntry(**line, country=country, amount=2) for country in countries])

    def work(_: int) -> int:
        try:
            return sum(iter(integrity.fold, 0))
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as workers:
        assert sum(workers.map(work, range(3))) == 60
    assert dict(IntegrityCount.objects.values_list("country", "count")) == {"AZ": 40, "DE": 40, "TR": 40}
    assert not IntegrityEntry.objects.exists()


# Reading --------------------------------------------------------------------------------------------------------------
def test_sums_are_exact_however_small(petition: Petition) -> None:
    happened(petition, Event.RECEIVED, 4, "en", "AZ")
    happened(petition, Event.INVALIDATED, 1, "en", "AZ", reason=Reason.RULES)
    totals = integrity.account(petition.pk).totals
    assert (totals["received"], totals["invalidated_rules"], totals["confirmed"]) == (4, 1, 0)


def test_a_small_country_is_not_named_and_not_left_over(petition: Petition) -> None:
    for country, count in {"AZ": 900, "TR": 60, "DE": 31, "FR": 2, "KI": 1}.items():
        happened(petition, Event.RECEIVED, count, "en", country)
    told = cells(integrity.account(petition.pk).by_country, "received")
    assert told == {"AZ": 900, "TR": 60, "DE": None, None: None}


def test_small_countries_together_are_told_when_they_are_many(petition: Petition) -> None:
    for country, count in {"AZ": 900, "FR": 9, "IT": 8, "KI": 1}.items():
        happened(petition, Event.RECEIVED, count, "en", country)
    assert cells(integrity.account(petition.pk).by_country, "received") == {"AZ": 900, None: 18}


def test_each_reason_of_an_invalidation_has_its_own_column(petition: Petition) -> None:
    happened(petition, Event.INVALIDATED, 500, "en", "VA", reason=Reason.AUTOMATED)
    happened(petition, Event.INVALIDATED, 20, "en", "AZ", reason=Reason.NOT_THEIRS)
    lines = {line.value: line.cells for line in integrity.account(petition.pk).by_country}
    assert lines["VA"]["invalidated_automated"] is None  # with it, that of AZ would be known to be zero
    assert integrity.account(petition.pk).totals["invalidated_automated"] == 500


def test_another_petition_is_not_counted_in(petition: Petition, text: PetitionText) -> None:
    other = Petition.objects.create(slug="other", source_language="en")
    happened(other, Event.RECEIVED, 50, "en", "AZ")
    assert integrity.account(petition.pk).totals["received"] == 0


def test_every_event_and_reason_has_a_column(petition: Petition) -> None:
    for number, event in enumerate(Event, start=1):
        for reason in (*Reason.values, "") if event == Event.INVALIDATED else [""]:
            happened(petition, event, number, "en", "AZ", reason=reason)
    assert Counter(integrity.account(petition.pk).totals.values()).total() == len(COLUMNS)


# For readers and programs ---------------------------------------------------------------------------------------------
def test_the_page_and_the_file_say_the_same(petition: Petition, client: Client) -> None:
    happened(petition, Event.RECEIVED, 1_200, "en", "AZ")
    happened(petition, Event.CONFIRMED, 1_100, "en", "AZ")
    html = client.get(PAGE).content.decode()
    data = client.get(DATA).json()
    assert data["totals"]["received"] == 1_200
    assert data["by_country"][0]["country"] == "AZ"
    assert data["by_day"] == [{"day": TODAY.isoformat(), **data["totals"]}]
    assert data["hidden_below"] == LEAST
    assert "<td>1,200</td>" in html
    assert "Azerbaijan" in html


def test_the_file_keeps_its_keys(petition: Petition, client: Client) -> None:
    answer = client.get(DATA)
    data = answer.json()
    tables = ["by_day", "by_language", "by_country"]
    assert list(data) == ["petition", "generated_at", "count", "hidden_below", "totals", *tables]
    assert list(data["totals"]) == [
        "received",
        "repeated",
        "confirmed",
        "expired",
        "quarantined",
        "released",
        "invalidated_automated",
        "invalidated_not_theirs",
        "invalidated_repeated",
        "invalidated_rules",
        "invalidated_unnamed",
        "restored",
        "withdrawn",
    ]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("code", ["en", "ar", "az", "fa", "tr"])
def test_the_page_stands_in_every_language_also_where_the_petition_does_not(
    petition: Petition, client: Client, code: str
) -> None:
    for day in range(40):
        happened(petition, Event.RECEIVED, 2_345, code, "", day=TODAY - dt.timedelta(days=day))
    answer = client.get(f"/{code}/petitions/trees/integrity/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.content.decode().count('<th scope="row">') == 31 + 2


def test_what_is_hidden_is_nowhere_in_the_page(petition: Petition, client: Client) -> None:
    for country, count in {"AZ": 900, "TR": 61, "DE": 37, "KI": 7}.items():
        happened(petition, Event.RECEIVED, count, "en", country)
    html = client.get(PAGE).content.decode()
    assert "Kiribati" not in html
    assert "<td>37</td>" not in html
    assert "not shown" in html


def test_no_signature_is_counted_while_a_visitor_waits(petition: Petition, client: Client) -> None:
    happened(petition, Event.RECEIVED, 12, "en", "AZ")
    for path in (PAGE, DATA):
        with CaptureQueriesContext(connection) as found:
            client.get(path)
        assert not [query for query in found if "petition_signature" in query["sql"]]


def test_the_petitions_page_leads_there(petition: Petition, client: Client) -> None:
    assert f'href="{PAGE}"' in client.get("/en/petitions/trees/").content.decode()


def test_a_petition_that_is_not_public_has_no_account(petition: Petition, client: Client) -> None:
    Petition.objects.update(live=False)
    assert client.get(PAGE).status_code == client.get(DATA).status_code == 404


# What was there before the journal ------------------------------------------------------------------------------------
def test_signatures_of_before_are_counted_once_from_their_rows(text: PetitionText) -> None:
    confirmed(text)
    lifecycle.withdraw(link_of(confirmed(text, email="b@example.org")), NOW + dt.timedelta(days=1))
    IntegrityEntry.objects.all().delete()
    count_rows = import_module("petition.migrations.0006_integrity_of_before").count_rows
    for _ in range(2):
        count_rows(apps, None)
    sums = set(IntegrityCount.objects.values_list("event", "day", "country", "count"))
    assert sums == {
        ("received", TODAY, "AZ", 2),
        ("confirmed", TODAY, "AZ", 2),
        ("withdrawn", TODAY + dt.timedelta(days=1), "AZ", 1),
    }
