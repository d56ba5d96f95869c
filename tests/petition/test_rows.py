"""Values that travel to the database by the hundred come out there as they went in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from petition import rows
from petition.models import Signature, SpentProof

MOMENT = datetime(2026, 11, 23, 4, 5, 6, 123_456, tzinfo=UTC)
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
    found = rows.ask(f"SELECT * FROM ({source}) AS given", values)
    assert [tuple(bytes(each) if isinstance(each, memoryview) else each for each in row) for row in found] == lines


@pytest.mark.django_db
def test_moments_keep_their_microseconds():
    source, values = rows.source(rows.fields_of(Signature, ("signed_at",)), [(MOMENT,), (None,)])
    field = Signature._meta.get_field("signed_at")
    assert rows.read(f"SELECT * FROM ({source}) AS given", values, field, [0]) == [[MOMENT], [None]]


@pytest.mark.django_db
@pytest.mark.parametrize("looked_for", [[], ["b"], ["c", "b", 'no"ne\\']])
def test_rows_are_found_by_each_value_that_is_looked_for(looked_for: list[str]):
    SpentProof.objects.bulk_create(SpentProof(digest=each, expires_at=MOMENT) for each in "abcd")
    sql, values = rows.looking(SpentProof, "digest", looked_for, ["digest"], "digest <> 'c'")
    assert [digest for (digest,) in rows.ask(sql, values)] == [each for each in looked_for if each == "b"]


@pytest.mark.django_db
@given(keys=st.permutations("abcd"))
def test_each_row_gets_what_stands_in_it_and_no_other_is_touched(keys: list[str]):
    SpentProof.objects.all().delete()
    SpentProof.objects.bulk_create(SpentProof(digest=each, expires_at=MOMENT) for each in "abcde")
    found = [SpentProof(digest=key, expires_at=MOMENT + timedelta(days=day)) for day, key in enumerate(keys, 1)]
    with CaptureQueriesContext(connection) as asked:
        rows.update(found, ["expires_at"])
        rows.update([], ["expires_at"])
    assert len(asked) == 1
    days = {each.digest: (each.expires_at - MOMENT).days for each in SpentProof.objects.all()}
    assert days == {"e": 0} | {key: day for day, key in enumerate(keys, 1)}


@pytest.mark.django_db
def test_no_row_makes_no_row():
    if connection.vendor == "postgresql":  # on SQLite none is ever asked for
        source, values = rows.source(rows.fields_of(Signature, NAMES), [])
        assert rows.ask(source, values) == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="Asks PostgreSQL for its plans.")
def test_a_plan_is_kept_until_the_table_is_twice_as_large():
    for size in (5, 7, 8, 15):
        for _time in range(6):
            assert rows.ask("SELECT 7 AS kept", [], among=size) == rows.ask("SELECT 7 AS planned", []) == [(7,)]
    kept = rows.ask("SELECT statement FROM pg_prepared_statements WHERE statement LIKE 'SELECT 7%%' ORDER BY 1", [])
    assert kept == [("SELECT 7 AS kept -- among 16",), ("SELECT 7 AS kept -- among 8",)]
