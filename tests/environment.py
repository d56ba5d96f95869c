"""The surroundings of a test run, laid out before Django reads its settings: a folder, a database, a port."""

import argparse
import atexit
import io
import os
import re
import shutil
import signal
import socket
import tempfile
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.core.management import call_command

from tests import postgres, templates

ROOT = Path(__file__).resolve().parent.parent
DATABASES = ("sqlite", "postgres")


def arrange() -> None:
    """Lay everything out and load Django; each worker process of pytest-xdist gets a folder and a port of its own."""
    assert not settings.configured
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ["VAR"] = str(Path(os.environ["VAR"]) / worker)
    else:
        arrange_run()
    os.environ["PORT"] = str(free_port())
    os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = f"127.0.0.1:{os.environ['PORT']}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    # Playwright keeps an event loop in the thread of the test, and Django would refuse the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    adapt_settings()
    django.setup()
    # Workers inherit the environment, and there pytest-django would load Django before anything is laid out.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    if worker is None:
        call_command("compile_messages", stdout=io.StringIO())  # a fresh clone has none compiled


def arrange_run() -> None:
    """What all workers of a run share: an empty folder, no variable of the developer's own, the database server."""
    folder = Path(tempfile.mkdtemp(prefix="undersigned-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    signal.signal(signal.SIGTERM, lambda number, frame: pytest.exit("terminated", 128 + number))  # and clear away
    for name in documented_variables():
        os.environ.pop(name, None)
    os.environ["ENV_FILE"] = os.devnull
    os.environ["VAR"] = str(folder / "var")
    if chosen_database() == "postgres":
        os.environ["DATABASE_URL"] = postgres.start(folder / "postgres", templates.kept("cluster"))


def documented_variables() -> list[str]:
    """The variables that the site reads, from .env.example."""
    return re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)


def chosen_database() -> str:
    """The database of `pytest --database=…`. Read here because Django wants it before pytest has read its options."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--database", choices=DATABASES, default=DATABASES[0])
    return str(parser.parse_known_args()[0].database)


def free_port() -> int:
    """A port on which nobody listens; SITE_URL and the live server share it, so that links in letters work."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def adapt_settings() -> None:
    """The settings that differ from production's, and why."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a login in 1 ms instead of 300
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"  # uncollected
    if not settings.DATABASE_URL:  # a file, as many threads shall sign at once
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(settings.VAR / "test.sqlite3")
        options = settings.DATABASES["default"]["OPTIONS"]  # nothing here must survive a power cut
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
    settings.STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns where it is missing
