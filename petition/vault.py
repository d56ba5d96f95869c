"""Sealing what people entrust to us: any process can put it in, only those with the private key take it out.

Sealed boxes of libsodium (X25519, XSalsa20-Poly1305): https://doc.libsodium.org/public-key_cryptography/sealed_boxes
"""

import hashlib
import hmac
import json
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.secret import SecretBox

STEP = 128  # bytes: what is sealed is filled up to a multiple, so that a length tells little about a name


class Locked(RuntimeError):
    """This process does not hold the key that opens it."""


@dataclass(frozen=True)
class Person:
    """Who signed, as typed."""

    email: str
    name: str
    comment: str = ""


# With the site's keys -------------------------------------------------------------------------------------------------
def seal(person: Person) -> bytes:
    """`person`, for those who hold VAULT_KEY."""
    return sealing_box(settings.VAULT_PUBLIC_KEY).encrypt(packed(person))


def unseal(sealed: bytes | memoryview | None) -> Person:
    """Who is in `sealed`, as the database gives it. Raises Locked, also where nothing is sealed."""
    for private in filter(None, (settings.VAULT_KEY, *settings.VAULT_KEYS_BEFORE)):
        try:
            return unpacked(SealedBox(private_key(private)).decrypt(bytes(sealed or b"")))
        except CryptoError:
            continue
    raise Locked


def is_of_today(sealed: bytes | memoryview) -> bool:
    """Whether the present VAULT_KEY opens `sealed`, or only a former one, if any. Raises Locked."""
    if not settings.VAULT_KEY:
        raise Locked
    try:
        SealedBox(private_key(settings.VAULT_KEY)).decrypt(bytes(sealed))
    except CryptoError:
        return False
    return True


def name_key(name: str) -> str:
    """By what a name is found, however it is cased: 32 hexadecimal digits that only holders of VAULT_KEY can compute.

    Public processes can't, so that whoever breaks into one can't try common names. Raises Locked.
    """
    if not settings.VAULT_KEY:
        raise Locked
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    folded = folded.replace("i\u0307", "i").replace("ı", "i")  # İ and I are cases of other letters in Baku than in Rome
    return hmac.new(bytes.fromhex(settings.VAULT_KEY), b"name\0" + folded.encode(), hashlib.sha256).hexdigest()[:32]


# With a link ----------------------------------------------------------------------------------------------------------
def seal_for_owner(person: Person, token: str) -> bytes:
    """`person`, for whoever holds the link `token`, which stands in letters and nowhere else."""
    return SecretBox(owner_key(token)).encrypt(packed(person))


def open_for_owner(copy: bytes, token: str) -> Person:
    """Who is in the `copy` made for the holder of `token`. Raises Locked: the link was made with another key."""
    try:
        return unpacked(SecretBox(owner_key(token)).decrypt(bytes(copy)))
    except CryptoError:
        raise Locked from None


def owner_key(token: str) -> bytes:
    """The key that a link is: nobody without LINK_KEY can make a link's signature, and none is stored."""
    return hashlib.sha256(b"owner\0" + token.encode()).digest()


# What lies in a box ---------------------------------------------------------------------------------------------------
def packed(person: Person) -> bytes:
    """`person` as JSON, filled up with spaces."""
    raw = json.dumps(vars(person), ensure_ascii=False, separators=(",", ":")).encode()
    return raw.ljust(-(-len(raw) // STEP) * STEP)


def unpacked(raw: bytes) -> Person:
    """The person of `packed`."""
    return Person(**json.loads(raw))


@lru_cache(maxsize=4)
def sealing_box(half: str) -> SealedBox:
    """What seals for the holder of the other half; `half` is 64 hexadecimal digits."""
    return SealedBox(PublicKey(bytes.fromhex(half)))


@lru_cache(maxsize=16)
def private_key(private: str) -> PrivateKey:
    """The key of 64 hexadecimal digits."""
    return PrivateKey(bytes.fromhex(private))
