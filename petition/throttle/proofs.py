"""Permits to sign out of turn: earned by a device's work or by its owner's patience, each good for one signature.

The work is ALTCHA's (https://altcha.org/docs/v1/server-integration/): find the number that was added to a salt before
both were hashed. Who has no script waits instead, with a ticket over the same salt. Nothing here asks the database.
"""

import base64
import binascii
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any

from django.utils.crypto import salted_hmac

ALGORITHM = "SHA-256"
LIVES = timedelta(minutes=30)
LONGEST = 1_024  # characters of a proof; ours have about 500
WORK, PATIENCE = "petition.throttle work", "petition.throttle patience"  # what a signature of ours stands for

# The last "&" ends the salt: without it, digits could move from the number into what stands last in the salt, and the
# hash of both together would stay the same (CVE-2025-68113 of ALTCHA's own libraries).
SALT = re.compile(
    r"(?P<id>[0-9a-f]{24})\?expires=(?P<expires>\d{10})&issued=(?P<issued>\d{10})"
    r"&petition=(?P<petition>[1-9]\d{0,18})&network=(?P<network>[0-9a-f]{16})&",
    re.ASCII,
)


class Worthless(ValueError):
    """Neither a proof nor a ticket of ours: forged, malformed, expired, for another petition or another network."""


@dataclass(frozen=True)
class Permit:
    """What may be earned: one signature under `petition` from `network`."""

    id: str
    petition: int
    network: str  # 16 hexadecimal digits, see petition.throttle.senders
    issued: datetime
    expires: datetime
    by_work: bool = True

    @property
    def salt(self) -> str:
        """All of it as the first part of what is hashed."""
        return (
            f"{self.id}?expires={int(self.expires.timestamp())}&issued={int(self.issued.timestamp())}"
            f"&petition={self.petition}&network={self.network}&"
        )

    @property
    def digest(self) -> str:
        """What is remembered of a spent one: the same whether it was earned by work or by patience."""
        return hashlib.sha256(self.salt.encode()).hexdigest()


def new(petition: int, network: str, now: datetime) -> Permit:
    """A permit that nobody has earned yet."""
    now = now.replace(microsecond=0)
    return Permit(secrets.token_hex(12), petition, network, now, now + LIVES)


def challenge(permit: Permit, most: int) -> dict[str, Any]:
    """The task, as ALTCHA's clients know it: on average `most` / 2 hashes."""
    found = hashed(permit.salt, secrets.randbelow(most + 1))
    return {
        "algorithm": ALGORITHM,
        "challenge": found,
        "maxnumber": most,
        "salt": permit.salt,
        "signature": signature(WORK, found),
    }


def ticket(permit: Permit) -> str:
    """What shows later that its holder has waited."""
    return permit.salt + signature(PATIENCE, permit.salt)


def worked(payload: str) -> Permit:
    """The permit that `payload` (base64 of JSON) has earned by work. Raises Worthless."""
    said = decoded(payload)
    number = said.get("number")
    texts = [said.get(name) for name in ("algorithm", "challenge", "salt", "signature")]
    if type(number) is not int or number < 0 or not all(isinstance(text, str) and text.isascii() for text in texts):
        raise Worthless
    algorithm, wanted, salt, signed = map(str, texts)
    if algorithm != ALGORITHM or not same(hashed(salt, number), wanted) or not same(signature(WORK, wanted), signed):
        raise Worthless
    return of_salt(salt)


def waited(text: str) -> Permit:
    """The permit that a ticket stands for; whether its holder has waited long enough is for others to say.

    Raises Worthless.
    """
    salt, signed = text[:-64], text[-64:]
    if len(text) > LONGEST or not same(signature(PATIENCE, salt), signed):
        raise Worthless
    return replace(of_salt(salt), by_work=False)


def check(permit: Permit, petition: int, network: str, now: datetime) -> None:
    """Raises Worthless for a permit that is too old, for another petition or another network."""
    if permit.expires <= now or permit.petition != petition or not same(permit.network, network):
        raise Worthless


def of_salt(salt: str) -> Permit:
    """The permit in a salt whose signature was checked. Raises Worthless."""
    found = SALT.fullmatch(salt)
    if found is None:
        raise Worthless
    issued, expires = (datetime.fromtimestamp(int(found[name]), UTC) for name in ("issued", "expires"))
    return Permit(found["id"], int(found["petition"]), found["network"], issued, expires)


def decoded(payload: str) -> dict[str, Any]:
    """The object in base64 of JSON. Raises Worthless."""
    if len(payload) > LONGEST:
        raise Worthless
    try:
        said = json.loads(base64.b64decode(payload, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        raise Worthless from None
    if not isinstance(said, dict):
        raise Worthless
    return said


def hashed(salt: str, number: int) -> str:
    """SHA-256 of both, one behind the other, as 64 hexadecimal digits."""
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def signature(purpose: str, text: str) -> str:
    """What only this site can add to `text`, as 64 hexadecimal digits."""
    return salted_hmac(purpose, text, algorithm="sha256").hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two texts are equal, in the same time wherever they differ."""
    return compare_digest(one.encode(), other.encode())
