"""What visitors get from memory, and when they get it from Django."""

import threading
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from home.models import HomePage
from pages import memory
from pages.memory import changes
from pages.models import KeptPage, NewsIndexPage, SiteSettings
from pages.models.desk import LanguageDemand
from pages.translations import demand
from tests.pages.conftest import add_page, fields, fresh
from tests.pages.memory.conftest import Process

pytestmark = pytest.mark.django_db


# Served ---------------------------------------------------------------------------------------------------------------
def test_a_page_that_was_rendered_ahead_costs_neither_django_nor_a_query(
    process: Process, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        answer = process.get("/az/")
    assert (answer.status, answer.headers["content-language"]) == (200, "az")
    assert "Ana səhifə" in answer.text
    assert not process.renderings
    assert not process.passed_on


def test_an_address_beyond_ascii_is_rendered_ahead_too(process: Process, home: HomePage) -> None:
    add_page(home, ("en", "az"), heading={"en": "Rivers", "az": "Çaylar"}, address={"az": "çaylar"}, slug="rivers")
    process.look()
    process.renderings.clear()
    assert "Çaylar" in process.get("/az/çaylar/").text
    assert not process.renderings


def test_what_is_kept_is_what_django_answers(process: Process, client: Client) -> None:
    assert process.get("/en/").body == client.get("/en/").content


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_each_coding_is_served_to_whom_asks_for_it_and_says_so(process: Process, coding: str) -> None:
    answer = process.get("/en/", accept_encoding=f"{coding}, zstd")
    assert (answer.headers["content-encoding"], answer.headers["vary"]) == (coding, "Accept-Encoding")
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_no_cookie_and_no_header_of_a_visitor_reaches_what_others_see(process: Process) -> None:
    add_page(fresh(HomePage.objects.get()), ("en",), heading={"en": "Quiet"}, slug="quiet")
    process.look()
    process.pages.shelf.answers.clear()
    odd = {"cookie": "sessionid=x", "x_forwarded_host": "evil.example", "accept_language": "az", "user_agent": "<b>"}
    answer = process.get("/en/quiet/", query="utm=<script>", **odd)
    assert "set-cookie" not in answer.headers
    assert "evil" not in answer.text
    assert process.get("/en/quiet/").body == answer.body


def test_a_browser_that_has_the_page_is_told_so(process: Process) -> None:
    etag = process.get("/en/").headers["etag"]
    again = process.get("/en/", if_none_match=f'"other", W/{etag}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert process.get("/en/", if_none_match='"other"').status == 200


def test_head_has_the_headers_of_get_and_no_body(process: Process) -> None:
    full, head = process.get("/en/"), process.get("/en/", method="HEAD")
    assert (head.headers, head.body) == (full.headers, b"")


def test_an_address_without_a_language_leads_to_the_browsers(process: Process, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = process.get("/", query="utm=1", accept_language="az,en;q=0.5")
    assert (answer.status, answer.headers["location"], answer.headers["vary"]) == (302, "/az/?utm=1", "Accept-Language")


def test_what_visitors_ask_for_is_still_counted(process: Process) -> None:
    process.get("/", accept_language="ku", user_agent="Firefox")
    process.get("/de/", user_agent="Firefox")
    process.get("/de/", user_agent="Googlebot")
    demand.store_all()
    counts = set(LanguageDemand.objects.values_list("language", "asked", "fallback_views"))
    assert {("ku", 1, 0), ("de", 0, 1)} <= counts


# Bounds ---------------------------------------------------------------------------------------------------------------
def test_queries_hosts_and_unknown_paths_take_no_memory(process: Process) -> None:
    before = len(process.pages.shelf.answers)
    for number in range(20):
        process.get("/en/", query=f"x={number}")
        process.get("/en/", host=f"evil{number}.example")
        process.get(f"/en/nothing-{number}/")
        process.get(f"/en//{number}")
    assert (len(process.pages.shelf.answers), len(process.pages.hosts)) == (before, 1)


@pytest.mark.parametrize("path", ["/admin/", "/en/search/", "/-/live", "/en/translate/x/", "/en/signatures/x/"])
def test_what_is_for_one_person_is_never_kept(process: Process, path: str) -> None:
    process.get(path)
    assert process.passed_on == [path]
    assert not process.renderings


def test_a_stranger_host_is_refused_by_django(process: Process) -> None:
    assert process.get("/en/", host="evil.example").status == 400


def test_a_full_shelf_forgets_what_was_asked_for_longest_ago(process: Process) -> None:
    process.pages.shelf.most_bytes = process.pages.shelf.size
    process.watch.looks += 1
    process.get("/en/")
    home = fresh(HomePage.objects.get())
    for number in range(3):
        page = add_page(home, ("en",), heading={"en": f"Page {number}"}, slug=f"page-{number}")
        process.pages.shelf.keep(process.pages.follower.render(fresh(page).get_site().pk, "/en/"))
    process.look()
    assert process.pages.shelf.size <= process.pages.shelf.most_bytes
    assert process.get("/en/").status == 200


def test_another_page_of_a_list_is_asked_of_django(process: Process) -> None:
    add_page(fresh(HomePage.objects.get()), ("en",), NewsIndexPage, heading={"en": "News"}, slug="news")
    process.look()
    process.get("/en/news/", query="utm=1")
    assert not process.passed_on
    process.get("/en/news/", query="page=2")
    assert process.passed_on == ["/en/news/"]


# Changes --------------------------------------------------------------------------------------------------------------
def test_every_process_sees_a_change_at_its_next_look(process: Process, home: HomePage) -> None:
    other = Process()
    other.look()
    home.heading_en = "Welcome"
    home.save_revision(clean=False)
    fresh(home).publish_languages(["en"])
    for each in (process, other):
        each.look()
        assert "Welcome" in each.get("/en/").text


def test_what_one_process_rendered_is_not_rendered_by_another(process: Process) -> None:
    other = Process()
    other.look()
    assert other.get("/en/").status == 200
    assert other.renderings == []


def test_a_page_taken_down_is_gone_at_the_next_look(process: Process, home: HomePage) -> None:
    page = add_page(home, ("en",), heading={"en": "Gone soon"}, slug="gone")
    process.look()
    assert process.get("/en/gone/").status == 200
    fresh(page).unpublish()
    process.look()
    assert process.get("/en/gone/").status == 404


def test_a_change_while_a_page_is_rendered_leaves_no_stale_page(process: Process, home: HomePage) -> None:
    process.pages.shelf.answers.clear()
    django = process.django

    def slow(environ: Any, start: Any) -> Any:
        response = django(environ, start)
        process.django = django
        SiteSettings.objects.get().save()  # after the page was read, before it is kept
        process.watch.look()
        return response

    process.django = slow
    process.get("/en/")
    process.renderings.clear()
    process.get("/en/")
    assert process.renderings == ["/en/"]


def test_a_crowd_that_comes_at_once_has_one_rendering(process: Process) -> None:
    process.pages.shelf.answers.clear()
    entered, go_on, django = threading.Event(), threading.Event(), process.django
    made = process.get("/az/")

    def waiting(environ: Any, start: Any) -> Any:
        entered.set()
        assert go_on.wait(5)
        return Kept(made.body)

    process.django = waiting
    got: list[Any] = []
    threads = [threading.Thread(target=lambda: got.append(process.get("/en/"))) for _ in range(8)]
    threads[0].start()
    assert entered.wait(5)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    process.django = django
    assert process.renderings == ["/az/", "/en/"]
    assert [each.body for each in got] == [made.body] * 8


class Kept:
    """An answer of Django's as far as the renderer looks at it."""

    is_kept, status_code = True, 200
    cookies: dict[str, str] = {}

    def __init__(self, body: bytes) -> None:
        self.body = body

    def __iter__(self) -> Any:
        return iter([self.body])

    def items(self) -> list[tuple[str, str]]:
        return [("Content-Type", "text/html")]

    def close(self) -> None:
        """Nothing to close."""


# The database away ----------------------------------------------------------------------------------------------------
def test_with_the_database_away_every_live_page_is_served_in_every_language(
    process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = SiteSettings.objects.get().codes

    def away(*_: Any, **__: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(changes, "look", away)
    monkeypatch.setattr(connection, "close", lambda: None)  # the test's own, which is not away
    monkeypatch.setattr(connection, "cursor", away)
    process.watch.look()
    assert not memory.database_answers()
    for code in offered:
        assert process.get(f"/{code}/").status == 200
    assert process.get("/", accept_language="az").status == 302


def test_a_stored_page_serves_a_process_that_starts_later(process: Process) -> None:
    assert set(KeptPage.objects.values_list("path", flat=True)) >= {"/", "/en/", "/az/"}


# Remembering ----------------------------------------------------------------------------------------------------------
def test_a_value_is_remembered_until_the_content_changes(process: Process) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert (memory.remember(("x",), make), memory.remember(("x",), make)) == (1, 1)
    memory.changed()
    process.look()
    assert memory.remember(("x",), make) == 2


def test_a_value_is_made_anew_where_nothing_watches(db: None) -> None:
    assert (memory.remember(("y",), lambda: 1), memory.remember(("y",), lambda: 2)) == (1, 2)


def test_the_settings_of_a_site_change_what_is_kept(process: Process) -> None:
    settings = SiteSettings.objects.get()
    for name, value in fields(organisation={"en": "The Trees"}).items():
        setattr(settings, name, value)
    settings.save()
    process.look()
    assert "The Trees" in process.get("/en/").text
