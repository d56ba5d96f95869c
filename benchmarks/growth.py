"""Measures whether what people wait for depends on how many have signed. `make bench-growth` runs it.

Aimed at: at most 1.2 times between the smallest and the largest database. PostgreSQL only; caches are warm.
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benchmarks import stage, synthesiser

SIZES, QUICK = [100_000, 1_000_000, 10_000_000], [20_000, 100_000]
ROUNDS = 9
LONG_ENOUGH = 0.01  # seconds of one round; what is quicker is done several times
AIM = 1.2
STATES = ("pending", "confirmed", "held", "withdrawn", "invalidated", "erased")


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
        place.deeds = {name: deed for name, deed in deeds(place).items() if chosen.only in name}
    measured = {name: measure(places, name, chosen.rounds) for name in places[0].deeds}
    tell(places, measured)
    for place in places:
        place.wrapper.close()


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


# What is asked --------------------------------------------------------------------------------------------------------
def deeds(place: Place) -> dict[str, Callable[[], Any]]:
    """Everything that somebody waits for, and the worker's rounds with nothing to do."""
    return {**visits(place), **lists(place), **deeds_of_signing(place), **chores()}


def visits(place: Place) -> dict[str, Callable[[], Any]]:
    """Pages of visitors, and of editors that show numbers."""
    from petition import counting, tokens  # the site is loaded by now
    from petition.models import Petition, Signature

    somebody = Signature.objects.get(mailbox_key=key_of_somebody(place.petitions[0]))
    token = tokens.make(tokens.Purpose.OWN, tokens.Link(somebody.pk, somebody.petition_id, somebody.epoch))
    pages = {
        "petition's page, with signatories": "/en/petitions/large/",
        "tally.json": "/petitions/large/tally.json",
        "integrity page": "/en/petitions/large/integrity/",
        "own page": f"/en/signatures/{token}/",
        "counts page": reverse(Petition.snippet_viewset.get_url_name("counts"), args=[place.petitions[0]]),
        "front page of the admin": reverse("wagtailadmin_home"),
        "one signature in the admin": reverse("petition_signatures:inspect", args=[somebody.pk]),
        "failed letters": reverse("petition_failed_letters:index"),
    }
    shown = {"shown count": lambda: counting.shown(place.petitions[0])}
    return shown | {name: asking(place, url) for name, url in pages.items()}


def key_of_somebody(petition_id: int) -> str:
    """The mailbox that is looked for."""
    from petition import mailbox  # the site is loaded by now

    return mailbox.key(synthesiser.SOMEBODY, petition_id)


def asking(place: Place, url: str, **query: Any) -> Callable[[], None]:
    """Asks for a page; RuntimeError where it is no page."""

    def ask() -> None:
        answer = place.client.get(url, query)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answers {answer.status_code}")

    return ask


def lists(place: Place) -> dict[str, Callable[[], Any]]:
    """The list of signatures: first page, a page in its middle, by each filter, by search; the start of an export."""
    from petition.models import Signature  # the site is loaded by now
    from petition.viewsets.keyset import Cursor

    url, held = reverse("petition_signatures:index"), reverse("petition_quarantines:held")
    large, _middle, small = place.petitions
    row = Signature.objects.get(mailbox_key=key_of_somebody(large))
    deep = str(Cursor(is_older=True, moment=row.signed_at, pk=row.pk))
    asked = {
        "first": {}, "deep": {"p": deep}, "small petition": {"petition": small}, "common country": {"country": "IN"},
        "rare country": {"country": "VA"}, "rare country of small petition": {"country": "VA", "petition": small},
        "rare language": {"language": "zh-hans"}, "rare language, deep": {"language": "zh-hans", "p": deep},
        "days": {"signed_at_from": day(row), "signed_at_to": day(row), "petition": large},
        "news": {"wants_news": "true"},
        **{f"{state}": {"state": state} for state in STATES},
        **{f"{state} of small petition": {"state": state, "petition": small} for state in STATES},
        "language and country": {"language": "zh-hans", "country": "VA", "petition": large},
    }  # fmt: skip
    searched = {"search by mailbox": synthesiser.SOMEBODY, "search by name": synthesiser.NAME}
    return {
        **{f"list, {name}": asking(place, url, **query) for name, query in asked.items()},
        **{name: asking(place, url, q=typed) for name, typed in searched.items()},
        "list of held ones": asking(place, held, petition=large),
        **{f"start of an export, {kind}": starting(place, kind) for kind in ("addressees", "impersonal")},
    }


def day(row: Any) -> str:
    """When somebody signed, as a filter takes it."""
    return f"{row.signed_at:%Y-%m-%d}"


def starting(place: Place, kind: str) -> Callable[[], None]:
    """Takes the first piece of a file and hangs up."""
    from petition import export  # the site is loaded by now
    from petition.models import Signature

    def start() -> None:
        pieces = export.file(
            Signature.objects.filter(petition=place.petitions[0]), export.Kind(kind), "en", lambda _n: None
        )
        next(pieces)
        next(pieces)
        pieces.close()

    return start


def deeds_of_signing(place: Place) -> dict[str, Callable[[], Any]]:
    """Signing by a new mailbox, confirming, signing again, choosing."""
    from petition import lifecycle  # the site is loaded by now
    from petition.models import PetitionText, Signature
    from petition.tokens import Link

    text = PetitionText.objects.select_related("petition").get(petition=place.petitions[0], language="en")
    waiting: list[Link] = []
    numbers = iter(range(10**9))

    def sign() -> None:
        given = lifecycle.Given("Somebody New", f"new{next(numbers)}@example.org", "AZ")
        lifecycle.sign(text, given, "en", timezone.now())

    def note() -> None:
        known = {link.signature_id for link in waiting}
        fresh = Signature.objects.order_by("-pk").filter(confirmed_at=None)[:400]
        waiting.extend(Link(each.pk, each.petition_id, each.epoch) for each in fresh if each.pk not in known)

    def confirm() -> None:
        if not waiting:
            note()
        lifecycle.confirm(waiting.pop(), timezone.now())

    def sign_again() -> None:
        given = lifecycle.Given(synthesiser.NAME, synthesiser.SOMEBODY, "AZ")
        lifecycle.sign(text, given, "en", timezone.now())

    return {"signing": sign, "confirming": confirm, "signing again": sign_again}


def chores() -> dict[str, Callable[[], Any]]:
    """The worker's rounds when nothing is due, and what it looks at every few minutes."""
    from petition import (
        alarms,
        counting,
        integrity,
        lifecycle,
        outbox,
        retention,
        throttle,
    )  # the site is loaded by now

    counting.fold(timezone.now())
    now = timezone.now
    return {
        "worker: fold": lambda: counting.fold(now()) + integrity.fold(),
        "worker: prepare": lifecycle.prepare,
        "worker: news and crowds": lambda: lifecycle.work_off(now()) + lifecycle.announce(now()),
        "worker: letters": lambda: outbox.send_due(now()),
        "worker: remind": lambda: lifecycle.remind(now()),
        "worker: expire": lambda: lifecycle.expire(now()),
        "worker: breakers": lambda: throttle.check_breakers(now()),
        "worker: alarms": lambda: alarms.look(now()),
        "worker: retention": lambda: retention.apply(now()),
    }


# Measuring ------------------------------------------------------------------------------------------------------------
def measure(places: list[Place], name: str, rounds: int) -> list[float]:
    """Milliseconds in each place: the median of rounds in which each has its turn."""
    found: list[list[float]] = [[] for _place in places]
    times = 1
    for number in range(-1, rounds):  # the first warms the caches
        for place, values in zip(places, found, strict=True):
            go_to(place)
            took = busy(place.deeds[name], times)
            if number >= 0:
                values.append(took * 1000)
            elif place is places[0]:
                times = max(1, min(20, round(LONG_ENOUGH / max(busy(place.deeds[name], 1), 1e-6))))
    return [statistics.median(values) for values in found]


def busy(deed: Callable[[], Any], times: int) -> float:
    """Seconds for which this process and its session at the database work at one of several times.

    Not those that pass: two processors shared with anything else would tell of that, too.
    """
    connection.ensure_connection()
    session = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    before = time.process_time() + int(session.read_text().split()[0]) / 1e9
    for _time in range(times):
        deed()
    return (time.process_time() + int(session.read_text().split()[0]) / 1e9 - before) / times


def tell(places: list[Place], measured: dict[str, list[float]]) -> None:
    """A line for each deed: the largest against the smallest, and the absolutes."""
    sizes = " / ".join(f"{place.amount:,}" for place in places)
    stage.say(f"the last against the first (busy milliseconds at {sizes} signatures; medians, warm caches)")
    missed = []
    for name, values in measured.items():
        ratio = values[-1] / values[0]
        missed += [name] if ratio > AIM else []
        stage.say(
            f"{name}: {ratio:.2f} ({' / '.join(f'{value:.2f}' for value in values)}){' !' if ratio > AIM else ''}"
        )
    stage.say(f"{len(measured) - len(missed)} of {len(measured)} at most {AIM}; beyond: {', '.join(missed) or 'none'}")


if __name__ == "__main__":
    main()
