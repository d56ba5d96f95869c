"""Random weeks at the desk: whatever people do, no language touches another and every table says what is true.

Beside each page walks an expectation (walk/expected.py). After every step the draft, the live row, the editions, the
sheets and the units are compared with it. `make walk` takes 10,000 steps.
"""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Workflow

from home.models import HomePage
from tests.pages.translations.walk.desk_walk import DeskWalk
from tests.pages.translations.walk.length import SEEDS, steps

STEPS = steps(400)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_language_keeps_its_own_in_a_long_random_walk_at_the_desk(
    home: HomePage, editor: Any, workflow: Workflow, seed: int
) -> None:
    second = get_user_model().objects.create_superuser("second", "second@example.org", "second")
    walk = DeskWalk(home, [editor, second], workflow, seed, timezone.now())
    for _step in range(STEPS):
        walk.step()
    assert sum(walk.steps.values()) == STEPS
