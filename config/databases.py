"""Describes the databases to Django: PostgreSQL by its address, else SQLite; a replica to read from, if any."""

from pathlib import Path
from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from config import env

EXAMPLE = "write it like postgresql://user:password@host:5432/name"
PARTS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
# A server that is gone without a word is noticed within seconds; what the address says of these stands above them.
NOTICING = {
    "connect_timeout": "2",  # seconds for each host, the least that libpq takes
    "tcp_user_timeout": "3000",  # milliseconds that what was sent may stay unheard
    "keepalives_idle": "3",
    "keepalives_interval": "1",
    "keepalives_count": "3",
}
# Whoever finds the database away is told so in 2 s, and the next but one second tries again.
PATIENCE = {"timeout": 2, "reconnect_timeout": 1}
# A statement of ours has one plan for any number of values; PostgreSQL would plan those of a few anew each time.
ONE_PLAN = "-c plan_cache_mode=force_generic_plan"
READ_ONLY = "-c default_transaction_read_only=on"


def chosen(url: str, replica_url: str, var: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: "default", and "replica" where `replica_url` names one."""
    if not url:
        if replica_url:
            raise ImproperlyConfigured("DATABASE_REPLICA_URL needs DATABASE_URL: SQLite has no replica.")
        return {"default": sqlite(var)}
    return {"default": postgresql(url), **({"replica": replica(replica_url)} if replica_url else {})}


def sqlite(var: Path) -> dict[str, Any]:
    """A file in the folder `var`."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": var / "site.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # writers queue at the beginning instead of failing in the middle
            "timeout": 30,
            # secure_delete: what was erased is overwritten in the file, too
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON;",
        },
    }


def postgresql(url: str, name: str = "DATABASE_URL") -> dict[str, Any]:
    """A PostgreSQL database from any libpq form of `url`, which the variable `name` holds.

    Several hosts and sockets are read by libpq's own parser (psycopg.conninfo), so what works in psql works here. Of
    several hosts the one that takes writes is meant, unless the address says otherwise by target_session_attrs.
    """
    parts = parsed(url, name)
    options: dict[str, Any] = {key: value for key, value in parts.items() if key not in PARTS.values()}
    is_bounced = env.flag("DATABASE_BOUNCER", False)
    if "," in f"{parts.get('host', '')}{parts.get('hostaddr', '')}" and not is_bounced:
        options.setdefault("target_session_attrs", "read-write")
    if not is_bounced:  # a bouncer takes no options
        options["options"] = f"{ONE_PLAN} {options.get('options') or ''}".strip()
    pool = {"min_size": 1, "max_size": env.number("DATABASE_POOL", 8, least=1), **PATIENCE}
    return {
        "ENGINE": "config.postgresql",
        **{key: str(parts.get(part) or "") for key, part in PARTS.items()},
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "CONN_HEALTH_CHECKS": True,  # a connection that died in the pool (server restarted) never meets a visitor
        # Behind a bouncer each transaction may meet another session: nothing may be left in one.
        "DISABLE_SERVER_SIDE_CURSORS": is_bounced,
        # Only petition.rows sends statements whose values stand apart, and is served by plans that are kept.
        "OPTIONS": {**NOTICING, "prepare_threshold": None if is_bounced else 5, **options, "pool": pool},
    }


def parsed(url: str, name: str) -> dict[str, Any]:
    """The parts of an address by libpq's names for them."""
    try:
        parts = conninfo_to_dict(url)
    except (psycopg.ProgrammingError, UnicodeError):  # not shown: libpq quotes the address, password and all
        raise ImproperlyConfigured(f"{name} is no address that PostgreSQL understands; {EXAMPLE}.") from None
    if not parts.get("dbname") and not parts.get("service"):
        raise ImproperlyConfigured(f"{name} names no database; {EXAMPLE}.")
    return dict(parts)


def replica(url: str) -> dict[str, Any]:
    """A copy of the database to read from (pages.replica): no connection waits in it, and nothing is written there."""
    described = postgresql(url, "DATABASE_REPLICA_URL")
    options = described["OPTIONS"]
    options["pool"] |= {"min_size": 0}
    if options.get("target_session_attrs") == "read-write":
        options["target_session_attrs"] = "prefer-standby"
    if not described["DISABLE_SERVER_SIDE_CURSORS"]:  # behind a bouncer a standby refuses by itself
        options["options"] += f" {READ_ONLY}"
    return {**described, "TEST": {"MIRROR": "default"}}
