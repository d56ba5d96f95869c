"""The site's processes and how to reach them: commands, port, first answer, words of welcome."""

import errno
import http.client
import itertools
import socket
import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from home.running import demo_editor
from home.running.processes import Process

MANAGE = (sys.executable, str(settings.BASE_DIR / "manage.py"))
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - not bound here, only asked through loopback


class PortUnavailable(Exception):
    """The site can't listen where it should; the message says why and what to do."""


def insist_on_port() -> None:
    """Raise PortUnavailable unless the site can listen on settings.BIND and settings.PORT."""
    where = f"{settings.BIND}, port {settings.PORT}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(settings.BIND, settings.PORT, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except socket.gaierror as error:
        raise PortUnavailable(f"BIND={settings.BIND} is no address: {error.strerror}.") from None
    except OSError as error:
        reason = {
            errno.EADDRINUSE: f"is taken by another program. Choose another port: make run PORT={settings.PORT + 1}",
            errno.EACCES: "needs more rights than this account has. Choose a port above 1023: make run PORT=8000",
            errno.EADDRNOTAVAIL: "is not on this machine. Set BIND to one of its addresses",
        }.get(error.errno or 0, f"can't be used: {error.strerror}")
        raise PortUnavailable(f"{where} {reason}.") from None


def processes(workers: int, threads: int) -> list[Process]:
    """The production server, and the letter worker where the role sends letters."""
    # One of its processes that dies is replaced; the server ends if that dies, too, within seconds.
    wsgi = ("--interface", "wsgi", "--no-ws", "--respawn-failed-workers")
    server = (sys.executable, "-m", "granian", "config.wsgi:application", *wsgi)
    options = {
        "--host": settings.BIND,
        "--port": settings.PORT,
        "--workers": workers,
        "--blocking-threads": threads,
        "--workers-kill-timeout": 5,
        "--working-dir": settings.BASE_DIR,
        "--log-level": "warning",
        "--log-config": settings.BASE_DIR / "home/running/server_log.json",
    }
    flags = [str(part) for part in itertools.chain.from_iterable(options.items())]
    return [Process("server", (*server, *flags), vital=True, forks=True), *worker()]


def reloading_processes() -> list[Process]:
    """Django's own server, which reloads by itself, and a letter worker that is restarted when the code changes."""
    address = f"[{settings.BIND}]" if ":" in settings.BIND else settings.BIND
    server = (*MANAGE, "runserver", f"{address}:{settings.PORT}")
    return [Process("server", server, vital=True), *worker(watched=newest_source)]


def worker(**options: Any) -> list[Process]:
    """The letter worker, if this role has one."""
    return [Process("letter worker", (*MANAGE, "work"), **options)] if settings.SENDS_LETTERS else []


def newest_source() -> float:
    """When a Python file or a template of the project was last changed, in seconds since 1970."""
    sources = itertools.chain.from_iterable(
        (settings.BASE_DIR / room).glob(pattern)
        for room in ("config", "home", "petition", "pages")
        for pattern in ("**/*.py", "**/letters/*")
    )
    return max(source.stat().st_mtime for source in sources)


def answers() -> bool:
    """Whether the site answers at /-/live."""
    connection = http.client.HTTPConnection(EVERYWHERE.get(settings.BIND, settings.BIND), settings.PORT, timeout=1)
    try:
        connection.request("GET", "/-/live", headers={"Host": urlsplit(settings.SITE_URL).netloc})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def let_go() -> None:
    """Close what this process has open to the database, with the pool's threads: none of it may meet a fork."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def welcome() -> str:
    """What to know once the site answers: addresses, who may edit, where letters go."""
    lines = {"Site": f"{settings.SITE_URL}/"}
    if settings.SERVES_EDITORS:
        lines["Editors"] = f"{settings.SITE_URL}/admin/"
    if password := demo_editor.password():
        lines |= {"Name": demo_editor.NAME, "Password": password}
    mail_server = urlsplit(settings.EMAIL_URL).hostname
    lines["Letters"] = f"sent through {mail_server}" if mail_server else f"files in {settings.LETTERS_DIR}/"
    told = [f"  {name:10}{value}" for name, value in lines.items()]
    return "\n".join([f"{settings.WAGTAIL_SITE_NAME} is ready. Ctrl-C ends it.", "", *told])
