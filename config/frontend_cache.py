"""Reads FRONTEND_CACHE: which caches of yours before the site are told when what visitors read has changed."""

import re
from typing import Any

from django.core.exceptions import ImproperlyConfigured

BACKENDS = "wagtail.contrib.frontend_cache.backends"
SERVER = re.compile(r"https?://[^\s/?#@]+/?")
CLOUDFLARE = re.compile(r"cloudflare:(?P<zone>[0-9a-f]{32}):(?P<token>[\w-]{20,})")


def backends(caches: list[str]) -> dict[str, dict[str, Any]]:
    """Wagtail's description of `caches`: each the address of a Varnish or Squid, or cloudflare:zone:token."""
    return {f"cache {position}": backend(cache) for position, cache in enumerate(caches, start=1)}


def backend(cache: str) -> dict[str, Any]:
    """Wagtail's description of one cache. Raises ImproperlyConfigured, and does not repeat what may hold a token."""
    if SERVER.fullmatch(cache):
        return {"BACKEND": f"{BACKENDS}.HTTPBackend", "LOCATION": cache.rstrip("/")}
    if known := CLOUDFLARE.fullmatch(cache):
        return {"BACKEND": f"{BACKENDS}.CloudflareBackend", "ZONEID": known["zone"], "BEARER_TOKEN": known["token"]}
    raise ImproperlyConfigured(
        "FRONTEND_CACHE must be like http://varnish:8080, or cloudflare:zone:token with the zone's 32 hexadecimal"
        " digits and an API token that may purge; several with commas."
    )
