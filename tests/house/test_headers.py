"""Every address by every method in every language: headers complete, no fault of ours, no admin for strangers.

`make crawl` asks all of them by all methods in all languages; else some stand for the others.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from pages.languages import CODES
from pages.models import Edition
from tests.house import addresses

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
IS_LONG = bool(os.environ.get("EVERY_ADDRESS"))
COMPLETE = {
    "Content-Security-Policy",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
}
# What stands before the admin's door: the door itself, a forgotten password, words for its scripts, icons.
DOORSTEP = ("/admin/login/", "/admin/password_reset/", "/admin/jsi18n/", "/admin/sprite/")


def check_headers(method: str, address: str, answer: HttpResponseBase) -> None:
    """All headers are there, and nobody may frame it."""
    where = (method, address, answer.status_code)
    assert answer.status_code < 500, where
    assert answer.headers.keys() >= COMPLETE, (*where, COMPLETE - answer.headers.keys())
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy, where
    assert answer.headers["X-Frame-Options"] == "DENY", where
    assert address.startswith("/admin/") or "unsafe" not in policy, where


def check_door(method: str, address: str, answer: HttpResponseBase) -> None:
    """Who has not signed in is sent to the door, or told that there is nothing."""
    if not address.startswith("/admin/") or address.startswith(DOORSTEP):
        return
    is_sent_away = answer.status_code == 302 and urlsplit(answer.headers["Location"]).path.startswith("/admin/login/")
    assert is_sent_away or answer.status_code in {403, 404, 405}, (method, address, answer.status_code)


def asked() -> Iterator[tuple[str, str]]:
    """(method, address) of all there is."""
    for code in CODES:
        for address, name in addresses.every(code):
            if address.startswith(f"/{code}/") or code == CODES[0]:
                yield from ((method, address) for method in methods(address, name, code))
    for edition in Edition.objects.filter(language__in=CODES if IS_LONG else CODES[:1]):
        yield from ((method, edition.url) for method in METHODS)


def methods(address: str, name: str, code: str) -> tuple[str, ...]:
    """By which methods an address is asked: all, or in a short run those that stand for the others."""
    if IS_LONG or (code == CODES[0] and not address.startswith("/admin/")):
        return METHODS
    if address.startswith("/admin/"):
        return ("GET", "POST")
    return {"petition:petition": ("GET",), "petition:sign": ("POST",)}.get(name, ("DELETE",))


def test_every_answer_carries_every_header_and_no_stranger_passes_the_door(settings: Any, demo: None) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    stranger = Client()
    statuses: Counter[int] = Counter()
    for method, address in asked():
        answer = stranger.generic(method, address, secure=True)
        check_headers(method, address, answer)
        check_door(method, address, answer)
        statuses[answer.status_code] += 1
        answer.close()
    assert statuses[200] > 50, statuses


def test_what_goes_wrong_carries_every_header(settings: Any, monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_SSL_REDIRECT = True
    stranger = Client(raise_request_exception=False)
    monkeypatch.setattr("pages.views.search.find", lambda *_: 1 / 0)
    found = {
        400: stranger.get("/en/", headers={"host": "somebody.else"}, secure=True),
        403: stranger.post("/en/search/", headers={"sec-fetch-site": "cross-site"}, secure=True),
        404: stranger.get("/en/nothing/", secure=True),
        405: stranger.post("/en/search/", secure=True),
        500: stranger.get("/en/search/?q=a", secure=True),
    }
    for status, answer in found.items():
        assert answer.status_code == status
        assert answer.headers.keys() >= COMPLETE, (status, COMPLETE - answer.headers.keys())
    to_https = stranger.get("/en/")
    assert to_https.status_code == 301
    assert to_https.headers.keys() >= COMPLETE - {"Strict-Transport-Security"}  # in clear it would say nothing


def test_styles_and_scripts_carry_every_header(settings: Any, tmp_path: Path) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "style.css").write_text("p {}")
    answer = Client().get("/static/style.css", secure=True)
    assert answer.status_code == 200
    assert answer.headers.keys() >= COMPLETE
    answer.close()
