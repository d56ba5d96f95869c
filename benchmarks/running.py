"""The whole site as it runs on a server, to be broken: server processes, a letter worker, a primary of its own."""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

from benchmarks import clusters
from benchmarks.post_office import MESSAGE_ID, Session
from tests.environment import ROOT, documented_variables, free_port

WORKERS, THREADS = 2, 48  # as docs/deploy.md has them
LETTERS_WITHIN = 600.0  # seconds
MAILBOX = re.compile(rb"^To:[^@]*?([\w.+-]+@[\w.-]+)", re.MULTILINE)


class Postbox(Session):
    """A connection to the mail server, which keeps of each letter for whom it was and its Message-ID."""

    def __init__(self, letters: list[tuple[str, str]]) -> None:
        super().__init__({}, 0.0)
        self.letters = letters

    def take(self, letter: bytes) -> None:
        """Note a letter and say that it was taken."""
        self.is_letter = False
        mailbox, name = (found[1].decode() if (found := each.search(letter)) else "" for each in (MAILBOX, MESSAGE_ID))
        self.letters.append((mailbox, name))
        self.line.write(b"250 taken\r\n")


@dataclass
class Unit:
    """What systemd keeps running: started again after `pause` seconds whenever it ends."""

    command: list[str]
    pause: float
    pid: int = 0
    starts: int = 0

    def keep(self, log: Path, ended: threading.Event) -> None:
        """Keep it running until `ended`."""
        with log.open("ab") as lines:
            while not ended.is_set():
                running = subprocess.Popen(self.command, cwd=ROOT, stdout=lines, stderr=lines)
                self.pid, self.starts = running.pid, self.starts + 1
                while running.poll() is None and not ended.wait(0.1):
                    pass
                running.terminate()
                running.wait()
                ended.wait(self.pause)


class Site:
    """A petition on a server process or two; its database lies in `place`, what it writes in `var`."""

    def __init__(self, place: Path, var: Path) -> None:
        self.place, self.var, self.port = place, var, free_port()
        self.primary = clusters.Server(place / "primary")
        self.server = self.worker = Unit([], 0.0)
        self.text = 0  # the number of the text that people sign
        self.letters_took = 0.0  # seconds that letters were waited for
        self.post: list[tuple[str, str]] = []  # mailbox and Message-ID of all letters that were sent

    def prepare(self) -> None:
        """Make the database with a petition and keep a copy of it; then this process knows the site, too."""
        for name in documented_variables():
            os.environ.pop(name, None)
        post = free_port()
        threading.Thread(target=lambda: asyncio.run(self.take_letters(post)), daemon=True).start()
        hosts = ",".join(str(self.place / name) for name in ("primary", "standby"))
        os.environ |= {
            "ENV_FILE": os.devnull,
            "VAR": str(self.var),
            "PORT": str(self.port),
            "EMAIL_URL": f"smtp://127.0.0.1:{post}",
            "TRUSTED_PROXIES": "1",  # its people come from many networks
            "DATABASE_URL": f"postgresql://postgres@/postgres?host={hosts}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONUNBUFFERED": "1",
        }
        clusters.primary(self.place)
        django.setup()
        from home.running.preparing import prepare  # the site is loaded by now
        from petition.models import PetitionText
        from tests.petition.conftest import add_petition

        prepare(lambda sentence: None, demo=False)
        add_petition()
        self.text = PetitionText.objects.filter(language="en").latest("pk").pk
        self.forget_connections()
        self.primary.stop(how="fast")
        clusters.copy(self.primary.folder / "data", self.place / "template")

    def renew(self) -> None:
        """The database as it was prepared, on a primary without a standby; no letter written."""
        self.forget_connections()
        for name in ("primary", "standby"):
            clusters.Server(self.place / name).stop()
            shutil.rmtree(self.place / name, ignore_errors=True)
        clusters.new_folder(self.primary.folder)
        clusters.copy(self.place / "template", self.primary.folder / "data")
        self.post.clear()
        self.primary.start()

    # Processes --------------------------------------------------------------------------------------------------------
    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        """Server and worker as docs/deploy.md has them, until the end."""
        ended = threading.Event()
        options = f"--interface wsgi --no-ws --host 127.0.0.1 --port {self.port} --workers {WORKERS}"
        options += (
            f" --blocking-threads {THREADS} --workers-kill-timeout 5 --respawn-failed-workers --log-level warning"
        )
        self.server = Unit([sys.executable, "-m", "config.server", "config.wsgi:application", *options.split()], 1.0)
        self.worker = Unit([sys.executable, str(ROOT / "manage.py"), "work"], 5.0)
        with ThreadPoolExecutor() as keeper:
            kept = [keeper.submit(unit.keep, self.var / "log", ended) for unit in (self.server, self.worker)]
            try:
                clusters.wait_for(self.is_ready)
                yield
            finally:
                ended.set()
                wait(kept)

    def web_processes(self) -> list[int]:
        """Those that answer visitors."""
        try:
            found = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in clusters.children(self.server.pid)}
        except FileNotFoundError:  # one has just died
            return []
        return [pid for pid, command in found.items() if command and b"resource_tracker" not in command]

    def is_ready(self) -> bool:
        """Whether it says so."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    # What it holds ----------------------------------------------------------------------------------------------------
    def rows(self, mailboxes: Sequence[str]) -> Counter[str]:
        """How often each of `mailboxes` is stored."""
        from petition import mailbox  # the site is loaded by now
        from petition.models import Petition, Signature

        petition = Petition.objects.get(slug="trees").pk
        owner = {mailbox.key(each, petition): each for each in mailboxes}
        return Counter(owner[key] for key in Signature.objects.values_list("mailbox_key", flat=True) if key in owner)

    def row_count(self) -> int:
        """How many signatures there are."""
        from petition.models import Signature  # the site is loaded by now

        return Signature.objects.count()

    def faults(self) -> list[str]:
        """What the nightly recount would find."""
        from petition import counting  # the site is loaded by now

        return counting.faults()

    def wait_for_letters(self) -> None:
        """Until none waits, those included that a dead worker had claimed: until its lease has run out."""
        from petition.models import Letter  # the site is loaded by now

        start = time.monotonic()
        while Letter.objects.waiting().exists() and time.monotonic() - start < LETTERS_WITHIN:
            time.sleep(1)
        self.letters_took = time.monotonic() - start

    async def take_letters(self, port: int) -> None:
        """Be the mail server at `port` until this process ends."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Postbox(self.post), "127.0.0.1", port)
        await server.serve_forever()

    def letters(self) -> dict[str, list[str]]:
        """The Message-IDs of all letters that were sent to each mailbox."""
        found: dict[str, list[str]] = defaultdict(list)
        for mailbox, name in self.post:
            found[mailbox].append(name)
        return found

    def forget_connections(self) -> None:
        """This process's own: the server that they lead to is about to change."""
        from django.db import connection  # the site is loaded by now

        connection.close()
        pool: Any = connection.pool
        if pool:
            connection.close_pool()


def kill(pid: int) -> None:
    """Kill a process as the kernel does that runs out of memory."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
