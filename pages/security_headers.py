"""What every answer tells browsers to refuse: foreign scripts, frames, guesses at content, sensors."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from pages.blocks import players

ADMIN_PATH = "/admin/"
VIDEOS = " ".join(players.HOSTS)

# What a page may load and run, by directive. https://www.w3.org/TR/CSP3/
PAGES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "frame-src": VIDEOS,
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
PREVIEW = PAGES | {"frame-ancestors": "'self'"}  # the admin shows a draft in a frame beside its form
ADMIN = PAGES | {
    "style-src-elem": "'self' 'unsafe-inline'",  # Draftail writes <style> elements of its own and knows no nonce
    "img-src": "'self' data: blob:",  # pictures shown before they are sent
    "frame-src": "'self'",  # previews
}
DATA = {
    "sandbox": "",
    "default-src": "'none'",
    "frame-ancestors": "'none'",
}  # in a file nothing runs

# The browser's abilities, and who may use them: nobody, but for what a page of ours does itself or lets a player do.
# https://github.com/w3c/webappsec-permissions-policy/blob/main/features.md
REFUSED = """
    accelerometer browsing-topics camera clipboard-read compute-pressure display-capture encrypted-media gamepad
    geolocation gyroscope hid identity-credentials-get idle-detection keyboard-map local-fonts magnetometer microphone
    midi otp-credentials payment publickey-credentials-create publickey-credentials-get screen-wake-lock serial
    storage-access sync-xhr usb window-management xr-spatial-tracking
"""
PLAYED = "({})".format(" ".join(f'"{host}"' for host in players.HOSTS))
ABILITIES = {
    **dict.fromkeys(REFUSED.split(), "()"),
    "clipboard-write": "(self)",  # the button that copies the address to share
    **dict.fromkeys(("autoplay", "fullscreen", "picture-in-picture"), PLAYED),
}
PASSKEYS = dict.fromkeys(("publickey-credentials-create", "publickey-credentials-get"), "(self)")
EDITORS_ABILITIES = ABILITIES | PASSKEYS


class SecurityHeaders:
    """The outermost middleware: static files, redirects, refusals and errors carry the headers like any page.

    What an answer says itself stands.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in headers(request, response).items():
            response.headers.setdefault(name, value)
        return response


def headers(request: HttpRequest, response: HttpResponseBase) -> dict[str, str]:
    """{name: value} of all that `response` to `request` should say."""
    is_admin = request.path_info.startswith(ADMIN_PATH)
    is_preview = getattr(request, "is_preview", False) or response.headers.get("X-Frame-Options") == "SAMEORIGIN"
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    found = {
        "Content-Security-Policy": policy(DATA if is_file else PREVIEW if is_preview else ADMIN if is_admin else PAGES),
        "X-Frame-Options": "SAMEORIGIN" if is_preview else "DENY",  # for browsers that do not know frame-ancestors
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": abilities(EDITORS_ABILITIES if is_admin else ABILITIES),
    }
    if settings.SECURE_HSTS_SECONDS and request.is_secure():
        # https://hstspreload.org: a year, subdomains and the word
        found["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
    return found


def policy(directives: Mapping[str, str]) -> str:
    """A Content-Security-Policy of `directives`."""
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


def abilities(allowed: Mapping[str, str]) -> str:
    """A Permissions-Policy of `allowed`."""
    return ", ".join(f"{name}={who}" for name, who in allowed.items())
