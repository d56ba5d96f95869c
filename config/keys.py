"""Secret keys: given by the environment, or made on first run under var/ while the site serves this machine only."""

import os
import re
import secrets
from hashlib import blake2b
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from config import env

SHORTEST = 32
PUBLIC = re.compile(r"[0-9a-f]{64}")


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


def pair(name: str, folder: Path, may_make: bool, *, held: bool) -> tuple[str, str]:
    """The private key behind the secret `name`, "" where not held, and its public half: 64 hexadecimal digits each.

    `held`: whether this process needs the secret itself. One that does not refuses to start with it in its environment,
    because whoever breaks into it would have it; it is given the public half, which `manage.py make_keys` prints.
    """
    public_name = name.replace("_KEY", "_PUBLIC_KEY")
    if held:
        private = seed(name, key(name, folder, may_make))
        return private, public_half(name, private)
    if env.text(name):
        raise ImproperlyConfigured(
            f"{name} is set, but a process of this PROCESS_ROLE must not hold it: take it out of its environment and "
            f"set {public_name} instead, as `manage.py make_keys` prints it."
        )
    if given := env.text(public_name):
        if not PUBLIC.fullmatch(given):
            raise ImproperlyConfigured(f"{public_name} must be 64 hexadecimal digits, as `manage.py make_keys` prints.")
        return "", given
    if not may_make:
        raise ImproperlyConfigured(
            f"{public_name} is not set. Set it to the public half of {name}, which `manage.py make_keys` prints."
        )
    return "", public_half(name, seed(name, key(name, folder, may_make)))


def public_half(name: str, private: str) -> str:
    """What may be known of a private key: the vault's sealing key (X25519), the key that reads links (Ed25519)."""
    raw = bytes.fromhex(private)
    return bytes(PrivateKey(raw).public_key if name == "VAULT_KEY" else SigningKey(raw).verify_key).hex()


def seed(name: str, secret: str) -> str:
    """The private key that stands for the text `secret`: another one for each name (BLAKE2b, RFC 7693)."""
    return blake2b(secret.encode(), digest_size=32, person=name.encode()).hexdigest()


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
