"""A link works for its time, unless it is closed; no other key opens anything."""

from datetime import timedelta
from typing import Any

import pytest

from pages.models.desk import SuggestionLink
from pages.translations import suggestions
from tests.pages.translations.suggestions.conftest import NOW, send


def test_a_link_is_found_by_its_key(link: SuggestionLink) -> None:
    assert suggestions.find(link.key, NOW) == link
    assert len(link.key) == 43


def test_no_two_links_have_one_key(page: Any) -> None:
    assert len({suggestions.invite(page, "az", None, NOW).key for _ in range(20)}) == 20


@pytest.mark.parametrize("key", ["", "x", "a" * 43, "a" * 44, "../" * 15, "é" * 43])
@pytest.mark.django_db
def test_a_key_that_nobody_gave_out_is_unknown(key: str) -> None:
    with pytest.raises(suggestions.Unknown):
        suggestions.find(key, NOW)


def test_what_is_no_key_asks_the_database_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0), pytest.raises(suggestions.Unknown):
        suggestions.find("a" * 42 + "\0", NOW)


@pytest.mark.parametrize(("days", "lasts"), [(30, 30), (1, 1), (0, 1), (4000, 365)])
def test_a_link_expires(page: Any, days: int, lasts: int) -> None:
    link = suggestions.invite(page, "az", None, NOW, days=days)
    assert suggestions.find(link.key, NOW + timedelta(days=lasts, seconds=-1)) == link
    with pytest.raises(suggestions.Over):
        suggestions.find(link.key, NOW + timedelta(days=lasts))


def test_a_closed_link_works_no_more_and_keeps_what_came(link: SuggestionLink, page: Any) -> None:
    send(link, {"heading": "Nağıl"})
    suggestions.close(link, NOW)
    with pytest.raises(suggestions.Over):
        suggestions.find(link.key, NOW)
    assert suggestions.open_count(page, "az") == 1


def test_the_link_of_a_page_that_is_gone_is_over(link: SuggestionLink, page: Any) -> None:
    SuggestionLink.objects.update(object_id=0)
    with pytest.raises(suggestions.Over):
        suggestions.find(link.key, NOW)


def test_the_links_that_work_are_listed_with_what_came_by_them(link: SuggestionLink, page: Any) -> None:
    send(link, {"heading": "Nağıl"})
    old = suggestions.invite(page, "az", None, NOW - timedelta(days=40))
    closed = suggestions.invite(page, "az", None, NOW)
    suggestions.close(closed, NOW)
    suggestions.invite(page, "fr", None, NOW)
    found = list(suggestions.links_of(page, "az", NOW))
    assert [(one, one.sent) for one in found] == [(link, 1)]
    assert old not in found
