"""System checks: what is set so that visitors would not arrive."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security)
def check_https_is_seen(**kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy that speaks https, a site that does not believe it sends every visitor in a circle."""
    if not settings.SECURE_SSL_REDIRECT or settings.TRUSTED_PROXIES:
        return []
    return [
        Warning(
            "SITE_URL is https and TRUSTED_PROXIES is 0: behind a proxy every page redirects to itself without end.",
            hint="Set TRUSTED_PROXIES=1 behind one proxy of yours; or HTTPS_REDIRECT=no where the proxy redirects.",
            id="home.W001",
        )
    ]
