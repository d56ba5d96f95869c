"""Bounds how many requests are inside at once; beyond that it refuses cheaply, so that who is inside gets through."""

import threading
import time
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.utils.encoding import escape_uri_path

from pages import refusing, security_headers
from pages.memory import watching
from pages.memory.renderer import Application, Environ, Start
from pages.memory.serving import is_secure
from pages.unkept import HEADERS

LOOK_EVERY = 0.25  # seconds after which who waits asks whether the database is still there
READING = threading.BoundedSemaphore(4)  # forms of the refused that are read at once: threads are left for pages

_headers: dict[tuple[str, bool, bool], list[tuple[str, str]]] = {}  # see `headers`


class Room:
    """A room for `inside` requests, with a bench for `waiting` more. Who is in `beside` takes a place, too."""

    def __init__(self, inside: int, waiting: int, patience: float, beside: "Room | None" = None) -> None:
        self.most_inside, self.most_waiting, self.patience = inside, waiting, patience  # patience in seconds
        self.beside = beside
        self.inside = self.waiting = 0
        self.changed = threading.Condition()

    def enter(self) -> bool:
        """Whether there is a place, perhaps after a while. While the database is away one goes in to try, no more."""
        with self.changed:
            if self.is_free():
                self.inside += 1
                return True
            if self.waiting >= self.most_waiting or not watching.database_answers():
                return False
            self.waiting += 1
            try:
                is_free = self.wait()
                self.inside += is_free
                return is_free
            finally:
                self.waiting -= 1

    def wait(self) -> bool:
        """Whether a place became free in time; who waits is let go when the database is found away."""
        end = time.monotonic() + self.patience
        while not self.is_free():
            left = end - time.monotonic()
            if left <= 0 or not watching.database_answers():
                return False
            self.changed.wait(min(left, LOOK_EVERY))
        return True

    def is_free(self) -> bool:
        """Whether one more may go in."""
        if not watching.database_answers():
            return not self.inside
        return self.inside + (self.beside.inside if self.beside else 0) < self.most_inside

    def leave(self) -> None:
        """Make place for another."""
        with self.changed:
            self.inside -= 1
            self.changed.notify()


class Passage(Room):
    """No room: everybody goes through. It knows how many are on their way."""

    def is_free(self) -> bool:
        """Always."""
        return True


class Gate:
    """Before `application`; `room_of` chooses a request's room, None for those that are never refused."""

    def __init__(self, application: Application, room_of: Callable[[Environ], Room | None]) -> None:
        self.application, self.room_of = application, room_of
        refusing.prepare()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        room = self.room_of(environ)
        if room is None:
            return self.application(environ, start)
        if not room.enter():
            return refuse(environ, start)
        try:
            return self.application(environ, start)
        finally:
            room.leave()


def django_rooms() -> Callable[[Environ], Room | None]:
    """Rooms before Django: visitors' and editors', so that a storm of the ones locks out none of the others.

    Rendering keeps a processor busy, so more than a few at once are only slower; together they need fewer connections
    than a process has (DATABASE_POOL).
    """
    visitors, editors = Room(3, 12, 2.0), Room(2, 8, 20.0)
    files = tuple(f"/{each.strip('/')}/" for each in (settings.STATIC_URL, settings.MEDIA_URL, "/-/"))

    def room_of(environ: Environ) -> Room | None:
        path = environ["PATH_INFO"]
        if path.startswith(refusing.ADMIN):
            return editors
        return None if path.startswith(files) else visitors

    return room_of


def posting_room(inside: int) -> Callable[[Environ], Room]:
    """One room for all forms of visitors: those in it share commits, those beyond it are told to come again.

    Whoever else is on the way to Django takes a thread as well, and so a place in it: a process with a few threads
    more than `inside` always has one for a page from memory.
    """
    others = Passage(0, 0, 0.0)
    room = Room(inside, 0, 0.0, others)

    def room_of(environ: Environ) -> Room:
        is_form = environ["REQUEST_METHOD"] == "POST" and not environ["PATH_INFO"].startswith(refusing.ADMIN)
        return room if is_form else others

    return room_of


def refuse(environ: Environ, start: Start) -> Iterable[bytes]:
    """Say not now, with what was typed."""
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
    if not path.isascii():
        path = path.encode("latin-1", "replace").decode("utf-8", "replace")
    code = refusing.language(path, environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    page = refusing.page(code, address(environ, path), kept(environ, path), is_post=method == "POST").encode()
    own = [("Retry-After", refusing.pause()), ("Content-Length", str(len(page)))]
    start("503 Service Unavailable", [*headers(environ, path, code), *own])
    return (b"",) if method == "HEAD" else (page,)


def request_of(environ: Environ, path: str) -> WSGIRequest:
    """Django's request, which takes half as long as all the rest of a refusal: for those that need it."""
    return WSGIRequest({**environ, "PATH_INFO": path.encode().decode("latin-1")})


def address(environ: Environ, path: str) -> str:
    """What was asked for, with its query, as it stands in a link."""
    if environ.get("SCRIPT_NAME") or environ.get("QUERY_STRING") or not path.startswith("/"):
        return request_of(environ, path).get_full_path()
    return escape_uri_path(path)


def headers(environ: Environ, path: str, code: str) -> list[tuple[str, str]]:
    """What every refusal in the language `code` tells, put together once for visitors and once for editors."""
    key = (code, path.startswith(security_headers.ADMIN_PATH), is_secure(environ))
    if key not in _headers:
        request = request_of(environ, path)
        told = {**HEADERS, **security_headers.headers(request, HttpResponse()), **HEADERS, "Content-Language": code}
        _headers[key] = [*told.items(), ("Content-Type", "text/html; charset=utf-8")]
    return _headers[key]


def kept(environ: Environ, path: str) -> str | None:
    """A form that can be handed back; None for every other, and while too many bodies are on their way.

    Who sends slowly holds a thread for as long as they like, and here they have no place in any room.
    """
    kind, length = environ.get("CONTENT_TYPE", ""), environ.get("CONTENT_LENGTH") or ""
    if not refusing.may_repeat(environ["REQUEST_METHOD"], path, kind, length):
        return None
    if not READING.acquire(blocking=False):
        return None
    try:
        if path.startswith(refusing.ADMIN):
            return refusing.typed(request_of(environ, path))
        body = environ["wsgi.input"].read(int(length)).decode("ascii")
        found = refusing.hidden_at_once(body)
        if found is not None:
            return found
        fields = parse_qsl(body, keep_blank_values=True, max_num_fields=refusing.MOST_FIELDS)
        return refusing.hidden(fields, is_admin=False)
    except ValueError:
        return None
    finally:
        READING.release()
