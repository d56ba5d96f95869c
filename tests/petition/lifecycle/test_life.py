"""A random life: whatever happens in whatever order, what is shown is the rows is the journal. `make soak` goes on.

Beside the database walks an expectation (tests/petition/life/expected.py); after each step they are compared.
"""

import os

import pytest

from tests.petition.conftest import NOW
from tests.petition.life.walk import Walk, some_texts

STEPS = int(os.environ.get("LIFE_STEPS", "200"))
SEEDS = [int(seed) for seed in os.environ.get("LIFE_SEEDS", "4,7").split(",")]


@pytest.mark.parametrize("seed", SEEDS)
def test_any_order_of_deeds_keeps_every_account_equal_and_every_secret_kept(db: None, seed: int) -> None:
    walk = Walk(some_texts(), seed, NOW)
    walk.walk(STEPS, every=100)
    assert walk.deeds_done.total() == STEPS
