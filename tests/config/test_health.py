"""config.health: what a monitor is told, on both databases and when there is none."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler
from django.test import Client
from django.utils import timezone

from config import databases, health
from petition.models import Letter, Petition, PetitionText, Signature

MINUTE = dt.timedelta(minutes=1)
NOW = timezone.now().replace(microsecond=0)


@pytest.fixture
def write(db: None) -> Callable[..., Letter]:
    """Writes a letter; its columns can be given."""
    petition = Petition.objects.create(slug="trial", source_language="en", heading_en="Trial", opens_at=NOW)
    text = PetitionText.objects.create(
        petition=petition, language="en", version=99, digest="", heading="", demand="", consent="", created_at=NOW
    )
    signature = Signature.objects.create(
        petition=petition,
        text=text,
        language="en",
        mailbox_key="trial",
        sealed=b"ann",
        signed_at=NOW,
    )

    def write(**columns: Any) -> Letter:
        columns = {"queued_at": NOW, "due_at": NOW, "message_id": str(Letter.objects.count()), **columns}
        return Letter.objects.create(signature=signature, kind="confirm", language="en", **columns)

    return write


# live -----------------------------------------------------------------------------------------------------------------
def test_a_living_process_says_so_without_a_database(client: Client) -> None:
    answer = client.get("/-/live")  # a test that doesn't ask for the database is kept from it
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize("path", ["/-/live", "/-/ready"])
def test_a_monitor_can_only_ask(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


# ready ----------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_site_without_waiting_letters_is_ready(client: Client) -> None:
    answer = client.get("/-/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": True,
        "takes_writes": True,
        "unapplied_migrations": 0,
        "oldest_letter_seconds": None,
    }
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.django_db
def test_a_server_that_can_only_be_read_makes_it_unready(client: Client) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only a PostgreSQL server is ever a standby.")
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    answer = client.get("/-/ready")
    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["takes_writes"]) == (True, False)


@pytest.mark.django_db
def test_a_missing_migration_makes_it_unready(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="petition").order_by("-id")[0].delete()
    answer = client.get("/-/ready")
    assert answer.status_code == 503
    assert answer.json()["unapplied_migrations"] == 1


@pytest.mark.django_db
def test_an_empty_database_lacks_every_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda recorder: {})
    assert ("petition", "0001_initial") in health.unapplied_migrations()


@pytest.mark.django_db
def test_migrations_that_were_squashed_count_by_those_that_they_replace(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {("app", "0001"): [], ("app", "0002"): [], ("app", "0001_squashed"): [("app", "0001"), ("app", "0002")]}
    monkeypatch.setattr(health, "known_migrations", lambda: known)
    for applied, missing in (
        ([], [("app", "0001_squashed")]),
        ([("app", "0001")], [("app", "0001_squashed")]),
        ([("app", "0001"), ("app", "0002")], []),
        ([("app", "0001_squashed")], []),
    ):
        monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda recorder, applied=applied: applied)
        assert health.unapplied_migrations() == missing


@pytest.mark.parametrize("url", ["sqlite", "postgresql://127.0.0.1:1/nowhere"])
@pytest.mark.django_db
def test_a_database_that_does_not_answer_makes_it_unready(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
) -> None:
    if url == "sqlite":
        settings: dict[str, Any] = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": tmp_path / "nowhere" / "site.sqlite3",
        }
    else:
        settings = databases.postgresql(url)
        settings["OPTIONS"]["pool"] = {"min_size": 0, "max_size": 1, "timeout": 0.2}
    nowhere = ConnectionHandler({"default": {}, "nowhere": settings})["nowhere"]
    monkeypatch.setattr(health, "connection", nowhere)
    answer = client.get("/-/ready")
    if url != "sqlite":
        nowhere.close_pool()
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": False}


# letters --------------------------------------------------------------------------------------------------------------
def test_the_age_is_that_of_the_oldest_letter_that_is_due(write: Callable[..., Letter]) -> None:
    write(due_at=NOW - 2 * MINUTE)
    write(due_at=NOW - 5 * MINUTE)
    write(due_at=NOW + MINUTE, queued_at=NOW - 100 * MINUTE)  # a reminder whose time has not come
    write(due_at=NOW - 9 * MINUTE, sent_at=NOW)
    write(due_at=NOW - 9 * MINUTE, failed_at=NOW)
    assert health.oldest_letter_age(NOW) == 300


def test_a_failed_try_does_not_make_a_letter_young_again(write: Callable[..., Letter]) -> None:
    write(queued_at=NOW - 7 * MINUTE, due_at=NOW + MINUTE, attempts=3)
    assert health.oldest_letter_age(NOW) == 420


def test_letters_that_stand_still_make_it_unready(client: Client, write: Callable[..., Letter]) -> None:
    write(due_at=timezone.now() - 16 * MINUTE)
    answer = client.get("/-/ready")
    assert answer.status_code == 503
    assert answer.json()["oldest_letter_seconds"] >= 960


def test_one_late_letter_among_many_that_go_out_does_not(client: Client, write: Callable[..., Letter]) -> None:
    write(queued_at=timezone.now() - 60 * MINUTE, attempts=4)
    write(sent_at=timezone.now() - MINUTE)
    assert client.get("/-/ready").status_code == 200
    Letter.objects.sent().update(sent_at=timezone.now() - 16 * MINUTE)
    assert client.get("/-/ready").status_code == 503


def test_how_long_a_letter_may_wait_is_a_setting(client: Client, write: Callable[..., Letter], settings: Any) -> None:
    write(due_at=timezone.now() - 2 * MINUTE)
    assert client.get("/-/ready").status_code == 200
    settings.READY_LETTER_AGE = 60
    assert client.get("/-/ready").status_code == 503
