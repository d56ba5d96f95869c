"""What only those who hold VAULT_KEY can compute, so that a copy of the database is of no use at the door."""

import hashlib
import hmac
from collections.abc import Iterator

from django.conf import settings


def vault_keys() -> Iterator[str]:
    """The site's key and those of before: what was made with one goes on working."""
    yield settings.VAULT_KEY
    yield from settings.VAULT_KEYS_BEFORE


def keyed(key: str, purpose: str, text: str) -> bytes:
    """What only those who hold `key` (hexadecimal) can make of `text`: 32 bytes, other ones for each purpose."""
    return hmac.new(bytes.fromhex(key), f"door {purpose}\0{text}".encode(), hashlib.sha256).digest()
