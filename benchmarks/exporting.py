"""Exports the list of signatures beside PostgreSQL's own COPY of the same columns. `make bench-export` runs it.

Aimed at: at least 0.8 of COPY where nothing is unsealed, at most 120 MB however long the list is. What has to be
unsealed costs a computation on a curve each: measured and told. Both ways take turns; busy time, caches are warm.
"""

import resource
import statistics
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection

from benchmarks import ratios, stage, synthesiser

AMOUNT, QUICK, UNSEALED = 500_000, 50_000, 20_000
ROUNDS = 5
AIM, MOST_MEMORY = 0.8, 120  # of COPY's pace; MB
COPY = """
COPY (SELECT country, language, signed_at::date, text_id, id, wants_news, signed_at, confirmed_at, withdrawn_at,
    invalidated_at, erased_at FROM petition_signature WHERE petition_id = {petition} {order}) TO STDOUT (FORMAT csv)
"""


def main() -> None:
    """Fill, export each kind, tell."""
    parser = stage.options(__doc__)
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="a short list, in half a minute")
    sys.argv.append("--database=postgres")
    chosen = parser.parse_args()
    stage.build()
    petitions = synthesiser.found()
    synthesiser.fill(petitions, chosen.rows or (QUICK if chosen.quick else AMOUNT))
    from petition.export import Kind  # the site is loaded by now

    results = ratios.Results("exporting")
    compared(results, petitions[0])
    for kind in (Kind.ADDRESSEES, Kind.COMPLETE):
        rows, seconds = opened(petitions[0], kind)
        stage.say(f"{kind}, unsealed: {rows / seconds:,.0f} rows a second of one processor ({rows:,} rows)")
    results.end()


def compared(results: ratios.Results, petition: int) -> None:
    """The list without persons beside COPY, and how much memory both took."""
    before = peak()
    ways: dict[str, Callable[[], int]] = {
        "ours": lambda: exported(petition, "impersonal"),
        "COPY": lambda: copied(petition, "ORDER BY petition_signature.signed_at, petition_signature.id"),
        "COPY, unordered": lambda: copied(petition, ""),
    }
    rows = {name: way() for name, way in ways.items()}
    turns = {name: partial(pace, way, rows[name]) for name, way in ways.items()}
    found = ratios.compare(turns, ROUNDS)
    results.tell("a list that opens nothing / COPY", found["ours"], found["COPY"], AIM, "rows/s")
    unordered = statistics.median(found["ours"]) / statistics.median(found["COPY, unordered"])
    stage.say(f"beside COPY without an order: {unordered:.2f} ({rows['ours']:,} rows)")
    results.tell("memory that both add / what they may", [peak() - before], [MOST_MEMORY], 1, "MB", at_most=True)
    stage.say(f"memory with the whole site: {peak():.0f} MB")


def pace(way: Callable[[], int], rows: int) -> float:
    """Rows a second for which this process and its session are busy."""
    return rows / stage.busy(way)


def exported(petition: int, kind: str, most: int | None = None) -> int:
    """Write the file of `most` signatures to nowhere; how many rows."""
    from petition import export  # the site is loaded by now
    from petition.models import Signature

    rows: list[int] = []
    found = Signature.objects.filter(petition=petition)
    if most:
        found = found.filter(pk__lte=most)
    for _piece in export.file(found, export.Kind(kind), "en", rows.append):
        pass
    return sum(rows)


def copied(petition: int, order: str) -> int:
    """The same columns as PostgreSQL writes them; how many rows."""
    with connection.cursor() as cursor, cursor.copy(COPY.format(petition=petition, order=order)) as copy:
        return sum(1 for _line in copy)


def opened(petition: int, kind: Any) -> tuple[int, float]:
    """Rows of a list in which persons are named, and the seconds that it keeps a processor busy."""
    rows = exported(petition, kind, UNSEALED)
    return rows, stage.busy(lambda: exported(petition, kind, UNSEALED))


def peak() -> float:
    """The most memory that this process has had at once, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
