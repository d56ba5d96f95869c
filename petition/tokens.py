"""Links in letters: derived, never stored, so that a stolen database holds none that works.

A link is signed (Ed25519, RFC 8032): only a process that writes letters can make one, every process can read it.
"""

import base64
import hashlib
import re
import secrets
import struct
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from django.conf import settings
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

BODY = struct.Struct(">4sQII")  # key id, signature id, petition id, epoch
SEAL_BYTES = 64  # with the body 84 bytes, which base64 writes in one way only
TOKEN = re.compile(r"[A-Za-z0-9_-]{112}")
SPECIMEN = "A" * 112  # stands for a link where none can be made; it is forged for everybody
HIGHEST_EPOCH = 2**31 - 1


class Purpose(StrEnum):
    """What a link is for; a link for one purpose is forged for any other."""

    OWN = "own"  # for the signatory: to confirm, see, change, withdraw, erase
    NEWS = "news"  # stops the news and nothing else: mail programs and whoever reads their mail get to know it


class Forged(ValueError):
    """A token that none of our keys has made for this purpose."""


class CannotMake(RuntimeError):
    """This process holds no LINK_KEY: links are made where letters are written."""


@dataclass(frozen=True)
class Link:
    """Whose link it is. `epoch` is the signature's when the letter was written: another one makes it void."""

    signature_id: int
    petition_id: int
    epoch: int


def make(purpose: Purpose, link: Link) -> str:
    """The token of `link`: 112 characters, the same each time. Raises CannotMake."""
    if not settings.LINK_KEY:
        raise CannotMake
    key = signing_key(settings.LINK_KEY)
    body = BODY.pack(key_id(bytes(key.verify_key)), link.signature_id, link.petition_id, link.epoch)
    return base64.urlsafe_b64encode(body + key.sign(told(purpose, body)).signature).decode("ascii")


def read(purpose: Purpose, token: str) -> Link:
    """The link that `token` was made of. Raises Forged, before anything asks the database."""
    if not TOKEN.fullmatch(token):
        raise Forged
    raw = base64.urlsafe_b64decode(token)
    body, seal = raw[: BODY.size], raw[BODY.size :]
    made_with, signature_id, petition_id, epoch = BODY.unpack(body)
    for key in keys():
        if key_id(bytes(key)) == made_with:
            try:
                key.verify(told(purpose, body), seal)
            except BadSignatureError:
                raise Forged from None
            return Link(signature_id, petition_id, epoch)
    raise Forged


def new_epoch() -> int:
    """A number that no earlier letter knows, not even one about a row that a restored backup forgot."""
    return secrets.randbelow(HIGHEST_EPOCH) + 1


def keys() -> list[VerifyKey]:
    """What reads the links made now, then those of former keys."""
    return [verify_key(half) for half in (settings.LINK_PUBLIC_KEY, *settings.LINK_PUBLIC_KEYS_BEFORE)]


def key_id(public_half: bytes) -> bytes:
    """Four bytes that tell one key from another."""
    return hashlib.sha256(b"link key\0" + public_half).digest()[:4]


def told(purpose: Purpose, body: bytes) -> bytes:
    """What is signed."""
    return f"link\0{purpose}\0".encode() + body


@lru_cache(maxsize=4)
def signing_key(private: str) -> SigningKey:
    """The key of 64 hexadecimal digits."""
    return SigningKey(bytes.fromhex(private))


@lru_cache(maxsize=16)
def verify_key(public_half: str) -> VerifyKey:
    """The key of 64 hexadecimal digits."""
    return VerifyKey(bytes.fromhex(public_half))
