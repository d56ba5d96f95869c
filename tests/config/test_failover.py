"""config.postgresql on real servers: a primary dies, another takes over, and nobody restarts anything."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from benchmarks import clusters
from config import databases

pytestmark = pytest.mark.skipif(not clusters.is_possible(), reason="No PostgreSQL is installed on this machine.")

Pair = tuple[clusters.Server, clusters.Server]


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """A primary and the standby that each of its commits waits for."""
    with clusters.folder() as place:
        primary = clusters.primary(place, **clusters.FORGETFUL)
        primary.ask("CREATE TABLE signature (mailbox text PRIMARY KEY)")
        yield primary, primary.standby("standby", synchronous=True, **clusters.FORGETFUL)


@pytest.fixture
def site(pair: Pair, django_db_blocker: Any) -> Iterator[Any]:
    """A site's connection to whichever of both takes writes."""
    hosts = ",".join(str(each.folder) for each in pair)
    settings = databases.postgresql(f"postgresql://postgres@/postgres?host={hosts}")
    found = ConnectionHandler({"default": {}, "site": settings})["site"]
    with django_db_blocker.unblock():  # it is not the tests' database
        yield found
        found.close()
        found.close_pool()


def sign(site: Any, mailbox: str) -> None:
    """What a request does: it takes a connection, writes, and gives the connection back."""
    try:
        with site.cursor() as cursor:
            cursor.execute("INSERT INTO signature VALUES (%s)", [mailbox])
    finally:
        site.close()


def insist(site: Any, mailbox: str) -> int:
    """Sign as a person does who is told to try again; how often that was."""
    for attempt in range(100):
        try:
            sign(site, mailbox)
        except OperationalError:
            time.sleep(0.1)
        else:
            return attempt
    raise TimeoutError


def fill_pool(site: Any, size: int = 4) -> None:
    """Let so many connections wait in the pool, as after a busy minute."""
    site.ensure_connection()  # opens it
    site.pool.resize(size)
    site.close()
    clusters.wait_for(lambda: site.pool.get_stats()["pool_available"] >= size)


def test_a_primary_that_takes_no_writes_any_more_is_left_at_the_first_that_it_refuses(pair: Pair, site: Any) -> None:
    primary, _standby = pair
    fill_pool(site)
    sessions = "SELECT array_agg(pid) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    before = set(primary.ask(sessions))
    primary.ask("ALTER SYSTEM SET default_transaction_read_only = on")
    primary.ask("SELECT pg_reload_conf()")
    with pytest.raises(OperationalError, match="read-only"):
        clusters.wait_for(lambda: sign(site, f"refused {time.monotonic()}"))  # not all hear of it at once
    primary.ask("ALTER SYSTEM RESET default_transaction_read_only")
    primary.ask("SELECT pg_reload_conf()")
    assert insist(site, "after") <= 30
    clusters.wait_for(lambda: before.isdisjoint(primary.ask(sessions)))


def test_when_the_primary_dies_the_next_who_sign_are_taken_by_the_standby(pair: Pair, site: Any) -> None:
    primary, standby = pair
    fill_pool(site)
    sign(site, "acknowledged")
    primary.kill()
    with pytest.raises(OperationalError):
        sign(site, "nobody answers")
    standby.promote()
    assert insist(site, "again") <= 30
    kept = "SELECT count(*) FROM signature WHERE mailbox IN ('acknowledged', 'again')"
    assert standby.ask(kept) == 2
