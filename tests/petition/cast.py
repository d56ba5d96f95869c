"""Somebody in each state that a signature can be in, by the deeds that lead there."""

import datetime as dt
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

from disposable_email_domains import blocklist

from petition import lifecycle, mailbox, outbox
from petition.lifecycle import Choices, Circumstances, Given, invalidating, preparing
from petition.models import Invalidation, PetitionText, Signature
from petition.models.letter import Kind
from petition.tokens import Link

DAY = dt.timedelta(days=1)


@dataclass
class Somebody:
    """One mailbox and one petition, `now`; every deed that its owner can do."""

    text: PetitionText
    email: str
    now: dt.datetime
    circumstances: Circumstances = field(default_factory=Circumstances)

    @property
    def row(self) -> Signature:
        """The signature as it stands. Raises Signature.DoesNotExist."""
        key = mailbox.key(self.email, self.text.petition_id)
        return Signature.objects.get(petition_id=self.text.petition_id, mailbox_key=key)

    @property
    def link(self) -> Link:
        """The link in the newest letter."""
        row = self.row
        return Link(row.pk, row.petition_id, row.epoch)

    def sign(self) -> None:
        given = Given("Aygün Əliyeva", self.email, "AZ", "For the children", shows_name=True, wants_news=True)
        lifecycle.sign(self.text, given, self.text.language, self.now, circumstances=self.circumstances)

    def confirm(self) -> None:
        lifecycle.confirm(self.link, self.now)

    def withdraw(self) -> None:
        lifecycle.withdraw(self.link, self.now)

    def erase_own(self) -> None:
        lifecycle.erase_own(self.link, self.now)

    def erase(self) -> None:
        lifecycle.erase(self.row.pk, self.now)

    def choose(self) -> None:
        lifecycle.choose(self.link, Choices(shows_name=False, wants_news=False, letter_language="az"))

    def stop_news(self) -> None:
        lifecycle.stop_news(self.link)

    def write_own_copies(self) -> None:
        preparing.write_own_copies()

    def show_names(self) -> None:
        preparing.show_names()

    def nothing(self) -> None:
        """Nobody has ever heard of them."""

    # The states, each from nothing -----------------------------------------------------------------------------------
    def held(self) -> None:
        """Pending, and kept apart for its score."""
        self.circumstances = Circumstances("", "petition", 9, is_held=True)
        self.sign()

    def held_and_confirmed(self) -> None:
        self.held()
        self.confirm()

    def confirmed(self) -> None:
        self.sign()
        self.confirm()

    def shown(self) -> None:
        """Confirmed, their name public, a letter with news on its way."""
        self.confirmed()
        lifecycle.prepare()
        outbox.write(self.row, Kind.NEWS, "en", self.now, self.now)

    @property
    def a_door_of_their_own(self) -> Circumstances:
        return Circumstances(door=f"page-{zlib.crc32(self.email.encode())}")

    def pending_and_withdrawn(self) -> None:
        self.sign()
        self.withdraw()

    def withdrawn(self) -> None:
        self.confirmed()
        self.withdraw()

    def invalidated(self) -> None:
        """Confirmed, then found by a pattern of this one door to be nobody's will."""
        self.circumstances = self.a_door_of_their_own
        self.confirmed()
        invalidate(self.row, self.now)

    def pending_and_invalidated(self) -> None:
        self.circumstances = self.a_door_of_their_own
        self.sign()
        invalidate(self.row, self.now)


State = Callable[[Somebody], None]


def invalidate(row: Signature, now: dt.datetime) -> None:
    """Invalidate what came through the door of `row`."""
    pattern = Invalidation.objects.create(
        petition_id=row.petition_id, doors=[row.door], reason="automated", created_at=now
    )
    invalidating.count_first(pattern.pk, now)
    invalidating.start(pattern.pk, None, now)
    while lifecycle.work_off(now):
        pass


def disposable_domain(length: int) -> str:
    """A domain of mailboxes that live for an hour, of so many characters."""
    return min(domain for domain in blocklist if len(domain) == length)
