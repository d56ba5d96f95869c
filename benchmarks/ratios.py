"""Ratios: ours beside a yardstick, turn by turn in one run, because machines are shared and absolutes are not."""

import json
import os
import platform
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.postgres import installed_programs


@dataclass
class Ratio:
    """One line of a result."""

    what: str
    ratio: float
    target: float
    ours: float
    yardstick: float
    unit: str
    at_most: bool

    @property
    def holds(self) -> bool:
        """Whether the target is reached."""
        return self.ratio <= self.target if self.at_most else self.ratio >= self.target

    def __str__(self) -> str:
        way = "at most" if self.at_most else "at least"
        said = "holds" if self.holds else "MISSED"
        ours, other = amount(self.ours), amount(self.yardstick)
        return f"{self.what}: {self.ratio:.3g} ({ours} {self.unit}; {other} {self.unit}), {way} {self.target:g}: {said}"


@dataclass
class Results:
    """What one measurement found, told line by line and kept for docs/performance.md."""

    name: str
    lines: list[Ratio] = field(default_factory=list)

    def tell(
        self, what: str, ours: list[float], yardstick: list[float], target: float, unit: str, *, at_most: bool = False
    ) -> Ratio:
        """The ratio of the medians, with the medians beside it."""
        one, other = statistics.median(ours), statistics.median(yardstick)
        line = Ratio(what, one / other if other else float("inf"), target, one, other, unit, at_most)
        self.lines.append(line)
        say(str(line))
        return line

    def end(self) -> None:
        """Write the results where RESULTS says, and leave with 1 where a target was missed."""
        if path := os.environ.get("RESULTS"):
            with Path(path).open("a", encoding="utf-8") as file:
                file.writelines(
                    json.dumps({"bench": self.name, **asdict(line), "holds": line.holds}) + "\n" for line in self.lines
                )
        sys.exit(0 if all(line.holds for line in self.lines) else 1)


def compare(turns: Mapping[str, Callable[[], float]], rounds: int = 5) -> dict[str, list[float]]:
    """{name: values} of `turns`, one after the other in each round, the other way round in every second."""
    found: dict[str, list[float]] = {name: [] for name in turns}
    for number in range(rounds):
        for name in list(turns) if number % 2 == 0 else list(turns)[::-1]:
            found[name].append(turns[name]())
    return found


def amount(value: float) -> str:
    """A number with as many digits as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def machine() -> str:
    """The machine and the day, without a name or a path."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    cpu = next((line.partition(":")[2].strip() for line in lines if "model name" in line), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"
    told = f"{datetime.now(UTC).date().isoformat()}, {os.cpu_count()} cores ({cpu}), {memory:.0f} GB, {system}"
    return ", ".join([told, *database()])


def database() -> list[str]:
    """PostgreSQL with its version, where it is installed."""
    try:
        program = str(installed_programs() / "postgres")
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return []
    found = re.search(r"\d[\d.]*", said)
    return [f"PostgreSQL {found[0]}"] if found else []


def say(line: str) -> None:
    """Tell a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
