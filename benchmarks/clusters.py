"""PostgreSQL servers to stop and to promote: a primary, standbys that stream from it, and a PgBouncer before them.

    with clusters.folder() as place:
        primary = clusters.primary(place)
        standby = primary.standby("standby", synchronous=True)
        primary.kill()
        standby.promote()

Each listens on a socket in a folder of its own and on no port. What runs is stopped when the folder is left.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.postgres import installed_programs

USER = "postgres" if os.geteuid() == 0 else None  # neither PostgreSQL nor PgBouncer runs as root
SOCKET = ".s.PGSQL.5432"
PATIENCE = 60.0  # seconds for whatever is waited for
FORGETFUL = {"fsync": "off", "full_page_writes": "off"}  # for what needs no durability: nothing pulls the plug
BOUNCER = """
[databases]
* = {target}
[pgbouncer]
listen_addr =
listen_port = 5432
unix_socket_dir = {folder}
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 500
logfile = {folder}/log
"""


def is_possible() -> bool:
    """Whether PostgreSQL is installed on this machine."""
    with contextlib.suppress(FileNotFoundError):
        return bool(installed_programs())
    return False


def has_bouncer() -> bool:
    """Whether PgBouncer is, too."""
    return bool(shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin"))


@dataclass
class Server:
    """A PostgreSQL server with its data and its socket in `folder`."""

    folder: Path
    standbys: "list[Server]" = field(default_factory=list)

    @property
    def address(self) -> str:
        """How to connect to it, as DATABASE_URL has it."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def start(self, **settings: str) -> None:
        """Start it; returns once it answers."""
        options = {"listen_addresses": "", "unix_socket_directories": str(self.folder), **settings}
        chosen = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        run("pg_ctl", "start", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o", chosen)

    def stop(self, how: str = "immediate") -> None:
        """Stop it, if it runs; "fast" leaves data that can be copied."""
        with contextlib.suppress(subprocess.CalledProcessError):
            run("pg_ctl", "stop", "-w", "-m", how, "-D", self.folder / "data")

    def kill(self) -> None:
        """What a power cut does: the server and all its processes are gone in the middle of what they did."""
        pid = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGSTOP)  # lest it starts more while its children are counted
        for each in [*children(pid), pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    def promote(self) -> None:
        """Make a standby the primary; returns once it takes writes."""
        run("pg_ctl", "promote", "-w", "-D", self.folder / "data")

    def ask(self, sql: str, *values: object) -> Any:
        """The first value of the first row; None for a statement that returns nothing."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            cursor = connection.execute(sql.encode(), values or None)
            return row[0] if cursor.description and (row := cursor.fetchone()) else None

    def standby(self, name: str, synchronous: bool, **settings: str) -> "Server":
        """A new server that streams from this one; with `synchronous`, every commit waits for it from now on."""
        made = Server(new_folder(self.folder.parent / name))
        whence = f"host={self.folder} user=postgres application_name={name}"
        run("pg_basebackup", "-D", made.folder / "data", "-d", whence, "-X", "stream", "-R", "--checkpoint=fast")
        self.standbys.append(made)
        made.start(wal_retrieve_retry_interval="500ms", **settings)  # promoted at once, not at the next of 5 s
        if synchronous:
            self.ask(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
            self.ask("SELECT pg_reload_conf()")
        wanted = "sync" if synchronous else "async"
        state = "SELECT sync_state FROM pg_stat_replication WHERE application_name = %s AND state = 'streaming'"
        wait_for(lambda: self.ask(state, name) == wanted)
        return made


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A new folder for servers; at the end they are stopped and it is removed."""
    place = Path(tempfile.mkdtemp(prefix="clusters-"))
    place.chmod(0o755)  # the account that PostgreSQL runs under must get through
    try:
        yield place
    finally:
        for each in place.iterdir():
            if (each / "data" / "postmaster.pid").exists():
                Server(each).stop()
        shutil.rmtree(place, ignore_errors=True)


def primary(place: Path, name: str = "primary", **settings: str) -> Server:
    """A new server in `place` that standbys can stream from."""
    made = Server(new_folder(place / name))
    arguments = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8")
    run("initdb", "-D", made.folder / "data", *arguments)
    made.start(**settings)
    return made


@contextlib.contextmanager
def bouncer(place: Path, host: str, connections: int = 4) -> Iterator[str]:
    """A PgBouncer in transaction mode before the server at `host`, with so many sessions there; where it listens."""
    home = new_folder(place / "bouncer")
    account = (Path(host) / SOCKET).stat().st_uid if USER else None  # whoever runs the server gets to its socket
    if account is not None:
        os.chown(home, account, -1)
    target = f"host={host} port=5432 user=postgres"
    settings = home / "pgbouncer.ini"
    settings.write_text(BOUNCER.format(target=target, folder=home, connections=connections))
    program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    running = subprocess.Popen([str(program), settings], user=account, cwd=home, stderr=subprocess.DEVNULL)
    try:
        wait_for((home / SOCKET).exists)
        yield str(home)
    finally:
        running.terminate()
        running.wait()


def new_folder(path: Path) -> Path:
    """A folder of the account that PostgreSQL runs under."""
    path.mkdir()
    if USER:
        shutil.chown(path, USER)
    return path


def copy(data: Path, target: Path) -> None:
    """Copy a stopped server's data for another one."""
    shutil.copytree(data, target)
    for each in (target, *target.rglob("*")):
        if USER:
            shutil.chown(each, USER)


def run(program: str, *arguments: object) -> None:
    """Run one of PostgreSQL's programs. Raises CalledProcessError."""
    command = [str(part) for part in (installed_programs() / program, *arguments)]
    subprocess.run(command, user=USER, cwd="/", check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def children(pid: int) -> list[int]:
    """The processes that `pid` has started. Linux only."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_for(is_so: Any) -> None:
    """Wait until `is_so()` says yes. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.05)
