"""What a view says while its answer is rendered to be kept: places for live values, how long it holds."""

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

from pages import formats
from pages.memory import live

P = ParamSpec("P")

# A browser asks again each time (and is told 304): whoever has just signed or withdrawn sees the count that is. A cache
# before us may keep a page for the second that a change may take to be seen, and for a day while we do not answer.
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-if-error=86400"


@dataclass
class Notes:
    """What was said during one rendering."""

    mark: str = field(default_factory=lambda: f"slot-{secrets.token_hex(8)}")  # nobody can write it into a text
    expires: datetime | None = None
    counts: list[list[Any]] = field(default_factory=list)
    reads_page: bool = False

    @property
    def pattern(self) -> re.Pattern[bytes]:
        """Finds the places of live values in a body."""
        return re.compile(rb"%s-([\w.]+?)-([\w.]+?)-end" % self.mark.encode())


notes: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def collecting() -> Iterator[Notes]:
    """Render to keep in here."""
    said = Notes()
    token = notes.set(said)
    try:
        yield said
    finally:
        notes.reset(token)


def is_rendering() -> bool:
    """Whether what is being rendered will be kept."""
    return notes.get() is not None


def slot(name: str, how: str = "plain") -> str:
    """The live value `name` as text: itself, or its place while a page is rendered to be kept. `how`: see `written`."""
    said = notes.get()
    return written(live.read()[name], how) if said is None else f"{said.mark}-{name}-{how.replace('-', '_')}-end"


def written(value: Any, how: str) -> str:
    """A live value as a page shows it: "plain", or "number.fa" as a language writes a number."""
    form, _dot, code = how.partition(".")
    return formats.number(value, code.replace("_", "-")) if form == "number" else str(value)


def expires(moment: datetime) -> None:
    """What is being rendered holds until `moment` at the latest."""
    said = notes.get()
    if said is not None and (said.expires is None or moment < said.expires):
        said.expires = moment


def counts(what: str, *arguments: Any) -> bool:
    """Have `what` ("fallback" or "asked") counted each time the page is served; False where it is served just now."""
    said = notes.get()
    if said is not None:
        said.counts.append([what, *arguments])
    return said is not None


def reads_page() -> None:
    """What is being rendered is the first page of a list, and `?page=` asks for another."""
    said = notes.get()
    if said is not None:
        said.reads_page = True


def kept(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Say of a view that its 200 to a GET depends on site, path and rows alone, so that it may be kept."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            response.headers.setdefault("Cache-Control", CACHE_CONTROL)
            response.is_kept = True
        return response

    wrapper.may_be_kept = True  # type: ignore[attr-defined]
    return wrapper


def by_language(response: HttpResponse, urls: Mapping[str, str], otherwise: str) -> HttpResponse:
    """Say of a redirect that it goes to the best of `urls` ({language: address}) for the reader, else `otherwise`."""
    response.by_language = {"urls": dict(urls), "otherwise": otherwise}
    response.is_kept = True
    return response
