"""The list written by PostgreSQL itself (COPY): many times as quick as row by row, where nothing is to be opened."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from petition.export.columns import Column
from petition.models import Signature

ROWS_AT_ONCE = 2_000


def can_copy(chosen: QuerySet[Signature], columns: list[Column]) -> bool:
    """Whether the database can write all of these columns."""
    return connections[chosen.db].vendor == "postgresql" and all(column.sql for column in columns)


def pieces(chosen: QuerySet[Signature], columns: list[Column], on_rows: Callable[[int], None]) -> Iterator[bytes]:
    """The lines of `chosen`, in its order, in pieces worth sending: the same as Python's csv writes of the cells."""
    cells = {f"cell_{place}": RawSQL(column.sql, column.values) for place, column in enumerate(columns)}  # noqa: S611
    statement, values = chosen.annotate(**cells).values_list(*cells).query.sql_with_params()
    with as_written(chosen.db) as cursor, cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)", values) as copy:
        lines = map(bytes, copy)  # psycopg's views of a row would each be looked at by Python's garbage collector
        while batch := list(islice(lines, ROWS_AT_ONCE)):
            on_rows(len(batch))
            yield b"".join(batch).replace(b"\n", b"\r\n")


@contextmanager
def as_written(database: str) -> Iterator[Any]:
    """A cursor that writes moments as Python does, and reads along an index: sorting ten million would come first."""
    wanted = {
        "TimeZone": timezone.get_current_timezone_name(), "DateStyle": "ISO, YMD",
        "enable_sort": "off", "enable_incremental_sort": "off",
    }  # fmt: skip
    with transaction.atomic(using=database), connections[database].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(['current_setting(%s)'] * len(wanted))}", list(wanted))
        before = dict(zip(wanted, cursor.fetchone(), strict=True))
        choose(cursor, wanted)
        yield cursor
        choose(cursor, before)  # in a transaction of somebody else's they would stay


def choose(cursor: Any, chosen: dict[str, str]) -> None:
    """Set what lasts as long as the transaction."""
    for setting in chosen.items():
        cursor.execute("SELECT set_config(%s, %s, true)", setting)
