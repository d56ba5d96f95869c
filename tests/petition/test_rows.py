"""Values that travel to the database by the hundred come out there as they went in."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from petition import rows
from petition.models import Signature

NAMES = ("public_name", "sealed", "score", "quarantine_id", "shows_name")
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
LINES = st.tuples(
    TEXTS | st.sampled_from(['"', "\\", "NULL", "", "{}", ",", " ", "\\x41", "\n"]),
    st.none() | st.binary(),
    st.integers(0, 32_767),
    st.none() | st.integers(1, 2**63 - 1),
    st.booleans(),
)


@pytest.mark.django_db
@given(lines=st.lists(LINES, min_size=1, max_size=5))
def test_any_text_bytes_numbers_and_nothing_arrive_as_they_are(lines: list[Any]):
    source, values = rows.source(rows.fields_of(Signature, NAMES), lines)
    found = rows.run(f"SELECT * FROM ({source}) AS given", values)
    assert [tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in found] == lines


@pytest.mark.django_db
def test_moments_keep_their_microseconds():
    moment = datetime(2026, 11, 23, 4, 5, 6, 123_456, tzinfo=UTC)
    source, values = rows.source(rows.fields_of(Signature, ("signed_at",)), [(moment,), (None,)])
    field = Signature._meta.get_field("signed_at")
    assert rows.read(f"SELECT * FROM ({source}) AS given", values, field, [0]) == [[moment], [None]]


@pytest.mark.django_db
@pytest.mark.parametrize("looked_for", [[], [3], [3, 5]])
def test_a_value_is_among_those_that_are_asked_for(looked_for: list[int]):
    among, values = rows.among("given.number", looked_for)
    numbers = "SELECT 3 AS number UNION SELECT 4 UNION SELECT 5"
    found = rows.run(f"SELECT number FROM ({numbers}) AS given WHERE {among} ORDER BY 1", values)
    assert [number for (number,) in found] == looked_for


@pytest.mark.django_db
def test_no_row_makes_no_row():
    if connection.vendor == "postgresql":  # on SQLite none is ever asked for
        source, values = rows.source(rows.fields_of(Signature, NAMES), [])
        assert rows.run(source, values) == []
