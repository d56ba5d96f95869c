"""Runs the site's processes side by side: starts them, restarts one that dies, ends them all together."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType

from home.running.forks import ENDINGS, LIBC, Forked, end_with

TICK = 0.2  # seconds between two looks at the processes
SOUND = 60  # seconds after which a process counts as healthy
PATIENCE = 3  # deaths in a row after which a vital process is given up
GRACE = 15  # seconds that the processes have to end by themselves


def backoff(deaths: int) -> float:
    """Seconds to wait before the next start: 1, 2, 4 … 60."""
    return min(60.0, 2.0 ** (deaths - 1))


@dataclass
class Process:
    """One of the site's processes. The site is given up when a `vital` one keeps dying; others are always tried again.

    When the value that `watched` gives changes, the process is restarted. One that `forks` is a `python -m …` that
    shares what the keeper has imported; on Linux alone, elsewhere libraries don't outlive a fork.
    """

    name: str
    command: Sequence[str]
    vital: bool = False
    watched: Callable[[], object] = lambda: None
    forks: bool = False
    running: subprocess.Popen[bytes] | Forked | None = None
    deaths: int = 0
    next_start: float = 0
    started: float = 0
    seen: object = None

    def start(self) -> None:
        """Start it in a group of its own: Ctrl-C reaches only the keeper, which ends all in order."""
        parent = os.getpid()
        self.started, self.seen = time.monotonic(), self.watched()
        if self.forks and LIBC is not None:
            self.running = Forked(self.command, lambda: end_with(parent))
        else:
            self.running = subprocess.Popen(self.command, start_new_session=True, preexec_fn=lambda: end_with(parent))

    def ask_to_end(self) -> None:
        """Send SIGTERM."""
        if self.running and self.running.poll() is None:
            self.running.terminate()

    def end(self, deadline: float) -> int:
        """Wait until `deadline` (monotonic seconds), then kill what is left of it and its children; its status."""
        if not self.running:
            return 0
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.wait(max(0.0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, signal.SIGKILL)
        status = self.running.wait()
        self.running = None
        return status


class Keeper:
    """Keeps `processes` running; `say` takes a sentence for the log, `wait` gives the pause after so many deaths."""

    def __init__(
        self, processes: Sequence[Process], say: Callable[[str], None], wait: Callable[[int], float] = backoff
    ) -> None:
        self.processes, self.say, self.wait = processes, say, wait
        self.stops = 0
        self.given_up = ""

    def run(self, announce: Callable[[], bool] = lambda: True) -> str:
        """Run until SIGINT, SIGTERM or SIGHUP; `announce` is called again and again until it returns True.

        What is not vital waits for that: at the start the server has the processor to itself.
        Returns "" or a sentence that says which vital process was given up.
        """
        for number in ENDINGS:
            signal.signal(number, self.stop)
        announced = False
        try:
            while not self.stops and not self.given_up:
                for process in self.processes:
                    if process.vital or announced:
                        self.look_after(process)
                announced = announced or announce()
                time.sleep(TICK)
        finally:
            self.end_all()
        return self.given_up

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Signal handler: end at the next look; a second signal ends at once."""
        self.stops += 1

    def look_after(self, process: Process) -> None:
        """Start `process` when it is time to, bury it when it died, restart it when what it watches changed."""
        now = time.monotonic()
        if process.running is None:
            if now >= process.next_start:
                process.start()
        elif process.running.poll() is not None:
            self.bury(process, now)
        elif process.watched() != process.seen:
            process.ask_to_end()
            process.end(now + GRACE)

    def bury(self, process: Process, now: float) -> None:
        """Clear away what the dead process left, and decide when it is started again, if at all."""
        status = process.end(now)
        process.deaths = 1 if now - process.started >= SOUND else process.deaths + 1
        if process.vital and process.deaths >= PATIENCE:
            self.given_up = (
                f"The {process.name} ended {process.deaths} times in a row (status {status}): see the lines above."
            )
            return
        pause = self.wait(process.deaths)
        process.next_start = now + pause
        self.say(f"The {process.name} ended by itself (status {status}); it is started again in {pause:.0f} s.")

    def end_all(self) -> None:
        """Ask all to end, wait for them together, kill what stays."""
        deadline = time.monotonic() + GRACE
        for process in self.processes:
            process.ask_to_end()
        alive = [process for process in self.processes if process.running]
        while (
            self.stops < 2
            and time.monotonic() < deadline
            and any(p.running and p.running.poll() is None for p in alive)
        ):
            time.sleep(TICK / 4)
        for process in alive:
            process.end(0)
