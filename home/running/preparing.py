"""Brings database, messages, static files and demo up to date before the site starts; skips what is already so."""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from home.messages import catalogues
from home.messages.compiling import compile_catalogue
from home.models import HomePage
from home.running import demo_editor
from pages.translations import rebuilding

Say = Callable[[str], None]


def prepare(say: Say, demo: bool = True, static: bool = True) -> None:
    """All steps in their order; a second start with the same folder waits until the first is through."""
    with alone(settings.VAR / "preparing.lock"):
        migrate(say)
        compile_messages(say)
        if static:
            collect_static(say)
        if demo:
            load_demo(say)
        rebuild_translations(say)
        demo_editor.make()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let one process at a time through, on this machine."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate(say: Say) -> None:
    """Apply the migrations that the database lacks."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)


def compile_messages(say: Say) -> None:
    """Compile the catalogues of the interface's sentences that changed."""
    if done := [code for code in catalogues.codes() if compile_catalogue(code)]:
        say(f"Compiled the messages of {len(done)} languages.")


def collect_static(say: Say) -> None:
    """Collect and compress styles, scripts and pictures, unless they are the same as at the last start."""
    stamp = settings.VAR / "static.stamp"
    fingerprint = static_fingerprint()
    if not settings.STATIC_ROOT.is_dir() or not stamp.exists() or stamp.read_text() != fingerprint:
        say("Collecting styles and scripts …")
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(fingerprint)


def static_fingerprint() -> str:
    """A digest that changes when any static file, or the way they are stored, does."""
    lines = [settings.STATIC_URL, str(settings.STORAGES["staticfiles"])]
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            lines.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def load_demo(say: Say) -> None:
    """Load the demo campaign into an empty database, with the roles of those who translate it."""
    if not HomePage.objects.exists():
        say("Loading the demo campaign …")
        call_command("load_demo", verbosity=0)
        call_command("make_roles", verbosity=0)


def rebuild_translations(say: Say) -> None:
    """Let the translation desk know what is older than itself."""
    if not rebuilding.is_complete():
        say("Preparing the translation desk …")
        call_command("rebuild_translations", missing=True, verbosity=0)
