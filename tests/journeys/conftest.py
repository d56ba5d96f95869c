"""What the stories share: a browser that may be slow, and whoever brings the letters."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.post import Postman

Visit = Callable[..., Page]

expect.set_options(timeout=15_000)  # two shared cores may be slow, and no story asserts on time


@pytest.fixture
def postman(letters: Path) -> Postman:
    """Who brings the letters."""
    return Postman(letters)
