"""pages.replica: reports read from a standby while it is fit to be read, and from the database itself when it isn't."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from benchmarks import clusters
from config import databases
from pages import replica


@pytest.fixture
def standby(monkeypatch: pytest.MonkeyPatch, django_db_blocker: Any) -> Iterator[clusters.Server]:
    """The replica of this process: a standby of a primary that lies beside it."""
    if not clusters.is_possible():
        pytest.skip("No PostgreSQL is installed on this machine.")
    with clusters.folder() as place, django_db_blocker.unblock():  # it is not the tests' database
        primary = clusters.primary(place, **clusters.FORGETFUL)
        made = primary.standby("standby", synchronous=True, **clusters.FORGETFUL)
        primary.ask("CREATE TABLE signature AS SELECT 1 AS id")
        settings = {"default": {}, "replica": databases.replica(made.address)}
        monkeypatch.setattr(replica, "connections", ConnectionHandler(settings))
        monkeypatch.setattr(replica, "away_until", 0.0)
        yield made
        replica.connections["replica"].close()
        replica.connections["replica"].close_pool()


def test_a_site_without_a_replica_reads_where_it_writes() -> None:
    assert replica.alias() == "default"


def test_a_standby_is_read_until_it_is_behind_or_gone_and_then_the_log_says_so_and_nobody_waits(
    standby: clusters.Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert replica.alias() == "replica"
    with replica.connections["replica"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM signature")
        assert cursor.fetchone() == (1,)
        with pytest.raises(OperationalError, match="read-only"):
            cursor.execute("INSERT INTO signature VALUES (2)")
    replica.connections["replica"].close()

    caplog.set_level(logging.WARNING, "pages.replica")
    clusters.Server(standby.folder.parent / "primary").stop()  # nothing comes any more
    monkeypatch.setattr(replica, "MOST_BEHIND", 0)
    clusters.wait_for(lambda: replica.alias() == "default")
    assert "s behind; reports and exports read from the primary" in caplog.text

    standby.kill()
    monkeypatch.setattr(replica, "away_until", 0.0)
    assert replica.alias() == "default"
    assert "does not answer" in caplog.text
    told = len(caplog.records)
    assert replica.alias() == "default"
    assert len(caplog.records) == told
