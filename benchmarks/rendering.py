"""Pages with a petition's form rendered anew, beside one as Wagtail's documentation builds it. `make bench-rendering`.

Two of them: the petition's own, and one with the stock page's twenty blocks and the form in its body. What all pages
share while the content stands (menus, links, the petition and its fields) is remembered, as in a server; what the first
rendering after a change takes, with nothing remembered, is told beside it.

Aimed at: a fifth of the stock page's CPU, 3 queries, and with 24 languages 1.2 times what it takes with 8.
"""

import argparse
import contextlib
import json
import os
import statistics
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

# Who takes part, and in how many languages
SUBJECTS = {"ours": "12", "with blocks": "12", "stock": "", "8 languages": "8", "24 languages": "24"}
PATHS = {"with blocks": "/en/campaign/"}
PETITION = "/en/petitions/trees/"
QUERIES = 3
AT_ONCE = 40  # renderings of a turn


# One subject, in a process of its own --------------------------------------------------------------------------------
def subject(name: str) -> None:
    """Render whenever a line comes in; tell milliseconds of CPU and queries of one rendering."""
    render = stock() if name == "stock" else our(PATHS.get(name, PETITION))
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
        first, first_queries = after_a_change(render) if name != "stock" else (spent, queries)
        ratios.say(json.dumps({"ms": spent, "queries": queries, "first ms": first, "first queries": first_queries}))


def after_a_change(render: Callable[[], None]) -> tuple[float, int]:
    """Milliseconds of CPU and queries of a rendering that finds nothing remembered."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from pages.memory.watching import remembered

    remembered.clear()
    with CaptureQueriesContext(connection) as captured:
        render()
    queries = len(captured)
    spent = 0.0
    for _time in range(AT_ONCE // 4):
        remembered.clear()
        began = time.process_time()
        render()
        spent += time.process_time() - began
    return spent / (AT_ONCE // 4) * 1000, queries


def stock() -> Callable[[], None]:
    """The stock site's page."""
    from benchmarks.yardsticks.stock import fill

    fill.main()
    from benchmarks.yardsticks.stock.wsgi import application

    return lambda: asked(application, "127.0.0.1", "/petition/")


def our(path: str) -> Callable[[], None]:
    """A page of ours, live in every language there is."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.management import call_command

    call_command("migrate", verbosity=0, run_syncdb=True)
    from benchmarks.yardsticks import ours

    ours.fill()
    from django.conf import settings

    from pages.memory import rendering
    from pages.memory.watching import Current, Watch

    Current.watch = Watch()
    Current.watch.look()
    application = WSGIHandler()

    def render() -> None:
        with rendering.collecting():
            asked(application, settings.SITE_URL.partition("//")[2], path)

    return render


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
    for what, name in (("the petition's page", "ours"), ("a page of twenty blocks with the form", "with blocks")):
        results.tell(f"{what} / a stock Wagtail page", cpu[name], cpu["stock"], 0.2, "ms of CPU", at_most=True)
        queries = [one["queries"] for one in found[name]]
        results.tell(f"{what}, its queries / {QUERIES}", queries, [float(QUERIES)], 1.0, "queries", at_most=True)
        first = statistics.median(one["first ms"] for one in found[name])
        ratios.say(
            f"  the first after a change: {ratios.amount(first)} ms of CPU, {found[name][0]['first queries']} queries"
        )
    results.tell("24 languages / 8 languages", cpu["24 languages"], cpu["8 languages"], 1.2, "ms of CPU", at_most=True)
    ratios.say(f"queries of the stock page: {found['stock'][0]['queries']}")
    results.end()


if __name__ == "__main__":
    main()
