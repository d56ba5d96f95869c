"""The way of a letter: from the outbox to a file, and from the file to the eyes of its reader."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from bs4 import BeautifulSoup
from django.utils import timezone

from petition.management.commands.work import Worker


@dataclass(frozen=True)
class Letter:
    """A letter as it lies in a mailbox."""

    message: EmailMessage

    @classmethod
    def of(cls, raw: bytes) -> "Letter":
        """The letter that went over the wire as `raw`."""
        return cls(message_from_bytes(raw, policy=policy.default))

    @property
    def language(self) -> str:
        """The language that it says to be in."""
        return str(self.message["Content-Language"])

    @property
    def text(self) -> str:
        """What a mail program without HTML shows."""
        return self.part("plain")

    @property
    def html(self) -> BeautifulSoup:
        """What every other one shows."""
        return BeautifulSoup(self.part("html"), "html.parser")

    @property
    def addresses(self) -> set[str]:
        """Every address on the web that is in it, as a mail scanner finds them."""
        return {*re.findall(r"https?://[^\s\"<>]+", self.text), *(link["href"] for link in self.html.select("a[href]"))}

    def part(self, kind: str) -> str:
        """One of its two bodies."""
        body = self.message.get_body((kind,))
        assert body is not None
        return str(body.get_content())

    def link(self, purpose: str) -> str:
        """The address to "confirm" or to "withdraw", the same in both bodies."""
        (found,) = {address for address in self.addresses if address.endswith(f"/{purpose}/")}
        return found


class Postman:
    """Does what the letter worker does, when a story says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(self) -> None:
        """Send what waits, and bring the count up to date."""
        worker = Worker(timezone.now())
        while worker.round(timezone.now()):
            pass

    def letters(self, kind: str = "*") -> list[Letter]:
        """All letters that were ever brought, or all of a kind, the oldest first."""
        self.carry()
        files = sorted(self.folder.rglob(f"*-{kind}-*.eml"))
        return [Letter.of(file.read_bytes()) for file in files]

    def letters_to(self, address: str) -> list[Letter]:
        """All letters in a mailbox, the oldest first."""
        return [letter for letter in self.letters() if letter.message["To"] == address]

    def newest_to(self, address: str) -> Letter:
        """The letter that has just come."""
        return self.letters_to(address)[-1]
