"""Measures whether what people wait for depends on how many have signed. `make bench-growth` runs it.

Aimed at: at most 1.2 times between the smallest and the largest database. PostgreSQL only; caches are warm.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from benchmarks import ratios, stage, synthesiser, waiting

SIZES, QUICK = [100_000, 1_000_000, 10_000_000], [20_000, 100_000]
ROUNDS = 5
LONG_ENOUGH = 0.05  # seconds of one round; what is quicker is done several times
MOST_TIMES = 100
AIM = 1.2


@dataclass
class Place:
    """One database, and what is asked of it."""

    amount: int
    wrapper: BaseDatabaseWrapper
    petitions: list[int]
    client: Client
    deeds: dict[str, Callable[[], Any]] = field(default_factory=dict)


def main() -> None:
    """Fill each database, measure all of them in turn, tell."""
    parser = stage.options(__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--quick", action="store_true", help="small databases, in half a minute")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="what has this in its name")
    sys.argv.append("--database=postgres")
    chosen = parser.parse_args()
    stage.build()
    places = list(filled(QUICK if chosen.quick else chosen.sizes))
    for place in places:
        go_to(place)
        place.deeds = {
            name: deed for name, deed in waiting.deeds(place.client, place.petitions).items() if chosen.only in name
        }
    results = ratios.Results("growth")
    stage.say(f"the last beside the first, at {' / '.join(f'{place.amount:,}' for place in places)} signatures")
    for name in places[0].deeds:
        shown = [at(place, name) for place in places]
        found = measure(places, name, chosen.rounds)
        if name.startswith("list") and len(set(shown)) > 1:  # a page that is not full yet takes less
            stage.say(f"{name}: not compared, {' / '.join(map(str, shown))} rows ({in_words(found.values())} busy ms)")
        else:
            tell(results, name, found)
    for place in places:
        place.wrapper.close()
    results.end()


# The databases --------------------------------------------------------------------------------------------------------
def filled(sizes: list[int]) -> Iterator[Place]:
    """A database of each size, all begun alike: one account that may do everything, three petitions."""
    from django.contrib.auth import get_user_model  # the site is loaded by now

    client = Client(HTTP_HOST="localhost")
    client.force_login(get_user_model().objects.create_superuser("bench", "bench@example.org", "bench"))
    petitions = synthesiser.found()
    first = connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()
    connection.settings_dict["OPTIONS"].pop("pool", None)  # each database keeps its one connection
    for amount in sizes:
        with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
            server.execute(f"CREATE DATABASE growth_{amount} TEMPLATE {first}")
        wrapper = connections["default"].copy()
        wrapper.settings_dict = {**wrapper.settings_dict, "NAME": f"growth_{amount}", "CONN_MAX_AGE": None}
        place = Place(amount, wrapper, petitions, client)
        go_to(place)
        start = time.perf_counter()
        synthesiser.fill(petitions, amount)
        stage.say(f"{amount:,} signatures in {time.perf_counter() - start:.0f} s, {size_of_database()}")
        yield place


def go_to(place: Place) -> None:
    """Let everything ask the database of `place`."""
    connections["default"] = place.wrapper


def size_of_database() -> str:
    """How large the database is on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        return str(cursor.fetchone()[0])


# Measuring ------------------------------------------------------------------------------------------------------------
def at(place: Place, name: str) -> Any:
    """What a deed gives at `place`."""
    go_to(place)
    return place.deeds[name]()


def measure(places: list[Place], name: str, rounds: int) -> dict[str, list[float]]:
    """{size: busy milliseconds of each round}, in which each place has its turn; caches are warm."""
    for place in places:
        timed(place, name, 1)
    times = max(1, min(MOST_TIMES, round(LONG_ENOUGH / max(timed(places[0], name, 1) / 1000, 1e-6))))
    return ratios.compare(
        {str(place.amount): partial(timed, place, name, times) for place in places},
        rounds,
    )


def timed(place: Place, name: str, times: int) -> float:
    """Busy milliseconds of a deed, one of several `times`."""
    go_to(place)
    return stage.busy(place.deeds[name], times) * 1000


def tell(results: ratios.Results, name: str, found: dict[str, list[float]]) -> None:
    """A line for a deed: the largest against the smallest, and what lies between."""
    first, *between, last = found.values()
    told = f", {in_words(between)} between" if between else ""
    results.tell(f"{name}{told}", last, first, AIM, "busy ms", at_most=True)


def in_words(found: Iterable[list[float]]) -> str:
    """The medians."""
    return " / ".join(ratios.amount(statistics.median(values)) for values in found)


if __name__ == "__main__":
    main()
