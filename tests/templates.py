"""An empty database as the migrations make it, kept from one run to the next: a moment instead of ten seconds and more.

On SQLite it is a file. On PostgreSQL it is the folder of a whole server with the template `migrated` in it, so that
neither a server nor a database has to be made anew. What is kept has the snapshot "empty" with it (tests.snapshots).
"""

import fcntl
import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection

from tests import postgres, snapshots

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".pytest_cache" / "d" / "migrated"
NAME = "migrated"  # of the template
AT_MOST = 4  # that are kept of each kind: branches and versions of Django take turns


def offer() -> None:
    """Lay out what an earlier run kept, if the migrations still make the same; before Django makes a database.

    Django then takes it as it is: it would ask all migrations, and make content types and permissions once more.
    """
    if connection.vendor == "sqlite":
        with alone():
            if not kept("sqlite3").exists():
                return
            shutil.copy(kept("sqlite3"), snapshots.path("empty"))
        shutil.copy(snapshots.path("empty"), connection.settings_dict["TEST"]["NAME"])
    elif not has_template():
        return
    else:
        connection.settings_dict["TEST"]["TEMPLATE"] = NAME
    snapshots.kept.add("empty")
    connection.creation.create_test_db = take


def take(keepdb: bool = False, **options: Any) -> str:
    """Django's create_test_db, when the database needs no migration; its name."""
    creation = connection.creation
    creation._create_test_db(verbosity=0, autoclobber=True, keepdb=connection.vendor == "sqlite")
    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = creation._get_test_db_name()
    connection.ensure_connection()
    return str(connection.settings_dict["NAME"])


def keep() -> None:
    """Keep the database as it stands: as migrated, and kept as the snapshot "empty"."""
    ending = "sqlite3" if connection.vendor == "sqlite" else "cluster"
    with alone():
        if kept(ending).exists():
            return
        if connection.vendor == "sqlite":
            snapshots.save("empty", kept(ending))
        else:
            with suppress(subprocess.CalledProcessError):  # programs of another version than the server: always migrate
                keep_server(kept(ending))
        for former in sorted(FOLDER.glob(f"*.{ending}"), key=lambda path: path.stat().st_mtime)[:-AT_MOST]:
            shutil.rmtree(former) if former.is_dir() else former.unlink()


def keep_server(target: Path) -> None:
    """Save the server with the present database as the template, and go on in a copy of that."""
    present = connection.settings_dict["NAME"]
    connection.close()
    connection.close_pool()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{present}" RENAME TO {NAME}')
    try:
        postgres.save(address("postgres"), target)
    finally:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{present}" TEMPLATE {NAME}')


@cache
def fingerprint() -> str:
    """Changes when the migrations would make something else: with our migrations, the packages, Python and SQLite."""
    digest = hashlib.sha256(f"{sys.version} {sqlite3.sqlite_version} {django.__version__}".encode())
    ours = [path for room in ("home", "pages", "petition") for path in (ROOT / room).glob("**/migrations/*.py")]
    for source in sorted([*ours, *ROOT.glob("requirements*.txt")]):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def kept(ending: str) -> Path:
    """Where it is kept. Another migration, another package: another name."""
    return FOLDER / f"{fingerprint()}.{ending}"


@contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time through."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def has_template() -> bool:
    """Whether the server began with a template."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        return cursor.fetchone() is not None


def address(name: str) -> str:
    """How PostgreSQL's programs reach a database of the run."""
    chosen = connection.settings_dict
    parts = {"host": chosen["HOST"], "port": chosen["PORT"], "user": chosen["USER"], "password": chosen["PASSWORD"]}
    return " ".join(f"{key}='{value}'" for key, value in {**parts, "dbname": name}.items() if value)
