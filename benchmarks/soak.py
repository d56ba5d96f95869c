"""A random life of 100,000 steps; whatever happens, what is shown is the rows is the journal is what must be.

`make soak` runs it; ARGS="--database=postgres --steps=500000 --seed=3" elsewhere, farther, and the same way again.
"""

import time

from benchmarks import stage

STEPS = 100_000
FULL_EVERY = 1_000  # steps between two comparisons of everything
TELL_EVERY = 2_000


def main() -> None:
    """Walk, tell."""
    parser = stage.options(__doc__)
    parser.add_argument("--steps", type=int, default=STEPS)
    chosen = parser.parse_args()
    stage.build()
    walk(chosen.steps, chosen.seed)


def walk(steps: int, seed: int) -> None:
    """So many steps. Raises AssertionError at the first that leads astray."""
    from petition.models import Letter, Signature, TallyEntry  # the site is loaded by now
    from tests.petition.conftest import NOW
    from tests.petition.life.walk import Walk, some_texts

    life = Walk(some_texts(), seed, NOW)
    stage.say(f"seed {seed}")
    start = time.perf_counter()
    for stretch in range(0, steps, TELL_EVERY):
        life.walk(min(TELL_EVERY, steps - stretch), FULL_EVERY)
        done, seconds = life.deeds_done.total(), time.perf_counter() - start
        tables = ", ".join(f"{each.objects.count():,} {each._meta.verbose_name_plural}" for each in (Signature, Letter))
        stage.say(f"{done:,} steps, {done / seconds:.0f} a second, {tables}, {TallyEntry.objects.count():,} entries")
    stage.say(", ".join(f"{deed} {times:,}" for deed, times in life.deeds_done.most_common()))
    stage.say(f"{life.world.events.total():,} events, {(life.clock - NOW).days} days: nothing astray")


if __name__ == "__main__":
    main()
