"""A site of its own to measure on: an empty folder, a database with all migrations, no variable of the developer's."""

import argparse
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import setup_test_environment

from tests import environment, templates


def options(description: str | None) -> argparse.ArgumentParser:
    """What can be said to every measurement; tests.environment reads the database by itself."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--database", choices=environment.DATABASES, default=environment.DATABASES[0])
    parser.add_argument("--seed", type=int, default=int(time.time()), help="the same dice again")
    return parser


def build(name: str = "bench.sqlite3") -> None:
    """Load the site and make its database, on SQLite a file `name`; both go with this process."""
    environment.arrange()
    setup_test_environment()
    if connection.vendor == "sqlite":  # nothing here must survive a power cut
        connection.settings_dict["TEST"]["NAME"] = str(Path(connection.settings_dict["NAME"]).with_name(name))
        chosen = connection.settings_dict["OPTIONS"]
        chosen["init_command"] = chosen["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    logging.disable(logging.WARNING)  # letters that wait and lost connections are meant to happen
    templates.offer()
    connection.creation.create_test_db(verbosity=0, serialize=False, keepdb=connection.vendor == "sqlite")
    say(f"{connection.vendor}, database {connection.settings_dict['NAME']}")


def busy(deed: Callable[[], Any], times: int = 1) -> float:
    """Seconds for which this process and its session at PostgreSQL work at one of several times.

    Not those that pass: two processors shared with anything else would tell of that, too.
    """
    connection.ensure_connection()
    session = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    before = time.process_time() + int(session.read_text().split()[0]) / 1e9
    for _time in range(times):
        deed()
    return (time.process_time() + int(session.read_text().split()[0]) / 1e9 - before) / times


def say(line: str) -> None:
    """Tell a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
