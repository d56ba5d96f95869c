"""The translation memory: what was finished once is found again, for the same words and for similar ones."""

from typing import Any

import pytest

from home.models import HomePage
from pages.models.translation import UnitState
from pages.translations import desk, memory
from pages.translations.units import Origin
from tests.pages.conftest import add_page, draft_of

pytestmark = pytest.mark.django_db

DEMAND = "We ask the parliament to publish the report of 1992."


def translated(home: HomePage, english: str, french: str, state: str = UnitState.DONE, **more: Any) -> Any:
    page = add_page(home, introduction={"en": english}, heading={"en": "Page"}, **more)
    desk.translate(page, "fr", {"introduction": french}, Origin(tool="desk", states={"introduction": state}))
    return page


def test_the_same_text_is_found_with_all_that_was_said_for_it(home: HomePage) -> None:
    translated(home, DEMAND, "Un", slug="a")
    translated(home, DEMAND, "Deux", slug="b")
    found = memory.matches(DEMAND, "en", "fr")
    assert [(match.source, match.score, match.is_exact) for match in found] == [(DEMAND, 100, True)] * 2
    assert {match.target for match in found} == {"Un", "Deux"}


def test_a_similar_text_is_found_and_says_how_similar_it_is(home: HomePage) -> None:
    translated(home, DEMAND, "Nous demandons", slug="a")
    (match,) = memory.matches(DEMAND.replace("1992", "1993"), "en", "fr")
    assert (match.source, match.target, match.is_exact) == (DEMAND, "Nous demandons", False)
    assert 90 < match.score < 100


def test_the_best_comes_first_and_each_target_once(home: HomePage) -> None:
    translated(home, DEMAND, "Gleich", slug="a")
    translated(home, DEMAND + " Now.", "Ähnlich", slug="b")
    translated(home, DEMAND + " Today.", "Gleich", slug="c")
    assert [match.target for match in memory.matches(DEMAND, "en", "fr")] == ["Gleich", "Ähnlich"]


@pytest.mark.parametrize("state", [UnitState.DRAFT, UnitState.MACHINE])
def test_what_nobody_finished_is_not_offered(home: HomePage, state: str) -> None:
    translated(home, DEMAND, "Entwurf", state, slug="a")
    assert memory.matches(DEMAND, "en", "fr") == []


def test_another_language_is_not_offered(home: HomePage) -> None:
    translated(home, DEMAND, "Nous", slug="a")
    assert memory.matches(DEMAND, "en", "de") == []


def test_a_subject_in_another_source_language_is_not_offered(home: HomePage) -> None:
    page = add_page(home, heading={"de": DEMAND}, source_language="de", slug="a")
    desk.translate(page, "fr", {"heading": "Allemand"}, Origin())
    assert memory.matches(DEMAND, "en", "fr") == []
    assert [match.target for match in memory.matches(DEMAND, "de", "fr")] == ["Allemand"]


def test_a_translation_of_an_older_source_still_fits_that_source(home: HomePage) -> None:
    page = translated(home, DEMAND, "Nous", slug="a")
    draft = draft_of(page)
    draft.introduction_en = "Quite another text."
    draft.save_revision(clean=False)
    assert [match.target for match in memory.matches(DEMAND, "en", "fr")] == ["Nous"]


def test_tags_count_as_tags_and_not_as_letters() -> None:
    one = '<p data-block-key="a1">See <a href="https://example.org/a/long/address">here</a></p>'
    other = '<p data-block-key="zz">See <a linktype="page" id="3">here</a></p>'
    assert memory.plain(one) == memory.plain(other)


def test_nothing_is_searched_for_no_text() -> None:
    assert memory.matches("  ", "en", "fr") == []
