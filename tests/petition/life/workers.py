"""What the worker does between the others' deeds: fold, prepare, moderate, write, remind, forget."""

import datetime as dt
from collections.abc import Sequence
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any
from unittest import mock

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from petition import counting, integrity, letters, lifecycle, mailbox, outbox, retention, tokens, vault
from petition.lifecycle import crowds, working_off
from petition.models import Letter, Petition, Signature
from petition.tokens import Link, Purpose
from tests.petition.life.expected import Cut, Expected, Holding
from tests.petition.life.walker import Walker

WRITTEN = 0.1  # of all letters
write = letters.compose  # the real one
BATCH = 7  # signatures of one batch, so that people's deeds come between two
DAY = dt.timedelta(days=1)
NAMELESS = {"confirm", "reminder", "already_signed", "withdrawn"}  # kinds in which no word of the signatory stands


class Line(BaseEmailBackend):
    """A mail server that refuses some letters, loses its line sometimes, and looks at what it takes."""

    def __init__(self, walker: "Workers") -> None:
        super().__init__()
        self.walker = walker

    def open(self) -> bool:
        if self.walker.dice.random() < 0.01:
            raise ConnectionRefusedError
        return True

    def close(self) -> None:
        """Nothing is held."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            self.walker.look_at(message)
            luck = self.walker.dice.random()
            if luck < 0.01:
                raise SMTPRecipientsRefused({message.to[0]: (550, b"5.1.1 No such mailbox")})
            if luck < 0.04:
                raise SMTPServerDisconnected
        return len(email_messages)


class Workers(Walker):
    """One worker; several would take turns."""

    def fold(self) -> None:
        while counting.fold(self.clock) + integrity.fold():
            pass

    # Names and copies -------------------------------------------------------------------------------------------------
    def prepare(self) -> None:
        while lifecycle.prepare():
            pass
        for one in self.world.rows.values():
            if one.is_shown and not one.row.public_name:
                one.row.public_name = one.name
                self.world.touched.add(one.row.pk)
        self.look_at_a_copy()

    def look_at_a_copy(self) -> None:
        """The link in a letter opens what is kept, and only that link."""
        if not self.world.rows:
            return
        one = self.world.rows[self.dice.choice(list(self.world.rows))]
        stored = Signature.objects.get(pk=one.row.pk)
        if one.row.erased_at is not None:
            assert stored.own_copy is None
            return
        token = tokens.make(Purpose.OWN, Link(stored.pk, stored.petition_id, stored.epoch))
        assert vault.open_for_owner(stored.own_copy or b"", token) == vault.unseal(stored.sealed or b"")
        assert stored.name_key == vault.name_key(one.name)

    # Letters ----------------------------------------------------------------------------------------------------------
    def send(self) -> None:
        with mock.patch.object(outbox.sending, "mail_server", return_value=Line(self)):
            for _batch in range(10):
                if not outbox.send_due(self.clock):
                    break

    def compose(self, letter: Letter) -> EmailMessage:
        """The letter; of most no more than its envelope, because writing takes longer than all else that is done."""
        if self.dice.random() < WRITTEN:
            return write(letter)
        return EmailMessage(to=[vault.unseal(letter.signature.sealed or b"").email], headers={"X-Letter": letter.kind})

    def look_at(self, message: EmailMessage) -> None:
        """Nobody gets a letter whom nothing holds any more, and none has words that a stranger may have typed."""
        person, kind = int("".join(filter(str.isdigit, self.local(message)))), message.extra_headers["X-Letter"]
        known = [one for petition in self.petitions if (one := self.world.of(petition, person))]
        assert any(self.is_meant(one, kind) for one in known), kind
        if kind in NAMELESS:
            assert "Name" not in str(message.body), kind
        assert "Comment" not in str(message.body), kind
        assert len(message.to) == 1

    @staticmethod
    def local(message: EmailMessage) -> str:
        """Before the @, without a tag."""
        return mailbox.canonical(message.to[0]).rpartition("@")[0]

    @staticmethod
    def is_meant(one: Expected, kind: str) -> bool:
        """Whether a letter of this kind can go to the signatory of `one`."""
        if kind in {"confirm", "reminder"}:
            return one.row.confirmed_at is None and one.row.withdrawn_at is None
        return one.is_standing if kind in {"receipt", "already_signed"} else one.row.withdrawn_at is not None

    def remind(self) -> None:
        lifecycle.remind(self.clock)

    # Batches ----------------------------------------------------------------------------------------------------------
    def work_off(self) -> None:
        with mock.patch.object(crowds, "AT_ONCE", BATCH), mock.patch.object(working_off, "BATCHES_AT_ONCE", 1):
            lifecycle.work_off(self.clock)
        under_way = sorted(pk for pk, cut in self.world.cuts.items() if cut.state in {"doing", "undoing"})
        if under_way:
            cut = self.world.cuts[under_way[0]]
            (self.take if cut.state == "doing" else self.restore)(cut)
        releasing = [each for each in self.world.holdings.values() if each.is_releasing]
        for each in sorted(releasing, key=lambda one: (one.asked_at, one.pk)):
            if self.let_go(each):
                break

    def first(self, found: list[Expected]) -> list[Expected]:
        """A batch of them; what happens to them is compared."""
        batch = sorted(found, key=lambda one: one.row.pk)[:BATCH]
        self.world.touched |= {one.row.pk for one in batch}
        return batch

    def take(self, cut: Cut) -> None:
        found = self.first(
            [one for one in self.world.rows.values() if cut.takes(one) and cut.cursor < one.row.pk <= cut.up_to]
        )
        for one in found:
            one.row.invalidated_at = max(self.clock, one.row.signed_at)
            one.row.invalidation_id, one.row.public_name = cut.pk, ""
            self.world.note(one, "invalidated", self.clock, cut.reason)
            cut.cursor = one.row.pk
        if len(found) < BATCH:
            cut.state = "done"

    def restore(self, cut: Cut) -> None:
        found = self.first([one for one in self.world.rows.values() if one.row.invalidation_id == cut.pk])
        for one in found:
            one.row.invalidated_at = one.row.invalidation_id = None
            self.world.note(one, "restored", self.clock, cut.reason)
        if len(found) < BATCH:
            cut.state = "undone"

    def let_go(self, held: Holding) -> int:
        """Count a batch of what was held; how many."""
        found = self.first(
            [
                one
                for one in self.world.rows.values()
                if one.row.quarantine_id == held.pk and one.row.invalidated_at is None
            ]
        )
        for one in found:
            one.row.held_at = one.row.quarantine_id = None
            if one.is_counted:
                self.world.note(one, "released", self.clock)
        if len(found) < BATCH and held.ended_at and self.clock >= held.ended_at + dt.timedelta(minutes=1):
            held.released_at = self.clock
        return len(found)

    # Forgetting -------------------------------------------------------------------------------------------------------
    def expire(self) -> None:
        lifecycle.expire(self.clock)
        for one in list(self.world.rows.values()):
            if one.row.confirmed_at is None and one.row.signed_at <= self.clock - 14 * DAY:
                if one.row.withdrawn_at is None:
                    self.world.note(one, "expired", self.clock)
                self.world.remove(one)
                self.world.touched.add(one.row.pk)

    def retain(self, *further: str) -> None:
        """What `manage.py retain` does to signatures and letters."""
        self.expire()
        kept = {"withdrawn", "invalidated", "networks", "letters", *further}
        for period in retention.PERIODS:
            if period.key in kept:
                retention.end(period, self.clock, None)
        for one in list(self.world.rows.values()):
            row = one.row
            if is_before(row.withdrawn_at, self.clock - 30 * DAY) or is_before(
                row.invalidated_at, self.clock - 90 * DAY
            ):
                self.world.erase(one, self.clock)
            if row.prefix_key and row.signed_at <= self.clock - 30 * DAY:
                row.prefix_key = ""
                self.world.touched.add(row.pk)

    def close(self) -> None:
        """A year after a petition has closed everybody is forgotten; then its end is put off and people sign again."""
        chosen = Petition.objects.filter(pk=self.dice.choice(self.petitions))
        chosen.update(closes_at=self.clock - 365 * DAY)
        self.retain("closed")
        for one in list(self.world.rows.values()):
            if one.row.petition_id == chosen.get().pk:
                self.world.erase(one, self.clock)
        chosen.update(closes_at=None)


def is_before(moment: Any, limit: dt.datetime) -> bool:
    """Whether something happened at `limit` or earlier."""
    return moment is not None and moment <= limit
