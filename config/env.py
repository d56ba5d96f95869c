"""Reads the environment; refuses nonsense with a sentence that says what to write instead."""

import ipaddress
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import django
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
VALUE = re.compile(r"""(['"])(?P<quoted>.*?)\1(\s+#.*)?|(?P<bare>.*?)((^|\s+)#.*)?""")  # with a remark behind it or not


def read_file(path: Path) -> None:
    """Take over the lines NAME=value of `path`, if it is there; what the environment already says stands above them."""
    if not path.is_file():
        return
    for position, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not line.strip() or name.startswith("#"):
            continue
        if not equals or not name.isidentifier():
            raise ImproperlyConfigured(f"{path}, line {position}: write NAME=value, or # before a remark.")
        found = VALUE.fullmatch(value)
        os.environ.setdefault(name, (found["quoted"] or found["bare"] or "") if found else value)


def text(name: str, default: str = "") -> str:
    """The variable as written, without surrounding space; `default` when unset or empty."""
    return os.environ.get(name, "").strip() or default


def number(name: str, default: int, least: int = 0) -> int:
    """The variable as a whole number ≥ `least`."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise ImproperlyConfigured(f"{name} must be a whole number such as {default}; it is {value!r}.")
    if int(value) < least:
        raise ImproperlyConfigured(f"{name} must be {least} or more, such as {default}; it is {value}.")
    return int(value)


def flag(name: str, default: bool) -> bool:
    """The variable as yes or no."""
    value = text(name, "yes" if default else "no").lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be yes or no; it is {value!r}.")


def choice(name: str, default: str, known: tuple[str, ...]) -> str:
    """The variable as one of the words `known`."""
    value = text(name, default).lower()
    if value not in known:
        raise ImproperlyConfigured(f"{name} must be {', '.join(filter(None, known))} or unset; it is {value!r}.")
    return value


def time_zone(name: str, default: str) -> str:
    """The variable as a time zone's name in the IANA database, which every Python brings or finds."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder of zones
        raise ImproperlyConfigured(f"{name} must be a time zone such as Asia/Baku or UTC; it is {value!r}.") from None
    return value


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def is_loopback(host: str) -> bool:
    """Whether `host` names this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


MAIL_SCHEMES = {"smtp": (25, False, False), "smtp+tls": (587, True, False), "smtps": (465, False, True)}


def mail(url: str) -> dict[str, Any]:
    """Django's description of the mail server `url`: smtp://, smtp+tls:// (STARTTLS) or smtps://user:password@host:port."""
    refusal = ImproperlyConfigured(
        "EMAIL_URL must be like smtp+tls://user:password@host:587, smtps://… or smtp://…, with ?timeout=20 if you like."
    )
    try:
        parts = urlsplit(url)
        default_port, start_tls, tls = MAIL_SCHEMES[parts.scheme]
        port = parts.port or default_port
        timeout = int(parse_qs(parts.query).get("timeout", ["20"])[0])
    except (ValueError, KeyError):
        raise refusal from None
    if not parts.hostname or timeout < 1:
        raise refusal
    options = {
        "host": parts.hostname,
        "port": port,
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": start_tls,
        "use_ssl": tls,
        "timeout": timeout,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}


def mail_settings(mailer: dict[str, Any]) -> dict[str, Any]:
    """The settings that tell Django of `mailer`: MAILERS since Django 6.1, which warns of the older EMAIL_…."""
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": mailer}}
    former = {"username": "HOST_USER", "password": "HOST_PASSWORD"}
    options = {f"EMAIL_{former.get(name, name.upper())}": value for name, value in mailer.get("OPTIONS", {}).items()}
    return {"EMAIL_BACKEND": mailer["BACKEND"], **options}


def machine_translation(service: str, key: str, url: str) -> dict[str, str]:
    """The service that translates for translators, {} for none: deepl with a key, or libretranslate with an address."""
    if not service:
        return {}
    if service not in {"deepl", "libretranslate"}:
        raise ImproperlyConfigured(f"MACHINE_TRANSLATION must be deepl or libretranslate; it is {service!r}.")
    if service == "deepl" and not key:
        raise ImproperlyConfigured("MACHINE_TRANSLATION=deepl needs MACHINE_TRANSLATION_KEY, the key of your account.")
    if service == "libretranslate" and not url:
        raise ImproperlyConfigured("MACHINE_TRANSLATION=libretranslate needs MACHINE_TRANSLATION_URL, your server.")
    if url and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", url):
        raise ImproperlyConfigured(
            f"MACHINE_TRANSLATION_URL must be like https://translate.example.org; it is {url!r}."
        )
    return {"service": service, "key": key, "url": url.rstrip("/")}
