"""Links from page to page lead to the reader's language."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from wagtail.rich_text import expand_db_html

from home.models import HomePage
from pages import links
from tests.pages.conftest import add_page, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(home, ("en", "az"), heading={"en": "River", "az": "Çay"}, address={"az": "çay"}, slug="river")


@pytest.fixture(autouse=True)
def outside_a_request() -> None:
    links.asked.set(None)


def expanded(page: Any, code: str) -> str:
    with translation.override(code):
        return expand_db_html(f'<a linktype="page" id="{page.pk}">x</a>')


def test_a_link_in_rich_text_leads_to_the_page_in_the_readers_language(page: Any) -> None:
    assert expanded(page, "az") == '<a href="/az/%C3%A7ay/">x</a>'


def test_a_link_to_a_page_that_is_not_in_the_language_says_which_one_it_leads_to(page: Any) -> None:
    assert expanded(page, "ar") == '<a href="/en/river/" hreflang="en">x</a>'


def test_a_link_to_a_page_that_is_not_public_has_no_address(page: Any) -> None:
    fresh(page).unpublish()
    assert expanded(page, "en") == "<a>x</a>"


def test_many_links_of_a_text_cost_one_query(
    page: Any, home: HomePage, django_assert_num_queries: Callable[..., Any]
) -> None:
    html = "".join(f'<a linktype="page" id="{number}">x</a>' for number in (page.pk, home.pk, page.pk, 999))
    with django_assert_num_queries(1):
        expand_db_html(html)


def test_within_a_request_a_page_is_asked_for_once_and_forgotten_after_it(
    page: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    links.begin()
    with django_assert_num_queries(1):
        links.for_page(page.pk, "en")
        links.for_page(page.pk, "az")
    fresh(page).unpublish()
    links.end()
    assert links.for_page(page.pk, "en") is None
