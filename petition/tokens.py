"""Links in letters: derived, never stored, so that a stolen database holds none that works."""

import base64
import hashlib
import hmac
import re
import struct
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings

BODY = struct.Struct(">4sQIH")  # key id, signature id, petition id, epoch
MAC_BYTES = 18  # 144 bits; with the body 36 bytes, which base64 writes in one way only
TOKEN = re.compile(r"[A-Za-z0-9_-]{48}")


class Purpose(StrEnum):
    """What a link is for; a link for one purpose is forged for any other."""

    CONFIRM = "confirm"
    WITHDRAW = "withdraw"


class Forged(ValueError):
    """A token that none of our keys has made for this purpose."""


@dataclass(frozen=True)
class Link:
    """Whose link it is. `epoch` is the signature's when the letter was written: a later one makes it void."""

    signature_id: int
    petition_id: int
    epoch: int


def make(purpose: Purpose, link: Link) -> str:
    """The token of `link`: 48 characters, the same each time."""
    key = settings.LINK_KEY.encode()
    body = BODY.pack(key_id(key), link.signature_id, link.petition_id, link.epoch)
    return base64.urlsafe_b64encode(body + mac(key, purpose, body)).decode("ascii")


def read(purpose: Purpose, token: str) -> Link:
    """The link that `token` was made of. Raises Forged, before anything asks the database."""
    if not TOKEN.fullmatch(token):
        raise Forged
    raw = base64.urlsafe_b64decode(token)
    body, seal = raw[: BODY.size], raw[BODY.size :]
    made_with, signature_id, petition_id, epoch = BODY.unpack(body)
    for key in keys():
        if key_id(key) == made_with and hmac.compare_digest(mac(key, purpose, body), seal):
            return Link(signature_id, petition_id, epoch)
    raise Forged


def keys() -> list[bytes]:
    """The key that makes links, then the former ones that still open them."""
    return [key.encode() for key in (settings.LINK_KEY, *settings.LINK_KEYS_BEFORE)]


def key_id(key: bytes) -> bytes:
    """Four bytes that tell one key from another and nothing about it."""
    return hashlib.sha256(b"link key\0" + key).digest()[:4]


def mac(key: bytes, purpose: Purpose, body: bytes) -> bytes:
    """What only the holder of `key` can add to `body`."""
    return hmac.new(key, f"link\0{purpose}\0".encode() + body, hashlib.sha256).digest()[:MAC_BYTES]
