"""What is hidden in a table stays hidden for whoever can subtract and knows how cells are chosen."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.disclosure import LEAST, hidden

COLUMNS = st.dictionaries(st.integers(0, 30), st.one_of(st.integers(0, 12), st.integers(0, 5_000)), max_size=12)


def told(column: dict[int, int], least: int) -> tuple[int | None, ...]:
    """What a reader of the table sees: its exact sum, then each cell."""
    gone = hidden(column, least)
    return (sum(column.values()), *(None if row in gone else count for row, count in column.items()))


@pytest.mark.parametrize(("rows", "most"), [(2, 20), (3, 14), (4, 9)])
def test_no_table_gives_a_small_number_away_even_to_somebody_who_tries_all_tables(rows: int, most: int) -> None:
    least = 3
    alike = defaultdict(list)
    for counts in product(range(most + 1), repeat=rows):
        alike[told(dict(enumerate(counts)), least)].append(counts)
    for seen, tables in alike.items():
        for row in range(rows):
            possible = {counts[row] for counts in tables}
            assert seen[row + 1] is not None or min(possible) >= least or len(possible) > 1, seen


@given(COLUMNS)
def test_every_small_number_is_hidden_and_never_alone(column: dict[int, int]) -> None:
    gone = hidden(column)
    small = {row for row, count in column.items() if count < LEAST}
    if any(column.values()):
        assert small <= gone
        assert len(gone) != 1 or len(column) == 1
    else:
        assert not gone


@given(COLUMNS)
def test_the_hidden_ones_together_are_many_or_all(column: dict[int, int]) -> None:
    gone = hidden(column)
    assert not gone or gone == set(column) or sum(column[row] for row in gone) >= LEAST - 1


def test_numbers_that_are_all_large_are_all_told() -> None:
    assert hidden({"az": 500, "en": 10}) == set()


def test_a_zero_is_hidden_unless_the_sum_says_zero() -> None:
    assert hidden({"az": 500, "en": 0, "de": 40}) == {"en", "de"}
    assert hidden({"az": 0, "en": 0}) == set()
