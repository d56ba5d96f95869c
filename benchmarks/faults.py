"""Breaks off sign, confirm, withdraw, choose and erase a thousand times, at any statement, in any way.

`make bench-faults` runs it; ARGS="--database=postgres --runs=5000" elsewhere and longer. Aimed at: no partial state.
"""

import time

from benchmarks import stage

RUNS = 1_000


def main() -> None:
    """Break off, tell."""
    parser = stage.options(__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    chosen = parser.parse_args()
    stage.build()
    break_off(chosen.runs, chosen.seed)


def break_off(runs: int, seed: int) -> None:
    """So many faults in deeds drawn by dice. Raises AssertionError at a partial state."""
    from petition.models import PetitionText  # the site is loaded by now
    from tests.petition import faults
    from tests.petition.conftest import add_petition

    text = PetitionText.objects.select_related("petition").get(petition=add_petition(), language="en")
    start = time.perf_counter()
    done = faults.at_random(text, runs, seed)
    for kind, times in sorted(done.items()):
        stage.say(f"{kind}: {times}")
    seconds = time.perf_counter() - start
    stage.say(f"{sum(done.values())} faults in {seconds:.0f} s, seed {seed}: no partial state, the accounts agree")


if __name__ == "__main__":
    main()
