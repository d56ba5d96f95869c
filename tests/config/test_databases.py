"""config.databases: every address that psql takes is understood; who goes away is noticed; a bouncer keeps nothing."""

from contextlib import suppress
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from config import databases

PASSWORDS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=20)
PRIMARY, COPY = "postgresql://ann@one.example/site", "postgresql://ann@two.example/site"


# Addresses ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://ann:secret@db.example:5433/site",
            {"HOST": "db.example", "PORT": "5433", "USER": "ann", "PASSWORD": "secret"},
        ),
        ("postgres://ann@db.example/site", {"HOST": "db.example", "PORT": "", "USER": "ann", "PASSWORD": ""}),
        ("host=db.example dbname=site user=ann", {"HOST": "db.example", "USER": "ann"}),
        ("host=db.example dbname=site password='two words'", {"PASSWORD": "two words"}),
        (
            "postgresql://one.example:5432,two.example:5433/site",
            {"HOST": "one.example,two.example", "PORT": "5432,5433"},
        ),
        ("postgresql:///site?host=/run/postgresql", {"HOST": "/run/postgresql"}),
        ("postgresql://%2Frun%2Fpostgresql/site", {"HOST": "/run/postgresql"}),
        ("postgresql:///site", {"HOST": "", "PORT": ""}),
        ("postgresql://[2001:db8::1]:5432/site", {"HOST": "2001:db8::1", "PORT": "5432"}),
        ("postgresql://ann:p%40ss%2Fword@db.example/site", {"PASSWORD": "p@ss/word"}),
    ],
)
def test_every_form_that_psql_takes_is_understood(url: str, expected: dict[str, str]) -> None:
    settings = databases.postgresql(url)
    assert settings["NAME"] == "site"
    assert {key: settings[key] for key in expected} == expected


def test_options_of_the_address_reach_the_driver() -> None:
    url = "postgresql://one,two/site?sslmode=verify-full&target_session_attrs=read-write&connect_timeout=3"
    options = databases.postgresql(url)["OPTIONS"]
    assert options["sslmode"] == "verify-full"
    assert options["target_session_attrs"] == "read-write"
    assert options["connect_timeout"] == "3"


def test_a_service_may_stand_for_the_database() -> None:
    settings = databases.postgresql("service=site")
    assert settings["NAME"] == ""
    assert settings["OPTIONS"]["service"] == "site"


@given(PASSWORDS)
def test_any_password_goes_in_and_out(password: str) -> None:
    quoted = password.replace("\\", r"\\").replace("'", r"\'")
    assert databases.postgresql(f"dbname=site password='{quoted}'")["PASSWORD"] == password


@pytest.mark.parametrize(
    "url",
    [
        "mysql://ann:secret@db.example/site",
        "secret",
        "postgresql://db.example/site?colour=secret",
        "postgresql://a:secret%zz@b/c",
    ],
)
def test_nonsense_is_refused_without_showing_the_password(url: str) -> None:
    with pytest.raises(
        ImproperlyConfigured, match="DATABASE_URL is no address that PostgreSQL understands; write it like"
    ) as refusal:
        databases.postgresql(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize("url", ["postgresql://db.example", "host=db.example user=ann"])
def test_an_address_without_a_database_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL names no database"):
        databases.postgresql(url)


@given(st.text())
def test_no_address_fails_but_in_words(url: str) -> None:
    with suppress(ImproperlyConfigured):
        assert databases.postgresql(url)["ENGINE"] == "config.postgresql"


def test_a_pool_of_no_connections_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_POOL", "0")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_POOL must be 1 or more, such as 8; it is 0"):
        databases.postgresql("postgresql:///site")


# Several hosts --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://one,two/site", "read-write"),
        ("postgresql:///site?host=/one,/two", "read-write"),
        ("dbname=site hostaddr=192.0.2.1,192.0.2.2", "read-write"),
        ("postgresql://one,two/site?target_session_attrs=any", "any"),
        ("postgresql://one/site", None),
    ],
)
def test_of_several_hosts_the_one_that_takes_writes_is_meant(url: str, expected: str | None) -> None:
    assert databases.postgresql(url)["OPTIONS"].get("target_session_attrs") == expected


def test_a_host_that_is_gone_is_given_up_within_seconds_unless_the_address_says_otherwise() -> None:
    options = databases.postgresql("postgresql://one/site?connect_timeout=9")["OPTIONS"]
    assert (options["connect_timeout"], options["tcp_user_timeout"], options["keepalives_idle"]) == ("9", "3000", "3")
    assert options["pool"]["timeout"] <= 3


# A bouncer ------------------------------------------------------------------------------------------------------------
def test_behind_a_bouncer_nothing_is_left_in_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    assert databases.postgresql(PRIMARY)["DISABLE_SERVER_SIDE_CURSORS"] is False
    monkeypatch.setenv("DATABASE_BOUNCER", "yes")
    described = databases.chosen(PRIMARY, COPY, Path())
    for settings in described.values():
        assert settings["DISABLE_SERVER_SIDE_CURSORS"] is True
        assert settings["OPTIONS"]["prepare_threshold"] is None
        assert "options" not in settings["OPTIONS"]  # PgBouncer refuses this parameter


# A replica ------------------------------------------------------------------------------------------------------------
def test_a_replica_is_read_only_and_keeps_no_connection_waiting() -> None:
    described = databases.chosen(PRIMARY, f"{COPY}?options=-cwork_mem%3D64MB", Path())["replica"]
    assert described["OPTIONS"]["options"] == f"{databases.ONE_PLAN} -cwork_mem=64MB {databases.READ_ONLY}"
    assert described["OPTIONS"]["pool"]["min_size"] == 0
    assert described["TEST"] == {"MIRROR": "default"}


def test_of_several_replicas_a_standby_is_preferred() -> None:
    options = databases.replica("postgresql://one,two/site")["OPTIONS"]
    assert options["target_session_attrs"] == "prefer-standby"


def test_without_an_address_it_is_sqlite(tmp_path: Path) -> None:
    described = databases.chosen("", "", tmp_path)
    assert list(described) == ["default"]
    assert described["default"]["NAME"] == tmp_path / "site.sqlite3"


def test_a_replica_of_nothing_and_a_wrong_address_of_one_are_refused_by_name() -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL needs DATABASE_URL"):
        databases.chosen("", COPY, Path())
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URL names no database"):
        databases.chosen(PRIMARY, "postgresql://two.example", Path())
