"""An empty database as the migrations make it, kept from one run to the next: half a second instead of ten and more.

On SQLite it is a file, on PostgreSQL a dump, of which the first process of a run makes a template for all the others.
"""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection

from tests import postgres, snapshots

FOLDER = Path(__file__).parent.parent / ".pytest_cache" / "d" / "migrated"
NAME = "migrated"  # of the template


def offer() -> None:
    """Lay out what an earlier run kept, if the migrations still make the same; before Django makes a database."""
    test = connection.settings_dict["TEST"]
    with alone():
        if not kept().exists():
            return
        if connection.vendor == "sqlite":
            shutil.copy(kept(), test["NAME"])
        elif has_template() or fill_template():
            test["TEMPLATE"] = NAME


def keep() -> None:
    """Keep the database as it stands: as migrated, and kept as the snapshot "empty"."""
    with alone():
        if kept().exists():
            return
        if connection.vendor == "sqlite":
            snapshots.save("empty", kept())
            return
        draft = kept().with_name(f"{kept().name}.{os.getpid()}")
        with suppress(subprocess.CalledProcessError):  # programs of another version than the server: every run migrates
            postgres.run("pg_dump", "--format=custom", "--compress=0", "--schema=public", f"--file={draft}", address())
            draft.replace(kept())
        draft.unlink(missing_ok=True)


def kept() -> Path:
    """Where it is kept. Another migration, another package: another name."""
    return FOLDER / f"{snapshots.fingerprint()}.{'sqlite3' if connection.vendor == 'sqlite' else 'dump'}"


@contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time through."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def has_template() -> bool:
    """Whether another process of this run has made the template."""
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        return cursor.fetchone() is not None


def fill_template() -> bool:
    """Make the template of the dump; False where the server can't read it, as after a change of its version."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {NAME}")
    try:
        postgres.run(
            "pg_restore", "--exit-on-error", "--no-owner", "--clean", "--if-exists", "--dbname", address(NAME), kept()
        )
    except subprocess.CalledProcessError:
        kept().unlink()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {NAME}")
        return False
    return True


def address(name: str = "") -> str:
    """How PostgreSQL's programs reach a database of the run; without a name the present one."""
    chosen = connection.settings_dict
    parts = {"host": chosen["HOST"], "port": chosen["PORT"], "user": chosen["USER"], "password": chosen["PASSWORD"]}
    parts["dbname"] = name or chosen["NAME"]
    return " ".join(f"{key}='{value}'" for key, value in parts.items() if value)
