"""Figures come from the tally and say what it says."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.models.translation import ChangeKind
from pages.translations import desk
from pages.translations.drafting import Change
from petition import counting, lifecycle, reports
from petition.models import Petition, PetitionText, Tally
from tests.petition.conftest import NOW, add_petition, confirmed, given, link_of
from tests.petition.viewsets.conftest import admin_in, editor, url

__all__ = ["admin_in", "editor"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_petition(petition: Petition) -> Petition:
    """Five who signed, one of whom withdrew: AZ in English twice, DE in German, somewhere in Arabic."""
    Petition.objects.update(opens_at=NOW - dt.timedelta(days=90))
    texts = {text.language: text for text in PetitionText.objects.select_related("petition")}
    who = [("en", "AZ", 0), ("en", "AZ", 0), ("de", "DE", 3), ("ar", "", 70), ("de", "FR", 0)]
    for number, (code, country, days) in enumerate(who):
        when = NOW - dt.timedelta(days=days)
        lifecycle.sign(texts[code], given(email=f"p{number}@example.org", country=country), code, when)
        signature = petition.signatures.latest("pk")
        lifecycle.confirm(link_of(signature), when)
    lifecycle.withdraw(link_of(signature), NOW)
    counting.fold(NOW)
    return Petition.objects.get(pk=petition.pk)


def test_each_table_sums_up_to_the_count(signed_petition: Petition) -> None:
    languages = {line.key: line.count for line in reports.by_language(signed_petition)}
    countries = [(line.key, line.label, line.count) for line in reports.by_country(signed_petition, "de")]
    assert reports.count_of(signed_petition) == 4
    assert languages == {"en": 2, "de": 1, "ar": 1}
    assert countries == [("AZ", "Aserbaidschan", 2), ("", "not told", 1), ("DE", "Deutschland", 1)]


def test_days_are_shown_up_to_today_and_the_highest_bar_is_full(signed_petition: Petition) -> None:
    days = reports.by_day(signed_petition, NOW.date(), shown=10)
    assert [day.count for day in days] == [0, 0, 0, 0, 0, 0, 1, 0, 0, 2]
    assert (days[-1].day, days[-1].height, days[-1].top) == (NOW.date(), reports.CHART_HEIGHT, 0)
    assert (days[6].height, days[0].height, days[6].left) == (50, 0, 60)


def test_each_version_of_the_words_knows_who_signed_it(signed_petition: Petition) -> None:
    signed_petition.demand_en = "<p>Plant even more.</p>"
    signed_petition.save_revision()
    signed_petition.publish_languages(["en"], although_unready=True)
    newest = PetitionText.objects.select_related("petition").get(language="en", version=2)
    confirmed(newest, email="late@example.org")
    counting.fold(NOW)
    found = {(line.label.language, line.label.version): line.count for line in reports.by_version(signed_petition)}
    assert found == {("en", 1): 2, ("en", 2): 1, ("az", 1): 0, ("ar", 1): 1, ("de", 1): 1}


def test_who_signed_before_the_demand_changed_is_counted_apart(signed_petition: Petition) -> None:
    assert reports.earlier_demand(signed_petition) is None
    draft = signed_petition.get_latest_revision_as_object()
    draft.demand_en, draft.change = "<p>Plant no trees.</p>", Change(kind=ChangeKind.DEMAND)
    draft.save_revision()
    earlier = reports.earlier_demand(signed_petition)
    assert earlier is not None
    assert {line.key: line.count for line in earlier.lines} == {"en": 2, "de": 1, "ar": 1}
    desk.approve(signed_petition, "de", None)
    earlier = reports.earlier_demand(signed_petition)
    assert earlier is not None
    assert {line.key: line.count for line in earlier.lines} == {"en": 2, "ar": 1}
    assert earlier.count == 3


def test_the_counts_tell_of_signatures_under_the_earlier_demand(
    signed_petition: Petition, admin_in: Callable[[str], Client]
) -> None:
    draft = signed_petition.get_latest_revision_as_object()
    draft.demand_en, draft.change = "<p>Plant no trees.</p>", Change(kind=ChangeKind.DEMAND)
    draft.save_revision()
    answer = admin_in("en").get(url("counts", signed_petition.pk))
    assert "4 signatures stand under what was asked before." in answer.content.decode()


def test_nobody_counts_signatures_for_the_tables(signed_petition: Petition) -> None:
    with CaptureQueriesContext(connection) as asked:
        reports.by_language(signed_petition)
        reports.by_country(signed_petition, "en")
        reports.by_day(signed_petition, NOW.date())
        reports.by_version(signed_petition)
        reports.earlier_demand(signed_petition)
        reports.summary(NOW)
    assert len(asked) == 10
    assert not [query for query in asked if "petition_signature" in query["sql"]]


def test_a_petition_without_signatures_has_empty_tables(petition: Petition) -> None:
    assert reports.count_of(petition) == 0
    assert reports.by_language(petition) == reports.by_country(petition, "en") == []
    assert {day.height for day in reports.by_day(petition, NOW.date())} == {0}
    Tally.objects.create(petition=petition, language="en", country="AZ", day=NOW.date(), count=0)
    assert reports.by_language(petition) == []


def test_the_summary_has_live_petitions_alone(signed_petition: Petition) -> None:
    add_petition(slug="draft").unpublish()
    summary = reports.summary(NOW)
    assert [(petition.slug, count, today) for petition, count, today in summary.petitions] == [("trees", 4, 2)]
    assert (summary.waiting, summary.failed) == (5, 0)


@pytest.mark.parametrize("screen", ["en", "az", "ar"])
def test_the_page_of_counts_shows_them(
    signed_petition: Petition, admin_in: Any, screen: str, django_assert_max_num_queries: Any
) -> None:
    client = admin_in(screen)
    client.get(url("counts", signed_petition.pk))
    with django_assert_max_num_queries(15):
        html = client.get(url("counts", signed_petition.pk)).content.decode()
    assert html.count("<rect") == reports.DAYS_SHOWN
    assert "Deutsch" in html
    assert "style=" not in html[html.index("petition-days") : html.index("petition-tables")]
    versions = client.get(url("counts", signed_petition.pk), {"versions": ""}).content.decode()
    assert "Plant more trees" in versions


def test_counts_are_for_those_who_work_on_petitions(signed_petition: Petition, client: Any) -> None:
    assert client.get(url("counts", signed_petition.pk)).status_code == 302
