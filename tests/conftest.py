"""What every test has at hand: a database that is as it was found, the demo campaign, a browser."""

from __future__ import annotations  # Playwright is loaded for those who want a browser

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from config.env import mail_settings
from tests import chromium, environment, snapshots, templates

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

gc.disable()  # what is loaded here stays for the whole run: nothing of it has to be looked through again and again
environment.arrange()
gc.freeze()
gc.enable()

hypothesis.settings.register_profile("project", deadline=None, derandomize=chromium.is_required())
hypothesis.settings.load_profile(
    "project"
)  # two shared cores make any deadline a lie; CI must fail for the change alone


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--database`, read by tests.environment."""
    parser.addoption(
        "--database", choices=environment.DATABASES, default="sqlite", help="what the tests run on (sqlite)"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that ask for a browser, so that `-m 'not browser'` leaves them out.

    What asks for no database runs on SQLite alone: on PostgreSQL it could only say the same once more.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if config.getoption("database") == "postgres":
        same = [item for item in items if not asks_for_database(item)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if asks_for_database(item)]


def pytest_collection_finish() -> None:
    """Let the collector leave alone what stays: the tests, and all they import."""
    gc.freeze()


def asks_for_database(item: pytest.Item) -> bool:
    """Whether a test can meet a database: through a fixture, a mark, or by being a test case of Django's."""
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    case = getattr(item, "cls", None)
    is_case = isinstance(case, type) and issubclass(case, TransactionTestCase)
    return bool(fixtures) or is_case or item.get_closest_marker("django_db") is not None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say on what the tests ran, and plainly what was left out and how to get it."""
    terminalreporter.write_line(f"Database: {config.getoption('database')}")
    skipped = [
        report for report in terminalreporter.stats.get("skipped", []) if chromium.MISSING in str(report.longrepr)
    ]
    if skipped:
        terminalreporter.write_line(f"SKIPPED: the {len(skipped)} tests in a browser. {chromium.MISSING}", yellow=True)


# Database -------------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Leave the database where it is: its file or its whole server goes with the folder of the run."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, django_db_blocker: Any) -> None:
    """Let Django find what the migrations made in an earlier run."""
    with django_db_blocker.unblock():
        templates.offer()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let a test that commits leave the database as the migrations made it (tests.snapshots says why)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: snapshots.restore("empty"))
        with django_db_blocker.unblock():
            if "empty" not in snapshots.kept:
                snapshots.keep("empty")
                templates.keep()
        yield
        with django_db_blocker.unblock():
            connection.close()
            if connection.vendor == "postgresql":
                connection.close_pool()


@pytest.fixture(autouse=True)
def _from_one_test_to_the_next() -> Iterator[None]:
    """Neither a language that a request activated nor a cached value nor a count reaches the next test."""
    from pages.translations import demand  # models exist since the surroundings are laid out
    from petition import throttle

    with translation.override("en"):
        yield
    cache.clear()
    demand.forget()
    throttle.forget()


@pytest.fixture
def demo(transactional_db: None) -> None:
    """The demo campaign as a newcomer meets it, fresh for every test."""
    if "demo" in snapshots.kept:
        snapshots.restore("demo")
    else:
        call_command("load_demo", verbosity=0)
        snapshots.keep("demo")


@pytest.fixture
def letters(settings: Any, tmp_path: Path) -> Path:
    """The folder in which each letter that is sent becomes a file, as on a newcomer's machine."""
    for name, value in mail_settings({"BACKEND": "petition.letter_files.EmailBackend"}).items():
        setattr(settings, name, value)
    settings.LETTERS_DIR = tmp_path / "letters"
    return tmp_path / "letters"


# Browser --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def site(live_server: Any, demo: None) -> str:
    """The address of a running site with the demo campaign; settings.SITE_URL is the same."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Without one the test is skipped, or fails where CI or REQUIRE_BROWSER is set."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            (pytest.fail if chromium.is_required() else pytest.skip)(chromium.MISSING)
        browser = chromium.start(playwright, path)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page for a new visitor: visit("/ar/petition/", language="ar", width=360, javascript=False).

    At the end the test fails if a script of a page failed or if anything was asked of a third party.
    """
    visitors: list[BrowserContext] = []
    faults: list[str] = []

    def visit(path: str, language: str = "en", width: int = 1280, javascript: bool = True, **options: Any) -> Page:
        visitor = browser.new_context(
            base_url=site,
            locale=language,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            reduced_motion="reduce",  # nobody waits for a page that scrolls smoothly
            **options,
        )
        visitors.append(visitor)
        visitor.set_default_timeout(15_000)
        visitor.on("weberror", lambda error: faults.append(f"script: {error.error}"))
        visitor.on("request", lambda request: faults.extend(strangers(site, request.url)))
        page = visitor.new_page()
        page.goto(path)
        return page

    yield visit
    for visitor in visitors:
        visitor.close()
    assert not faults


def strangers(site: str, url: str) -> list[str]:
    """The address `url`, if it is neither the site's own nor made inside the page."""
    parts = urlsplit(url)
    at_home = parts.scheme in {"data", "blob", "about"} or parts.netloc == urlsplit(site).netloc
    return [] if at_home else [f"third party: {url}"]
