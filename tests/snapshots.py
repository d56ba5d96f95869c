"""Keeps the test database under a name and brings it back in a moment.

Django would flush all tables after a test that commits: with them what migrations wrote (Wagtail's root page), and it
can't get past the triggers that keep a petition's texts unchanged.
"""

import sqlite3
from contextlib import closing

import psycopg
from django.conf import settings
from django.db import connection, connections

kept: set[str] = set()


def keep(name: str) -> None:
    """Remember the database as it stands now."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(settings.VAR / f"{name}.sqlite3")) as copy:
            connection.connection.backup(copy)
    else:
        copy_database(current_database(), f"{current_database()}_{name}")
    kept.add(name)


def restore(name: str) -> None:
    """Make the database what it was when it was kept as `name`."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(settings.VAR / f"{name}.sqlite3")) as copy:
            copy.backup(connection.connection)
    else:
        copy_database(f"{current_database()}_{name}", current_database())


def current_database() -> str:
    """The name of the test database of this process."""
    return str(connection.settings_dict["NAME"])


def copy_database(source: str, target: str) -> None:
    """Make PostgreSQL's `target` a copy of `source`; neither may be in use, so connections to both are cut."""
    connections.close_all()
    connection.close_pool()
    with psycopg.connect(settings.DATABASE_URL, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()", [source]
        )
        server.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
