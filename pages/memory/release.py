"""What the site is made of: pages that another release rendered name styles that are gone, and are not taken over."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
import wagtail
from django.conf import settings

ROOMS = ("config", "home", "locale", "pages", "petition")
KINDS = {".py", ".html", ".mo", ".svg"}
SAID = ("SITE_URL", "LANGUAGES", "TIME_ZONE", "WAGTAIL_SITE_NAME", "SECURE_HSTS_SECONDS", "TRUSTED_PROXIES")


@cache
def release() -> int:
    """256 bits over the code, the names of the static files and the settings that pages show."""
    said = [(name, getattr(settings, name)) for name in SAID]
    digest = hashlib.sha256(repr((django.VERSION, wagtail.VERSION, said)).encode())
    for path in sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return int.from_bytes(digest.digest())


def sources() -> Iterator[Path]:
    """The files that make pages."""
    for room in ROOMS:
        yield from sorted(path for path in (settings.BASE_DIR / room).rglob("*") if path.suffix in KINDS)
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        yield manifest
