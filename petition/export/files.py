"""The file as a stream: its head, then line by line, whichever way the lines are written."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from petition import vault
from petition.export import copying
from petition.export.columns import Column, Columns, Kind, Row, in_words
from petition.export.guarding import harmless
from petition.models import Signature
from petition.models.signature import SignatureQuerySet
from petition.vault import Person

BOM = "\ufeff"  # by it Excel knows the file for UTF-8
ROWS_AT_ONCE = 2_000  # of the database
SHARE = 250  # of them that a thread opens at once
LINES_AT_ONCE = 500  # of what is sent
NOBODY = Person("", "")


def file(signatures: SignatureQuerySet, kind: Kind, code: str, on_rows: Callable[[int], None]) -> Iterator[bytes]:
    """The file in pieces worth sending, headed in the language `code`; `on_rows` is told how many each piece brings.

    Whoever stops reading ends it: the database is asked for no more.
    """
    columns = [] if kind == Kind.COUNTS else Columns(code, opens()).of(kind)
    if columns and copying.can_copy(signatures, columns):
        yield (BOM + line(in_words(code, *(column.heading for column in columns)))).encode()
        yield from copying.pieces(chosen(signatures, kind), columns, on_rows)
    else:
        yield from joined(csv_lines(signatures, kind, code, lambda: on_rows(1)), LINES_AT_ONCE)


def csv_lines(signatures: SignatureQuerySet, kind: Kind, code: str, on_row: Callable[[], None]) -> Iterator[str]:
    """The file, line by line (RFC 4180), written by Python. `on_row` is called once a row."""
    rows = counts(signatures, code) if kind == Kind.COUNTS else people(signatures, kind, code)
    yield BOM + line(next(rows))
    for row in rows:
        on_row()
        yield line([harmless(cell) for cell in row])


def line(cells: list[str]) -> str:
    """A line of the file."""
    return str(WRITER.writerow(cells))


def chosen(signatures: SignatureQuerySet, kind: Kind) -> QuerySet[Signature]:
    """Which of `signatures` the file holds, oldest first: those that count, or all where their state is told."""
    found = signatures if kind in {Kind.COMPLETE, Kind.IMPERSONAL} else signatures.confirmed()
    return found.order_by("signed_at", "pk")


def opens() -> bool:
    """Whether this process holds a key."""
    return bool(settings.VAULT_KEY or settings.VAULT_KEYS_BEFORE)


def people(signatures: SignatureQuerySet, kind: Kind, code: str) -> Iterator[list[str]]:
    """The headings, then a row for each signature, unsealed when its turn comes and not before."""
    made = Columns(code, opens())
    columns = made.of(kind)
    yield in_words(code, *(column.heading for column in columns))
    with read_on(signatures.db):
        rows = map(Row._make, chosen(signatures, kind).values_list(*Row._fields).iterator(ROWS_AT_ONCE))
        if kind == Kind.IMPERSONAL:
            yield from (written(columns, row, NOBODY) for row in rows)
        else:
            yield from unsealed(columns, rows, made.sealed)


def read_on(database: str) -> AbstractContextManager[Any]:
    """In which rows are read while they are written: outside a transaction PostgreSQL would gather them all first."""
    return transaction.atomic(using=database) if connections[database].vendor == "postgresql" else nullcontext()


def unsealed(columns: list[Column], rows: Iterator[Row], sealed: Person) -> Iterator[list[str]]:
    """The cells of `rows`, which are opened some thousands at a time by all processors."""
    open_it = partial(person_in, sealed=sealed)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # libsodium computes outside Python's lock
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            shares = [batch[first : first + SHARE] for first in range(0, len(batch), SHARE)]
            for share, persons in zip(shares, threads.map(lambda share: [*map(open_it, share)], shares), strict=True):
                yield from map(partial(written, columns), share, persons)


def written(columns: list[Column], row: Row, person: Person) -> list[str]:
    """The cells of a row."""
    return [column.cell(row, person) for column in columns]


def person_in(row: Row, sealed: Person) -> Person:
    """Who signed; nobody where everything was erased, and `sealed` where no key of this process opens it."""
    if row.sealed is None:
        return NOBODY
    try:
        return vault.unseal(row.sealed)
    except vault.Locked:
        return sealed


def counts(signatures: SignatureQuerySet, code: str) -> Iterator[list[str]]:
    """The headings, then a row for each date, country, language and version that occur together. Unseals nothing."""
    columns = Columns(code, opens=False)
    yield in_words(code, _("Date"), _("Country"), _("Language"), _("Version of the text"), _("Signatures"))
    alike = ("day", "country", "language", "text__language", "text__version")
    days = signatures.confirmed().order_by().annotate(day=TruncDate("signed_at"))
    for day, country, language, *version, count in (
        days.values(*alike).annotate(count=Count("pk")).order_by(*alike).values_list(*alike, "count")
    ):
        names = columns.countries.get(country, country), columns.languages.get(language, language)
        yield [day.isoformat(), *names, f"{version[0]} {version[1]}", str(count)]


class Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """What csv's writer returns to its caller."""
        return line


WRITER = csv.writer(Echo(), lineterminator="\r\n")


def joined(lines: Iterable[str], at_once: int) -> Iterator[bytes]:
    """`lines` in pieces worth sending."""
    piece: list[str] = []
    for each in lines:
        piece.append(each)
        if len(piece) >= at_once:
            yield "".join(piece).encode()
            piece.clear()
    yield "".join(piece).encode()
