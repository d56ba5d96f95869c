"""Secret keys: given by the environment, or made on first run under var/ while the site serves this machine only."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env

SHORTEST = 32


def key(name: str, folder: Path, may_make: bool) -> str:
    """The secret `name`: any text of 32 characters or more.

    Read from the environment, else from `folder/name`; made there when `may_make`. Two processes that start at once
    agree on one key, because only the first can create the file.
    """
    given = env.text(name)
    if given:
        return strong(given, name)
    if not may_make:
        raise ImproperlyConfigured(
            f"{name} is not set. Keys are made by themselves only while the site serves this machine alone "
            f"(SITE_URL and BIND on 127.0.0.1); set {name}, e.g. to what `openssl rand -hex 32` prints; keep it safe."
        )
    path = folder / name.lower()
    if not path.exists():
        make(path)
    return strong(path.read_text(encoding="utf-8").strip(), f"The key in {path}")


def strong(secret: str, origin: str) -> str:
    """`secret` itself, if it is long enough."""
    if len(secret) < SHORTEST:
        raise ImproperlyConfigured(
            f"{origin} is too short: it needs {SHORTEST} characters or more, e.g. from `openssl rand -hex 32`."
        )
    return secret


def make(path: Path) -> None:
    """Write a new key to `path`, readable by its owner alone, unless another process was first."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_hex(SHORTEST), encoding="ascii")
    try:
        os.link(draft, path)  # a link is never half written and never replaces what is there
    except FileExistsError:
        pass
    finally:
        draft.unlink()
