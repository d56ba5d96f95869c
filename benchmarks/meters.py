"""What programs have used and said: CPU of processes, figures in the lines of wrk and pgbench."""

import contextlib
import os
import re
import shutil
from pathlib import Path

from benchmarks import clusters


def cpu_of(server: clusters.Server) -> float:
    """Seconds of CPU that a PostgreSQL server and all its processes have used, those that have ended too."""
    pid = int((server.folder / "data" / "postmaster.pid").read_text().split()[0])
    ticks = sum(sum(times_of(each)) for each in clusters.children(pid))
    return (ticks + sum(times_of(pid))) / os.sysconf("SC_CLK_TCK")


def times_of(pid: int) -> list[int]:
    """What a process has used, and its children that have ended: user, system, user, system (proc(5))."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return [int(each) for each in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]]
    return [0, 0, 0, 0]


def said(pattern: str, text: str) -> str:
    """What stands at the place of a pattern. Raises ValueError."""
    found = re.search(pattern, text)
    if not found:
        raise ValueError(text)
    return found[1]


def milliseconds(text: str) -> float:
    """A time as wrk writes it."""
    number, unit = said(r"([\d.]+)", text), text.lstrip("0123456789.")
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def program(name: str) -> str:
    """Where a program is. Raises FileNotFoundError."""
    for found in (shutil.which(name), clusters.installed_programs() / name):
        if found and Path(found).exists():
            return str(found)
    raise FileNotFoundError(f"This measurement needs {name}.")
