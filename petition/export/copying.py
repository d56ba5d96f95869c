"""The list written by PostgreSQL itself (COPY): many times as quick as row by row, where nothing is to be opened."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from petition.export.columns import Column
from petition.export.quoting import unmarked
from petition.models import Signature

ROWS_AT_ONCE = 10_000  # a megabyte or two
FIRST = ("-infinity", 0)
# One row holds many lines: by itself, each would cost the server and psycopg as much as half of what stands in it
PIECE = """
COPY (SELECT string_agg(line, E'\\r\\n'), count(*), max(moment), (array_agg(number))[count(*)]
    FROM (SELECT line, moment, number FROM ({chosen}) AS chosen (line, moment, number)
        WHERE (moment, number) > (%s, %s) ORDER BY moment, number LIMIT {rows}) AS piece)
TO STDOUT (FORMAT binary)
"""
TYPES = ["bytea", "int8", "timestamptz", "int8"]


def can_copy(chosen: QuerySet[Signature], columns: list[Column]) -> bool:
    """Whether the database can write all of these columns."""
    return connections[chosen.db].vendor == "postgresql" and all(column.sql for column in columns)


def pieces(chosen: QuerySet[Signature], columns: list[Column], on_rows: Callable[[int], None]) -> Iterator[bytes]:
    """The lines of `chosen`, oldest first, in pieces worth sending: the same as Python's csv writes of the cells."""
    cells = ", ".join(column.sql for column in columns)
    line = RawSQL(f"concat_ws(',', {cells})", [part for column in columns for part in column.values])  # noqa: S611
    lines = chosen.order_by().annotate(line=line).values_list("line", "signed_at", "pk")
    statement, values = lines.query.sql_with_params()
    piece, number = PIECE.format(chosen=statement, rows=ROWS_AT_ONCE), ROWS_AT_ONCE
    place: Sequence[Any] = FIRST
    with as_written(chosen.db) as cursor:
        while number == ROWS_AT_ONCE:
            written, number, *place = read(cursor, piece, (*values, *place))
            if number:
                on_rows(number)
                yield unmarked(written) + b"\r\n"


def read(cursor: Any, piece: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """(lines, how many, moment and number of the last)."""
    with cursor.copy(piece, values) as copy:
        copy.set_types(TYPES)
        (row,) = copy.rows()
        return row


@contextmanager
def as_written(database: str) -> Iterator[Any]:
    """A cursor that writes moments as Python does, and reads along an index: sorting ten million would come first.

    All that it reads stands at one moment, unless a transaction of somebody else's is under way.
    """
    wanted = {
        "TimeZone": timezone.get_current_timezone_name(), "DateStyle": "ISO, YMD",
        "enable_sort": "off", "enable_incremental_sort": "off",
    }  # fmt: skip
    is_outermost = not connections[database].in_atomic_block
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"SELECT {', '.join(['current_setting(%s)'] * len(wanted))}", list(wanted))
        before = dict(zip(wanted, cursor.fetchone(), strict=True))
        choose(cursor, wanted)
        yield cursor
        choose(cursor, before)  # in a transaction of somebody else's they would stay


def choose(cursor: Any, chosen: dict[str, str]) -> None:
    """Set what lasts as long as the transaction."""
    for setting in chosen.items():
        cursor.execute("SELECT set_config(%s, %s, true)", setting)
