"""What a process of each role answers: its addresses (settings.PROCESS_ROLE, docs/architecture.md)."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

LOOKED_AT = {"petition", "integrity"}  # what editors see as visitors do


def only_looked_at(routes: Iterable[URLPattern]) -> Iterator[URLPattern]:
    """`routes` of the petition as they are for visitors; elsewhere with nothing behind what signs and opens links.

    The names stay, so that editors can look at the pages that lead there, and letters can be written.
    """
    for route in routes:
        is_here = settings.SERVES_VISITORS or route.name in LOOKED_AT
        yield route if is_here else path(str(route.pattern), missing, name=route.name)


def missing(request: HttpRequest, **parts: Any) -> HttpResponse:
    """No page, by any method."""
    raise Http404
