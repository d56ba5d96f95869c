"""Renders an address through Django for somebody of whom nothing is known."""

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.conf import settings

from pages.memory import rendering
from pages.memory.answers import OWN, Answer, Facts

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


class Failed(Exception):
    """Django could not answer: the database went away, or a page is broken."""


def render(django: Application, site: int, host: str, path: str, version: int) -> Answer | None:
    """The answer of `django` at an address; None where it is not to be kept. Raises Failed.

    `version` is read before: what changes while it is rendered leaves the answer outdated from the beginning.
    """
    with rendering.collecting() as notes:
        response: Any = django(clean(host, path), lambda *_: None)
        try:
            body = b"".join(response)
        finally:
            response.close()
    if response.status_code >= 500:
        raise Failed(path)
    if not getattr(response, "is_kept", False) or response.cookies or response.status_code not in (200, 302):
        return None
    headers = [(name, value) for name, value in response.items() if name.lower() not in OWN]
    return Answer(site, path, version, response.status_code, headers, body, facts_of(notes, response, body))


def facts_of(notes: rendering.Notes, response: Any, body: bytes) -> Facts:
    """What was said while `response` was rendered."""
    facts: Facts = {}
    if notes.mark.encode() in body:
        facts["mark"] = notes.mark
    if notes.expires:
        facts["expires"] = notes.expires.isoformat()
    if notes.counts:
        facts["counts"] = notes.counts
    if notes.reads_page:
        facts["reads_page"] = True
    if by_language := getattr(response, "by_language", None):
        facts["by_language"] = by_language
    return facts


def clean(host: str, path: str) -> Environ:
    """The request of somebody of whom nothing is known but what they ask for."""
    scheme = "https" if settings.SECURE else "http"
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": "",
        "HTTP_HOST": host,
        "SERVER_NAME": host.partition(":")[0],
        "SERVER_PORT": "443" if settings.SECURE else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    return {**environ, "HTTP_X_FORWARDED_PROTO": scheme} if settings.TRUSTED_PROXIES else environ
