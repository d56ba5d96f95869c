"""Exports the list of signatures beside PostgreSQL's own COPY of the same columns. `make bench-export` runs it.

Aimed at: at least 0.8 of COPY where nothing is unsealed, at most 120 MB however long the list is. What has to be
unsealed costs a computation on a curve each: measured and told. Both ways take turns; busy time, caches are warm.
"""

import resource
import statistics
import sys
from collections.abc import Callable
from typing import Any

from django.db import connection

from benchmarks import stage, synthesiser
from benchmarks.growth import busy

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

    held = compared(petitions[0])
    for kind in (Kind.ADDRESSEES, Kind.COMPLETE):
        rows, seconds = opened(petitions[0], kind)
        stage.say(f"{kind}, unsealed: {rows / seconds:,.0f} rows a second of one processor ({rows:,} rows)")
    stage.say("every aim holds" if held else "an aim is missed")


def compared(petition: int) -> bool:
    """Whether the list without persons is written as quickly as is aimed at, and in as little memory."""
    before = peak()
    ways: dict[str, Callable[[], int]] = {
        "ours": lambda: exported(petition, "impersonal"),
        "COPY": lambda: copied(petition, "ORDER BY petition_signature.signed_at, id"),
        "COPY, unordered": lambda: copied(petition, ""),
    }
    rows = {name: deed() for name, deed in ways.items()}
    pace = {name: rows[name] / statistics.median(values) for name, values in turns(ways).items()}
    grown = peak() - before
    for name in ("COPY", "COPY, unordered"):
        stage.say(
            f"without persons beside {name}: {pace['ours'] / pace[name]:.2f} "
            f"({pace['ours']:,.0f} rows a second; {pace[name]:,.0f}; {rows['ours']:,} rows)"
        )
    stage.say(f"memory: {grown:.0f} MB more than before, {peak():.0f} MB with the whole site")
    return pace["ours"] >= AIM * pace["COPY"] and grown <= MOST_MEMORY


def turns(ways: dict[str, Callable[[], int]]) -> dict[str, list[float]]:
    """{way: seconds that each round was busy}, one way after another."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, deed in ways.items():
            found[name].append(busy(deed, 1))
    return found


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
    return rows, busy(lambda: exported(petition, kind, UNSEALED), 1)


def peak() -> float:
    """The most memory that this process has had at once, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
