"""A process that forks off this one, with all that is imported, and ends with it."""

import ctypes
import os
import runpy
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from typing import NoReturn

LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
PR_SET_PDEATHSIG = 1  # linux/prctl.h
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_EVERY = 0.02  # seconds, while somebody waits for its end


def end_with(parent: int) -> None:
    """End this process when its parent is gone, even killed. Linux only; elsewhere Ctrl-C and SIGTERM must do."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)  # it was gone before the kernel was asked


class Forked:
    """`python -m …` in a fork of this process, which has imported what the module needs; used like a Popen."""

    def __init__(self, command: Sequence[str], before: Callable[[], None]) -> None:
        self.status: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            self.become(command, before)

    def become(self, command: Sequence[str], before: Callable[[], None]) -> NoReturn:
        """In the child: run the module and end, whatever comes."""
        status = 1
        try:
            os.setsid()
            for number in ENDINGS:
                signal.signal(number, signal.SIG_DFL)
            before()
            sys.argv = list(command[2:])
            runpy.run_module(command[2], run_name="__main__", alter_sys=True)
            status = 0
        except SystemExit as end:
            status = end.code if isinstance(end.code, int) else int(end.code is not None)
        except BaseException:  # there is no caller: whatever was above belongs to the keeper
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def poll(self) -> int | None:
        """Its status, negative for a signal; None while it runs."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self.status = os.waitstatus_to_exitcode(status) if pid else None
        return self.status

    def wait(self, timeout: float = float("inf")) -> int:
        """Its status, once it has ended. Raises subprocess.TimeoutExpired after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() >= deadline:
                raise subprocess.TimeoutExpired("fork", timeout)
            time.sleep(LOOK_EVERY)
        return status

    def terminate(self) -> None:
        """Send SIGTERM."""
        os.kill(self.pid, signal.SIGTERM)
