"""How long it takes to start: the site a second time, the tests, and an empty database. `make bench-starting`.

Wall time where somebody waits, and beside it the CPU's, which other programs on the machine lengthen less.
"""

import argparse
import os
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.ratios import Results, compare

ROOT = Path(__file__).parent.parent
MOST = 5.0  # seconds until the site answers, and until a test begins
PATIENCE = 300.0
TESTS = {
    "a test without a database": ("sqlite", "tests/petition/test_names.py", "no_name_of_the_corpus"),
    "a test on SQLite": ("sqlite", "tests/petition/test_counting.py", "pending_signatures_do_not"),
    "a test on PostgreSQL": ("postgres", "tests/petition/test_counting.py", "pending_signatures_do_not"),
}


def main() -> None:
    """Each, then whether all holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three rounds, and no full migration")
    chosen = parser.parse_args()
    rounds = 3 if chosen.quick else 5
    results = Results("starting")
    tell(results, "the site's second start", *second_start(rounds))
    for what, test in TESTS.items():
        run_test(*test)  # leaves what it makes for the others
        tell(results, f"the start of {what}", *together(lambda test=test: run_test(*test), rounds))
    for kind in () if chosen.quick else ("sqlite", "postgres"):
        turns = {"migrated": lambda kind=kind: made(kind, "--migrate"), "kept": lambda kind=kind: made(kind)}
        found = compare(turns, rounds)
        results.tell(f"a full migration beside an empty database, {kind}", found["migrated"], found["kept"], 5, "s")
    results.end()


def tell(results: Results, what: str, took: list[float], busy: list[float]) -> None:
    """A line: the wall time beside the seconds that the issue allows."""
    results.tell(f"{what}, {statistics.median(busy):.1f} s of CPU", took, [MOST], 1, "s", at_most=True)


def together(run: Callable[[], None], rounds: int) -> tuple[list[float], list[float]]:
    """Of each round (wall time, CPU of the processes that ended in it), in seconds."""
    took, busy = [], []
    for _round in range(rounds):
        before, start = spent(), time.perf_counter()
        run()
        took.append(time.perf_counter() - start)
        busy.append(spent() - before)
    return took, busy


def spent() -> float:
    """CPU of all children that ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run_test(database: str, path: str, name: str) -> None:
    """One test alone, with all that comes before and after it."""
    run("-m", "pytest", "-q", "-n0", f"--database={database}", path, "-k", name)


def run(*arguments: str) -> None:
    """A Python of this environment. Raises CalledProcessError."""
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


# The site -------------------------------------------------------------------------------------------------------------
def second_start(rounds: int) -> tuple[list[float], list[float]]:
    """Of each round (seconds until the site answers, CPU until it has ended), on a folder where it ran before."""
    with tempfile.TemporaryDirectory(prefix="undersigned-") as folder:
        until_it_answers(folder)
        took, busy = [], []
        for _round in range(rounds):
            before = spent()
            took.append(until_it_answers(folder))
            busy.append(spent() - before)
    return took, busy


def until_it_answers(folder: str) -> float:
    """Seconds until the site is there. It is ended then."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    own = {"VAR": folder, "PORT": port, "ENV_FILE": os.devnull}
    start = time.perf_counter()
    site = subprocess.Popen(
        [shutil.which("make") or "make", "run"], cwd=ROOT, env=os.environ | own, stdout=subprocess.DEVNULL
    )
    try:
        while not answers(port):
            if time.perf_counter() - start > PATIENCE or site.poll() is not None:
                raise TimeoutError
            time.sleep(0.02)
        return time.perf_counter() - start
    finally:
        site.send_signal(signal.SIGTERM)
        site.wait()


def answers(port: str) -> bool:
    """Whether the site is there."""
    with suppress(OSError):
        return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/-/live", timeout=2).status == 200)
    return False


# Databases ------------------------------------------------------------------------------------------------------------
MAKE = """
import sys, time
from benchmarks import stage
from tests import environment, templates
if "--migrate" in sys.argv: templates.offer = lambda: None
environment.arrange()
environment.arrange = lambda: None
start = time.perf_counter()
stage.build()
print("took", time.perf_counter() - start)
"""


def made(kind: str, *more: Sequence[str] | str) -> float:
    """Seconds to make one."""
    command = [sys.executable, "-c", MAKE, f"--database={kind}", *more]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return float(said.rpartition("took ")[2])


if __name__ == "__main__":
    main()
