"""A process that serves from memory, without its thread: tests look when they want."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from pages.memory.renderer import clean
from pages.memory.serving import Pages
from pages.memory.watching import Current, Watch
from tests.pages.conftest import home as home

HOST = settings.SITE_URL.partition("//")[2]


@dataclass
class Received:
    """What a visitor gets."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Process:
    """One web process: its pages, and how often Django was asked by whom they could not serve."""

    watch: Watch = field(default_factory=Watch)
    renderings: list[str] = field(default_factory=list)
    passed_on: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.django = WSGIHandler()
        self.pages = Pages(self.behind, self.render, self.watch)

    def render(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        self.renderings.append(readable(environ))
        return self.django(environ, start)

    def behind(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        self.passed_on.append(readable(environ))
        return self.django(environ, start)

    def look(self) -> None:
        """What its thread does twice a second."""
        self.watch.look()
        if self.watch.answers:
            for chore in self.watch.chores:
                chore()

    def get(self, path: str, query: str = "", method: str = "GET", host: str = HOST, **headers: str) -> Received:
        told: list[Any] = []
        named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        environ = {**clean(host, unquote(path)), "QUERY_STRING": query, "REQUEST_METHOD": method, **named}
        body = b"".join(self.pages(environ, lambda status, given: told.extend((status, given))))
        return Received(int(told[0].split()[0]), {name.lower(): value for name, value in told[1]}, body)


def readable(environ: dict[str, Any]) -> str:
    """The path as text."""
    return str(environ["PATH_INFO"]).encode("latin-1").decode(errors="replace")


@pytest.fixture
def process(home: Any) -> Iterator[Process]:
    """A process that has looked once and rendered everything ahead."""
    ends = (request_started, request_finished)
    for signal in ends:  # the test's own connection outlives its requests
        signal.disconnect(close_old_connections)
    one = Process()
    Current.watch = one.watch
    one.look()
    one.look()
    one.renderings.clear()
    yield one
    Current.watch = None
    for signal in ends:
        signal.connect(close_old_connections)
