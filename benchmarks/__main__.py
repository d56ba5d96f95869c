"""All measurements of speed in one go: `make bench`, or `make bench ARGS=--quick` for a first look."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import ratios
from tests.environment import ROOT

# In the order in which a stranger would ask
BENCHES = (
    "pages",
    "rendering",
    "signing",
    "storm",
    "growth",
    "exporting",
    "letters",
    "starting",
    "failover",
    "pooling",
)


def main() -> None:
    """Each in a process of its own; one that fails stops no other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a first look at each")
    parser.add_argument("--only", nargs="*", choices=BENCHES, default=BENCHES)
    chosen = parser.parse_args()
    there = [name for name in chosen.only if (ROOT / "benchmarks" / f"{name}.py").exists()]
    statuses: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder:
        results = Path(os.environ.get("RESULTS") or Path(folder) / "results")
        for name in there:
            ratios.say(f"\n== {name}")
            command = [sys.executable, "-m", f"benchmarks.{name}", *(["--quick"] if chosen.quick else [])]
            command += ["--database=postgres"] if name == "letters" else []
            statuses[name] = subprocess.run(command, cwd=ROOT, env={**os.environ, "RESULTS": str(results)}).returncode
        ratios.say(f"\n{ratios.machine()}")
        lines = results.read_text("utf-8").splitlines() if results.exists() else []
        for line in map(json.loads, lines):
            facts = {name: value for name, value in line.items() if name not in {"bench", "holds"}}
            ratios.say(f"{line['bench']}: {ratios.Ratio(**facts)}")
    failed = [name for name, status in statuses.items() if status]
    sys.exit(f"Missed a target or failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
