"""How far the walks go: a share in every run of the tests, WALK_STEPS by `make walk`."""

import os

SEEDS = [int(seed) for seed in os.environ.get("WALK_SEEDS", "3,5").split(",")]


def steps(share: int) -> int:
    """Of each seed's walk: WALK_STEPS or `share`, divided among the seeds."""
    return int(os.environ.get("WALK_STEPS", share)) // len(SEEDS)
