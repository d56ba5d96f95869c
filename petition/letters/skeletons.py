"""Prepared letters: what many readers are told alike is rendered once, then filled with what is theirs alone.

Django's templates and its MIME machinery take some milliseconds a letter; filling takes a tenth of one.
"""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from email.utils import formatdate, parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.html import escape

from petition.letters.frame import Draft, Own, envelope
from petition.letters.kinds import drawn, own_words
from petition.letters.news import can_be_told
from petition.models import Letter

# A mailbox that a header holds as it is, in one line; others go the long way, as do names of such a length
PLAIN = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,100}")
LONGEST_NAME = 400  # bytes, escaped: with what stands beside it less than the 998 that a line may have (RFC 5322)

# What stands where something of the reader's will; nobody outside this process can know it, so nobody can type it
LINK, STOP_LINK = secrets.token_urlsafe(84), secrets.token_urlsafe(84)
UNTIL, NAME = f"x{secrets.token_hex(16)}", f"x{secrets.token_hex(16)}"
FOREIGN = "\N{LATIN SMALL LETTER SCHWA}"  # behind a place whose words need more than ASCII, and so the part around them
ANYBODY = Own("reader@example.org", "<specimen@example.org>", LINK, STOP_LINK)
OWN_HEADERS = {"to", "message-id", "date", "content-type"}


@dataclass(frozen=True)
class Wire:
    """An e-mail as it goes over the wire, and between whom: plain addresses."""

    sender: str
    recipient: str
    raw: bytes


@dataclass(frozen=True)
class Part:
    """Text or HTML: its headers, how it is encoded, and its words with places."""

    headers: str
    encoding: str
    words: str
    is_html: bool

    def filled(self, own: Own) -> bytes:
        """The words for one reader, as this part encodes them."""
        name, until = (escape(own.name), escape(own.until)) if self.is_html else (own.name, own.until)
        words = self.words.replace(LINK, own.token).replace(STOP_LINK, own.stop_token).replace(UNTIL, until)
        raw = words.replace(NAME, name).encode().replace(b"\n", b"\r\n")
        if self.encoding == "base64":
            return base64.encodebytes(raw).replace(b"\n", b"\r\n")
        return binascii.b2a_qp(raw, istext=True) if self.encoding == "quoted-printable" else raw


@dataclass(frozen=True)
class Skeleton:
    """A letter to anybody: headers with places, and its parts."""

    sender: str
    headers: str
    parts: tuple[Part, ...]

    def filled(self, own: Own) -> Wire:
        """The letter to one reader. Its boundary is new: who has read one letter can't make up parts of another."""
        boundary = secrets.token_hex(20)
        raw = [
            self.headers.replace(STOP_LINK, own.stop_token).encode("ascii"),
            f"To: {own.address}\r\nMessage-ID: {own.message_id}\r\n".encode("ascii"),
            f"Date: {formatdate(localtime=settings.EMAIL_USE_LOCALTIME)}\r\n".encode("ascii"),
            f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'.encode("ascii"),
        ]
        for part in self.parts:
            raw += [f"\r\n--{boundary}\r\n{part.headers}\r\n".encode("ascii"), part.filled(own)]
        return Wire(self.sender, own.address, b"".join([*raw, f"\r\n--{boundary}--\r\n".encode("ascii")]))


class Desk:
    """Writes the letters of one batch: what they have in common is looked up once, and is of today."""

    def __init__(self) -> None:
        self.found: dict[tuple[object, ...], Skeleton] = {}
        self.told: dict[int | None, bool] = {}

    def can_tell(self, letter: Letter) -> bool:
        """False for news of a page that was taken down since the letter was queued."""
        about = letter.announcement_id
        if about not in self.told:
            self.told[about] = can_be_told(letter)
        return self.told[about]

    def write(self, letter: Letter) -> Wire | None:
        """The letter; None where it needs the long way (`letters.compose`). Raises vault.Locked."""
        own = own_words(letter)
        if not PLAIN.fullmatch(own.address) or len(escape(own.name).encode()) > LONGEST_NAME:
            return None
        signature, until, name = letter.signature, place(UNTIL, own.until), place(NAME, own.name)
        about = (letter.kind, letter.language, signature.petition_id, signature.text_id, letter.announcement_id)
        alike = (*about, signature.is_counted, until, name)
        if alike not in self.found:
            self.found[alike] = skeleton(drawn(letter, replace(ANYBODY, until=until, name=name)))
        return self.found[alike].filled(own)


def place(mark: str, words: str) -> str:
    """What stands for `words` until they are filled in, in letters of the same alphabet."""
    return mark if words.isascii() else mark + FOREIGN


@lru_cache(maxsize=256)
def skeleton(made_of: Draft) -> Skeleton:
    """The letter that Django makes of it, taken apart. Kept by all that it says: where that changes, it is another."""
    raw = envelope(made_of, ANYBODY.address).message().as_bytes().replace(b"\r\n", b"\n")
    read: Any = message_from_bytes(raw)
    headers = re.split(r"\n(?![ \t])", raw.partition(b"\n\n")[0].decode("ascii"))  # a folded one goes on with a space
    kept = [header for header in headers if header.partition(":")[0].lower() not in OWN_HEADERS]
    return Skeleton(
        sender=parseaddr(str(read["From"]))[1],
        headers=wired("\n".join([*kept, ""])),
        parts=tuple(taken_apart(part) for part in read.get_payload()),
    )


def taken_apart(part: Message) -> Part:
    """Text or HTML of a specimen."""
    raw: Any = part.get_payload(decode=True)
    words = raw.decode().replace("\r\n", "\n")
    return Part(
        headers=wired("".join(f"{name}: {value}\n" for name, value in part.items())),
        encoding=str(part["Content-Transfer-Encoding"]).lower(),
        words=words.replace(UNTIL + FOREIGN, UNTIL).replace(NAME + FOREIGN, NAME),
        is_html=part.get_content_subtype() == "html",
    )


def wired(headers: str) -> str:
    """Header lines as they go over the wire."""
    return headers.replace("\n", "\r\n")
