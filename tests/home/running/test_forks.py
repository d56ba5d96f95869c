"""home.running.forks: a process that forks off its keeper is kept and ended like any other."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from home.running import forks, processes
from home.running.processes import Process

pytestmark = pytest.mark.skipif(forks.LIBC is None, reason="Only on Linux does a process fork off.")
KEEPER = """
import json.tool, os, pathlib, sys, time
from home.running.processes import Keeper, Process
import {module}
keeper = Keeper([Process("server", (sys.executable, "-m", "{module}", "argument"), vital=True, forks=True)],
                lambda sentence: print(sentence, flush=True), lambda deaths: 0)
print(keeper.run(), flush=True)
"""


def keeper(folder: Path, body: str) -> subprocess.Popen[str]:
    """A keeper of the module `kept`, whose `body` runs where it is the main program."""
    indented = "\n".join(f"    {line}" for line in body.splitlines())
    (folder / "kept.py").write_text(
        f"import os, sys, time, pathlib\nif __name__ == '__main__':\n{indented}\n", encoding="utf-8"
    )
    surroundings = {**os.environ, "PYTHONPATH": f"{folder}:{Path.cwd()}"}
    command = [sys.executable, "-W", "ignore", "-c", KEEPER.format(module="kept")]
    return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_it_has_what_the_keeper_imported_and_its_own_arguments(tmp_path: Path) -> None:
    site = keeper(tmp_path, "print('json.tool' in sys.modules, sys.argv[1:], os.getsid(0) == os.getpid())\nsys.exit(3)")
    said = site.communicate(timeout=30)[0]
    assert said.count("True ['argument'] True") == processes.PATIENCE
    assert "ended 3 times in a row (status 3)" in said


def test_it_does_not_carry_on_where_the_keeper_stood_when_it_fails(tmp_path: Path) -> None:
    said = keeper(tmp_path, "raise ValueError('of its own')").communicate(timeout=30)[0]
    assert said.count("ValueError: of its own") == processes.PATIENCE
    assert said.count("times in a row (status 1)") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_it_ends_with_its_keeper(tmp_path: Path, number: signal.Signals) -> None:
    site = keeper(tmp_path, "print(os.getpid(), flush=True)\ntime.sleep(600)")
    assert site.stdout is not None
    site.stdout.readline()
    site.send_signal(number)
    site.communicate(timeout=30)  # reads until nobody holds the stream any more


def test_who_waits_too_long_is_told() -> None:
    process = Process("server", (sys.executable, "-m", "timeit", "-n1", "-r1", "import time; time.sleep(600)"))
    process.forks = True
    process.start()
    assert process.running is not None
    with pytest.raises(subprocess.TimeoutExpired):
        process.running.wait(0.05)
    process.ask_to_end()
    assert process.end(time.monotonic() + 10) == -signal.SIGTERM
