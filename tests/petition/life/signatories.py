"""What signatories do, each deed once in the database and once in what must be."""

from contextlib import suppress
from typing import Any

import pytest

from petition import lifecycle
from petition.lifecycle import Choices, Expired, Withdrawn
from petition.models import Signature
from petition.tokens import Link
from tests.petition.life.expected import Expected, Row
from tests.petition.life.walker import DOMAINS, LANGUAGES, PEOPLE, Walker


class Signatories(Walker):
    """Sign, confirm, choose, withdraw, erase."""

    def sign(self, at_once: bool = False) -> None:
        person, text, language, now = self.dice.randrange(PEOPLE), self.dice.choice(self.texts), "", self.now
        language = self.dice.choice(LANGUAGES)
        given, seen = self.given(person), self.circumstances()
        lifecycle.sign(text, given, language, now, at_once=at_once, circumstances=seen)
        row = self.row_of(text.petition_id, given.email)
        known = self.world.of(text.petition_id, person)
        wanted: dict[str, Any] = {
            "text_id": text.pk, "language": language, "letter_language": language, "country": given.country,
            "shows_name": given.shows_name, "wants_news": given.wants_news, "door": seen.door,
            "prefix_key": seen.prefix_key, "score": seen.score, "signed_at": now,
        }  # fmt: skip
        new = Expected(
            Row(row.pk, text.petition_id, held_at=None, quarantine_id=None, epoch=row.epoch, **wanted),
            person, given.name, given.comment, DOMAINS[person % len(DOMAINS)],
        )  # fmt: skip
        new.row.quarantine_id = self.world.holding(new)
        new.row.held_at = now if seen.is_held or new.row.quarantine_id else None
        self.links.append(Link(row.pk, row.petition_id, row.epoch))
        self.world.touched.add(row.pk)
        if known is None:
            self.world.add(person, new)
            self.world.note(new, "received", now)
        elif known.is_standing:
            self.world.note(known, "repeated", now)
        else:
            is_again = known.row.withdrawn_at is not None
            self.begin_anew(known, new, is_again)
            self.world.note(known, "received" if is_again else "repeated", now)

    def begin_anew(self, known: Expected, new: Expected, is_again: bool) -> None:
        """A pending signature takes what was given last; a withdrawn one is pending again, under new links."""
        old, row = known.row, new.row
        assert (row.epoch != old.epoch) == is_again
        if old.held_at is not None:
            row.held_at = row.signed_at
            row.quarantine_id = old.quarantine_id or row.quarantine_id
        if old.invalidated_at is not None:
            row.invalidated_at, row.invalidation_id = max(old.invalidated_at, row.signed_at), old.invalidation_id
        known.row, known.name, known.comment = row, new.name, new.comment

    def sign_at_once(self) -> None:
        self.sign(at_once=True)

    def confirm(self) -> None:
        now = self.now
        link, one = self.any_link()
        if one is None or (one.row.withdrawn_at is None and one.is_expired(now)):
            with pytest.raises(Expired):
                lifecycle.confirm(link, now)
            return
        self.world.touched.add(one.row.pk)
        if one.row.withdrawn_at is not None:
            with pytest.raises(Withdrawn):
                lifecycle.confirm(link, now)
            return
        lifecycle.confirm(link, now)
        if one.row.confirmed_at is None:
            self.is_confirmed(one, max(now, one.row.signed_at))
            self.world.note(one, "confirmed", now)
            if one.row.held_at:
                self.world.note(one, "quarantined", now)

    def is_confirmed(self, one: Expected, moment: Any) -> None:
        """It counts, unless it is held, or meets a quarantine only now."""
        one.row.confirmed_at = moment
        if one.row.held_at is None and (found := self.world.holding(one)) is not None:
            one.row.held_at, one.row.quarantine_id = moment, found

    def withdraw(self) -> None:
        now = self.now
        link, one = self.any_link()
        if one is None:
            with pytest.raises(Expired):
                lifecycle.withdraw(link, now)
            return
        lifecycle.withdraw(link, now, farewell=self.dice.random() < 0.9)
        self.is_withdrawn(one, now)

    def is_withdrawn(self, one: Expected, now: Any) -> None:
        """It is taken back, once."""
        self.world.touched.add(one.row.pk)
        if one.row.withdrawn_at is None:
            one.row.withdrawn_at = max(now, one.row.confirmed_at or one.row.signed_at)
            one.row.public_name = ""
            self.world.note(one, "withdrawn", now)

    def choose(self) -> None:
        link, one = self.any_link()
        choices = Choices(self.dice.random() < 0.5, self.dice.random() < 0.5, self.dice.choice(LANGUAGES))
        if one is None:
            with pytest.raises(Expired):
                lifecycle.choose(link, choices)
            return
        lifecycle.choose(link, choices)
        row = one.row
        row.shows_name, row.wants_news, row.letter_language = (
            choices.shows_name, choices.wants_news, choices.letter_language,
        )  # fmt: skip
        row.public_name = row.public_name if choices.shows_name else ""
        self.world.touched.add(row.pk)

    def stop_news(self) -> None:
        link, one = self.any_link()
        with suppress(Expired) if one is None else suppress():  # noqa: B022
            lifecycle.stop_news(link)
        if one is not None:
            one.row.wants_news = False
            self.world.touched.add(one.row.pk)

    def erase_own(self) -> None:
        now = self.now
        link, one = self.any_link()
        if one is None:
            with pytest.raises(Expired):
                lifecycle.erase_own(link, now)
            return
        lifecycle.erase_own(link, now)
        self.is_withdrawn(one, now)
        self.world.erase(one, now)
        assert not Signature.objects.filter(pk=link.signature_id, erased_at=None).exists()
