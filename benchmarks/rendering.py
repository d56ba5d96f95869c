"""The petition's page rendered anew, beside a page as Wagtail's documentation builds one. `make bench-rendering`.

Aimed at: a fifth of the stock page's CPU, 3 queries, and with 24 languages 1.2 times what it takes with 8.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks import ratios
from tests.environment import ROOT, documented_variables

SUBJECTS = {"ours": "12", "stock": "", "8 languages": "8", "24 languages": "24"}  # {name: languages}
QUERIES = 3
AT_ONCE = 40  # renderings of a turn
WORDS = "<p>In one night a town was wiped out, and nobody has been brought to justice for it.</p>" * 4


# One subject, in a process of its own --------------------------------------------------------------------------------
def subject(name: str) -> None:
    """Render whenever a line comes in; tell milliseconds of CPU and queries of one rendering."""
    render = stock() if name == "stock" else ours()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    connection.settings_dict["CONN_MAX_AGE"] = None  # as a pool keeps it
    for _warm in range(5):
        render()
    for _line in sys.stdin:
        with CaptureQueriesContext(connection) as captured:
            render()
        queries = len(captured)  # now: the next request forgets them
        began = time.process_time()
        for _time in range(AT_ONCE):
            render()
        spent = (time.process_time() - began) / AT_ONCE * 1000
        ratios.say(json.dumps({"ms": spent, "queries": queries}))


def stock() -> Callable[[], None]:
    """The stock site's page."""
    from benchmarks.yardsticks.stock import fill

    fill.main()
    from benchmarks.yardsticks.stock.wsgi import application

    return lambda: asked(application, "127.0.0.1", "/petition/")


def ours() -> Callable[[], None]:
    """The petition's own page, live in every language there is."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)
    fill()
    from django.conf import settings

    from pages.memory import rendering
    from pages.memory.watching import Current, Watch

    Current.watch = Watch()
    Current.watch.look()
    application = WSGIHandler()

    def render() -> None:
        with rendering.collecting():
            asked(application, settings.SITE_URL.partition("//")[2], "/en/petitions/trees/")

    return render


def fill() -> None:
    """A site with a petition in every language there is."""
    from django.conf import settings
    from django.utils import timezone
    from wagtail.models import Locale, Page, Site

    from home.models import HomePage
    from pages.languages import column
    from petition.models import Petition

    codes = [code for code, _name in settings.LANGUAGES]
    Locale.objects.create(language_code="en")
    headings = {column("heading", code): f"Home {code}" for code in codes}
    home = Page.add_root(instance=Page(title="Root", slug="root")).add_child(instance=HomePage(slug="home", **headings))
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)
    texts = {"heading": "Plant more trees", "demand": WORDS, "consent": "I agree.", "thanks": WORDS}
    columns = {column(base, code): text for base, text in texts.items() for code in codes}
    petition = Petition(live=False, slug="trees", opens_at=timezone.now(), source_language="en", **columns)
    petition.save()
    petition.save_revision(clean=False)
    petition.publish_languages(codes, although_unready=True)


def asked(application: Callable[..., Any], host: str, path: str) -> None:
    """One rendering. Raises RuntimeError for anything but a page."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "HTTP_HOST": host,
        "SERVER_NAME": host.partition(":")[0],
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    response = application(environ, lambda *_: None)
    b"".join(response)
    response.close()
    if response.status_code != 200:
        raise RuntimeError(response.status_code)


# All of them, in turn -------------------------------------------------------------------------------------------------
@contextlib.contextmanager
def begun(name: str, languages: str, folder: str) -> Iterator[Callable[[], dict[str, float]]]:
    """A subject in a process of its own; each call is a turn."""
    bare = {each: value for each, value in os.environ.items() if each not in documented_variables()}
    var = Path(folder) / name.replace(" ", "-")
    (var / "static").mkdir(parents=True)
    variables = {**bare, "ENV_FILE": os.devnull, "VAR": str(var), "BENCH_LANGUAGES": languages}
    command = [sys.executable, "-m", "benchmarks.rendering", "--subject", name]
    process = subprocess.Popen(command, cwd=ROOT, env=variables, stdin=-1, stdout=-1, text=True)

    def turn() -> dict[str, float]:
        process.stdin.write("\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        return json.loads(process.stdout.readline())  # type: ignore[union-attr]

    try:
        yield turn
    finally:
        process.stdin.close()  # type: ignore[union-attr]
        process.wait(10)


def main() -> None:
    """Turn by turn, and what holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three rounds")
    parser.add_argument("--subject", choices=SUBJECTS, help="for the processes that this one starts")
    chosen = parser.parse_args()
    if chosen.subject:
        subject(chosen.subject)
        return
    ratios.say(ratios.machine())
    found: dict[str, list[dict[str, float]]] = {name: [] for name in SUBJECTS}
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        turns = {name: stack.enter_context(begun(name, many, folder)) for name, many in SUBJECTS.items()}
        for _round in range(3 if chosen.quick else 7):
            for name, turn in turns.items():
                found[name].append(turn())
    cpu = {name: [one["ms"] for one in turns] for name, turns in found.items()}
    results = ratios.Results("rendering")
    results.tell(
        "the petition's page / a stock Wagtail page", cpu["ours"], cpu["stock"], 0.2, "ms of CPU", at_most=True
    )
    results.tell("24 languages / 8 languages", cpu["24 languages"], cpu["8 languages"], 1.2, "ms of CPU", at_most=True)
    queries = [one["queries"] for one in found["ours"]]
    results.tell(f"its queries / {QUERIES}", queries, [float(QUERIES)], 1.0, "queries", at_most=True)
    ratios.say(f"queries of the stock page: {found['stock'][0]['queries']}")
    results.end()


if __name__ == "__main__":
    main()
