"""Many rows in one statement, in one text however many they are: what writes, PostgreSQL plans once for good."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import psycopg
from django.db import connection, models

Row = Sequence[Any]

UPDATING = "WITH new ({names}) AS ({source}) UPDATE {table} SET {new} FROM new WHERE {table}.{key} = new.{key}"
LOOKING = """
SELECT found.* FROM unnest(%s::{kind}[]) AS asked (key), LATERAL (
    SELECT {columns} FROM {table} WHERE {column} = asked.key AND {condition} OFFSET 0
) AS found
"""


def write(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows that a statement of ours returns; [] for one that returns none.

    On PostgreSQL the values travel beside the text: the server knows the text after five times and plans it no more
    (but behind a bouncer, see config.databases). So nothing may depend on a plan but how a conflict is found.
    """
    with cursor() as asked:
        asked.execute(sql, values)
        return asked.fetchall() if asked.description else []


def update(found: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write what stands in the fields `names` of rows of one model, by their keys: bulk_update in a tenth of its time.

    Django builds a CASE for each row and each field, and the database compares each row with all of them.
    """
    if not found:
        return
    model = type(found[0])
    fields = fields_of(model, [model._meta.pk.attname, *names])
    told, values = source(fields, [[getattr(each, field.attname) for field in fields] for each in found])
    places = [str(field.column) for field in fields]
    new = ", ".join(f"{name} = new.{name}" for name in places[1:])
    sql = UPDATING.format(names=", ".join(places), source=told, table=model._meta.db_table, new=new, key=places[0])
    with connection.cursor() as asked:  # planned each time, as what `ask` asks: a table grows
        asked.execute(sql, values)


def ask(sql: str, values: Sequence[Any], among: int | None = None) -> list[tuple[Any, ...]]:
    """The same for a statement that looks for rows. It is planned each time: a plan for a small table kills a large.

    Planning may take longer than looking; who knows `among` how many rows about, gets a plan that is kept until they
    are twice as many.
    """
    if among is not None:
        return write(f"{sql} -- among {1 << among.bit_length()}", values)
    with connection.cursor() as asked:
        asked.execute(sql, values)
        return asked.fetchall()


def read(
    sql: str, values: Sequence[Any], moment: "models.Field[Any, Any]", places: Sequence[int], among: int | None = None
) -> list[list[Any]]:
    """The same, with the moments that stand at `places` as querysets would have them; `moment` is a field of that kind.

    SQLite has no type for them and gives text.
    """
    found = [list(row) for row in ask(sql, values, among)]
    for convert in connection.ops.get_db_converters(models.expressions.Col("", moment)):
        for row in found:
            for place in places:
                row[place] = convert(row[place], None, connection)
    return found


def cursor() -> Any:
    """A cursor of the thread's connection that sends text and values apart."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    make: Any = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return make(psycopg.Cursor(connection.connection))


def source(fields: "Sequence[models.Field[Any, Any]]", rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """What stands behind INSERT INTO … (the columns of `fields`), and its values: `rows`, at least one on SQLite."""
    if connection.vendor == "postgresql":
        columns = zip(*rows, strict=True) if rows else [()] * len(fields)
        return unnest(tuple(fields)), [array(column) for column in columns]
    line = f"({', '.join(['%s'] * len(fields))})"
    return f"VALUES {', '.join([line] * len(rows))}", [
        field.get_db_prep_value(value, connection) for row in rows for field, value in zip(fields, row, strict=True)
    ]


@lru_cache(maxsize=64)
def unnest(fields: "tuple[models.Field[Any, Any], ...]") -> str:
    """Rows out of arrays of PostgreSQL's, one for each of `fields`."""
    arrays = ", ".join(f"%s::{kind(field)}[]" for field in fields)
    return f"SELECT * FROM unnest({arrays})"  # noqa: S608 - types of our own columns


def array(values: Sequence[Any]) -> str:
    """An array as PostgreSQL reads it: a third of the time that psycopg takes, which looks at each value for its type.

    https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO
    """
    kinds = set(map(type, values))
    if kinds == {int}:
        return f"{{{','.join(map(str, values))}}}"
    if kinds == {str}:
        texts = '","'.join(values)
        if "\\" not in texts and texts.count('"') == 2 * (len(values) - 1):  # nothing to escape
            return f'{{"{texts}"}}'
    return f"{{{','.join(map(element, values))}}}"


def element(value: Any) -> str:
    """One of its values: nothing, a number, a truth, bytes, or what reads as it is written, a text or a moment."""
    if value is None:
        return "NULL"
    if isinstance(value, bytes | memoryview):
        return f'"\\\\x{value.hex()}"'
    text = str(value)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def looking(
    model: type[models.Model], column: str, values: Sequence[Any], columns: Sequence[str], condition: str
) -> tuple[str, list[Any]]:
    """A SELECT of `columns` of the rows whose `column` is one of `values` and for which `condition` holds; its values.

    PostgreSQL is told to look into the column's index for each: of a list it would guess how much each value finds.
    """
    places = {"table": model._meta.db_table, "column": column, "columns": ", ".join(columns), "condition": condition}
    if connection.vendor == "postgresql":
        return LOOKING.format(kind=kind(fields_of(model, [column])[0]), **places), [array(values)]
    marks = ", ".join(["%s"] * len(values))
    sql = "SELECT {columns} FROM {table} WHERE {column} IN ({marks}) AND {condition}"
    return sql.format(marks=marks, **places), list(values)


def kind(field: "models.Field[Any, Any]") -> str:
    """The column's type without its length, which the column itself insists on: a cast would cut in silence."""
    named = (field.target_field if isinstance(field, models.ForeignKey) else field).cast_db_type(connection) or ""
    return "text" if named.startswith("varchar") else named


def fields_of(model: type[models.Model], names: Sequence[str]) -> "list[models.Field[Any, Any]]":
    """The fields of `model` by their attributes, such as "petition_id"."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    return [known[name] for name in names]
