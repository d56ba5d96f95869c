"""home.running.processes: what was started is kept running, and ends with its keeper whatever happens to it."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from home.running.processes import Keeper, Process, backoff

FOREVER = (sys.executable, "-c", "import time; time.sleep(600)")
STUBBORN = (sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)")


def failing(status: int) -> tuple[str, ...]:
    return (sys.executable, "-c", f"raise SystemExit({status})")


def wait_until(holds: Callable[[], object]) -> None:
    """Come back when it holds; the test fails if it never does."""
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("It never came to pass.")


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    """A keeper takes the signals of its process; give them back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class Watched(Keeper):
    """A keeper that stops as soon as `until` holds."""

    until: Callable[[], object]
    looks = 0

    def look_after(self, process: Process) -> None:
        super().look_after(process)
        self.looks += 1
        if self.until() or self.looks > 1000:
            self.stop(signal.SIGTERM, None)


def run(*processes: Process, until: Callable[[], object]) -> tuple[str, list[str]]:
    """Keep `processes` until `until`; what was given up, and what was said."""
    said: list[str] = []
    keeper = Watched(processes, said.append, wait=lambda deaths: 0)
    keeper.until = until
    return keeper.run(), said


def test_the_pause_grows_to_a_minute() -> None:
    assert [backoff(deaths) for deaths in (1, 2, 3, 7, 50)] == [1, 2, 4, 60, 60]


def test_a_vital_process_that_keeps_dying_is_given_up_in_words() -> None:
    given_up, said = run(Process("server", failing(7), vital=True), until=lambda: False)
    assert given_up == "The server ended 3 times in a row (status 7): see the lines above."
    assert said == ["The server ended by itself (status 7); it is started again in 0 s."] * 2


def test_another_that_keeps_dying_is_tried_again_while_the_site_goes_on() -> None:
    site, worker = Process("server", FOREVER, vital=True), Process("letter worker", failing(1))
    given_up, _ = run(site, worker, until=lambda: worker.deaths >= 5)
    assert not given_up
    assert site.deaths == 0


def test_the_others_wait_until_the_site_answers() -> None:
    site, worker = Process("server", FOREVER, vital=True), Process("letter worker", FOREVER)
    order: list[str] = []
    keeper = Watched([site, worker], print)
    keeper.until = lambda: worker.running and not order.append("worker")

    def announce() -> bool:
        order.append("asked")
        return len(order) == 3

    keeper.run(announce)
    assert order == ["asked", "asked", "asked", "worker"]


def test_all_are_ended_and_waited_for() -> None:
    processes = Process("server", FOREVER, vital=True), Process("letter worker", FOREVER)
    seen: set[int] = set()

    def both_run() -> bool:
        seen.update(process.running.pid for process in processes if process.running)
        return len(seen) == 2

    run(*processes, until=both_run)
    assert not any(is_running(pid) for pid in seen)


def test_one_that_will_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("home.running.processes.GRACE", 0.3)
    process = Process("server", STUBBORN)
    pids: list[int] = []
    run(process, until=lambda: process.running and not pids.append(process.running.pid))
    assert not is_running(pids[0])


def test_one_whose_source_changed_is_started_anew() -> None:
    version, pids = [0], set()
    process = Process("letter worker", FOREVER, watched=lambda: version[0])

    def changed_twice() -> bool:
        if process.running and process.running.pid not in pids:
            pids.add(process.running.pid)
            version[0] += 1
        return len(pids) == 3

    _, said = run(process, until=changed_twice)
    assert not said
    assert process.deaths == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_outlives_its_keeper(number: signal.Signals, tmp_path: Path) -> None:
    if number == signal.SIGKILL and sys.platform != "linux":
        pytest.skip("Only Linux tells a process that its parent was killed.")
    script = tmp_path / "keeper.py"
    script.write_text(
        textwrap.dedent(f"""
        from home.running.processes import Keeper, Process
        children = [Process("one", {FOREVER!r}, vital=True), Process("two", {FOREVER!r}, vital=True)]
        def tell():
            print(*(child.running.pid for child in children), flush=True)
            return True
        raise SystemExit(Keeper(children, print).run(tell) or 0)
        """)
    )
    keeper = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": os.getcwd()}
    )
    pids = [int(pid) for pid in keeper.stdout.readline().split()]
    assert all(is_running(pid) for pid in pids)
    keeper.send_signal(number)
    keeper.communicate()
    wait_until(lambda: not any(is_running(pid) for pid in pids))
    assert keeper.returncode == (-signal.SIGKILL if number == signal.SIGKILL else 0)
