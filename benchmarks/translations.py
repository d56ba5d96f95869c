"""Measures the translation desk with 50,000 pieces of text in thirty languages. `make bench-translations` runs it.

Aimed at: the matrix in 300 ms and 12 queries, the translator's view in 200 KB, a save in twice the time of one without
the desk.
"""

import argparse
import importlib
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import django
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from tests import postgres

RUNS = 15
FILTERED = "?language=fr&state=stale&q=page+1"
SENTENCE = "<p>The sentence of round {number}, which an editor has just changed in the source.</p>"


def main() -> None:
    """Fill a database of its own, measure, tell, and leave nothing behind."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    folder = Path(tempfile.mkdtemp(prefix="undersigned-"))
    try:
        lay_out(folder, options.parse_args().database)
        with filled() as page:
            for line in measure(page):
                say(line)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def say(line: str) -> None:
    """Tell a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def lay_out(folder: Path, database: str) -> None:
    """An empty folder, a database, no variable of the developer's own; then load the site."""
    os.environ |= {"ENV_FILE": os.devnull, "VAR": str(folder / "var"), "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    os.environ.pop("DATABASE_URL", None)
    if database == "postgres":
        os.environ["DATABASE_URL"] = postgres.start(folder / "postgres")
    django.setup()
    setup_test_environment()
    Path(settings.STATIC_ROOT).mkdir(parents=True)  # whitenoise warns where it is missing
    if database == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(folder / "bench.sqlite3")
    say(f"Django {django.__version__}, {connection.vendor}")


@contextmanager
def filled() -> Iterator[Any]:
    """A database that is full while it lasts; the page in it that is whole."""
    from benchmarks import filling  # the models exist since the site was loaded

    connection.creation.create_test_db(verbosity=0)
    make_search_index()
    start = time.perf_counter()
    page = filling.fill()
    say(f"filled in {time.perf_counter() - start:.0f} s: {filling.PAGES * filling.UNITS:,} units, 30 languages")
    yield page
    connection.close()


def make_search_index() -> None:
    """SQLite's table for the search in the admin, as its migration makes it: every save writes to it."""
    if connection.vendor == "sqlite":
        module = importlib.import_module("wagtail.search.migrations.0006_customise_indexentry")
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE wagtailsearch_indexentry_fts")  # a plain one, as the models have it
        for operation in module.Migration.operations[-1].database_operations:
            with connection.schema_editor() as editor:
                operation.database_forwards("wagtailsearch", editor, None, None)


def measure(page: Any) -> Iterator[str]:
    """Everything, line by line."""
    client = signed_in()
    matrix = reverse("translations:matrix")
    last = client.get(matrix).context["page"].paginator.num_pages
    for name, query in (("first page", ""), ("filtered", FILTERED), ("last page", f"?p={last}")):
        yield f"matrix, {name}: {asked(client, matrix + query)}"
    yield f"translator's view: {asked(client, sheet_of(page))}"
    yield saving(page)


def signed_in() -> Client:
    """Somebody who may do everything."""
    from django.contrib.auth import get_user_model  # the models exist since the site was loaded

    client = Client(HTTP_HOST="localhost")
    client.force_login(get_user_model().objects.create_superuser("bench", "bench@example.org", "bench"))
    return client


def sheet_of(page: Any) -> str:
    """Where the whole page is translated."""
    from pages.translations import desk  # the models exist since the site was loaded

    return desk.sheet_url(page, "fr")


def asked(client: Client, url: str) -> str:
    """How long an answer takes, how long this process is busy with it, how many queries, how large it is."""
    statements: list[str] = []
    with connection.execute_wrapper(listing(statements)):
        client.get(url)
        at_first = len(statements)
        response = client.get(url)
    if response.status_code != 200:
        raise RuntimeError(f"{url} answers {response.status_code}.")
    before = time.process_time()
    times = [timed(lambda: client.get(url)) for _run in range(RUNS)]
    busy = (time.process_time() - before) * 1000 / RUNS
    size = len(response.content) / 1000
    queries = f"{len(statements) - at_first} queries ({at_first} at first)"
    return f"{statistics.median(times):.0f} ms, {busy:.0f} of them busy, {queries}, {size:.0f} KB"


def listing(statements: list[str]) -> Callable[..., Any]:
    """Notes every statement that the database is given."""

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    return note


def timed(deed: Callable[[], Any]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    deed()
    return (time.perf_counter() - start) * 1000


def saving(page: Any) -> str:
    """The same save with and without the desk, in turn."""
    save(page, 0)
    with_desk, without = [], []
    for number in range(1, RUNS + 1):
        with_desk.append(save(page, number))
        with desk_away():
            without.append(save(page, -number))
    ours, bare = statistics.median(with_desk), statistics.median(without)
    return f"saving the source: {ours:.0f} ms with the desk, {bare:.0f} ms without, ratio {ours / bare:.2f}"


@contextmanager
def desk_away() -> Iterator[None]:
    """Saves as they were before there was a desk: nothing merged, followed or noted."""
    with (
        mock.patch("pages.translations.drafting.merge", return_value={}),
        mock.patch("pages.translations.drafting.note"),
        mock.patch("pages.translations.sheets.follow_structure"),
    ):
        yield


def save(page: Any, number: int) -> float:
    """Change one block and the heading of the source, and store the draft; milliseconds of storing."""
    from pages.languages import column  # the settings exist since the site was loaded
    from pages.translations import leaves

    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    body = column("body", "en")
    blocks = leaves.stored_blocks(draft, body)
    blocks[number % len(blocks)]["value"] = SENTENCE.format(number=number)
    leaves.put_blocks(draft, body, blocks)
    setattr(draft, column("heading", "en"), f"Round {number}")
    return timed(lambda: draft.save_revision(clean=False))


if __name__ == "__main__":
    main()
