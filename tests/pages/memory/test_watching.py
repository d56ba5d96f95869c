"""What a process remembers while the content stands: asked for once, and forgotten with the version."""

from collections.abc import Callable, Iterator

import pytest

from pages import memory
from pages.memory import rendering
from pages.memory.watching import Current, Watch, remembered


@pytest.fixture
def watch() -> Iterator[Watch]:
    Current.watch = Watch()
    Current.watch.version = 1
    yield Current.watch
    Current.watch = None
    remembered.clear()


@pytest.fixture
def asked() -> list[set[int]]:
    """What was loaded, load by load."""
    return []


@pytest.fixture
def squares(asked: list[set[int]]) -> Callable[..., dict[int, int]]:
    """Squares of numbers; there are none of negative ones."""

    def load(numbers: set[int]) -> dict[int, int]:
        asked.append(numbers)
        return {number: number**2 for number in numbers if number >= 0}

    return lambda *numbers: memory.shared_each("squares", numbers, load)


def test_only_what_is_not_remembered_is_loaded_and_that_at_once(
    watch: Watch, asked: list[set[int]], squares: Callable[..., dict[int, int]]
) -> None:
    with rendering.collecting():
        assert squares(1, 2, 2) == {1: 1, 2: 4}
        assert squares(2, 3, 4) == {2: 4, 3: 9, 4: 16}
        assert squares(1, 4) == {1: 1, 4: 16}
        assert squares() == {}
    assert asked == [{1, 2}, {3, 4}]


def test_what_is_not_there_takes_no_place_and_is_asked_for_again(
    watch: Watch, asked: list[set[int]], squares: Callable[..., dict[int, int]]
) -> None:
    with rendering.collecting():
        assert squares(-1, 1) == {1: 1}
        assert squares(-1, 1) == {1: 1}
    assert asked == [{-1, 1}, {-1}]


def test_nothing_outlives_the_version_that_it_was_read_at(
    watch: Watch, asked: list[set[int]], squares: Callable[..., dict[int, int]]
) -> None:
    with rendering.collecting():
        squares(1)
        watch.version = 2
        squares(1)
    assert asked == [{1}, {1}]


def test_what_is_answered_to_one_visitor_is_asked_for_anew(
    watch: Watch, asked: list[set[int]], squares: Callable[..., dict[int, int]]
) -> None:
    with rendering.collecting():
        squares(1)
    assert squares(1) == {1: 1}
    assert asked == [{1}, {1}]


def test_without_a_watch_nothing_is_remembered(asked: list[set[int]], squares: Callable[..., dict[int, int]]) -> None:
    with rendering.collecting():
        squares(1)
        squares(1)
    assert asked == [{1}, {1}]
