"""The letters, one function each."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pages import formats
from petition import vault
from petition.letters.frame import Draft, Own, draft, envelope, language_of, token_of
from petition.letters.news import news
from petition.models import Letter
from petition.models.letter import Kind
from petition.tokens import Purpose

ISOLATED = "\N{FIRST STRONG ISOLATE}%s\N{POP DIRECTIONAL ISOLATE}"  # a name's direction touches nothing beside it
MORTAL = {Kind.CONFIRM, Kind.REMINDER}  # say when their link dies


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The e-mail of `letter`: text and HTML, in its language where we still speak it. Raises vault.Locked."""
    own = own_words(letter)
    return envelope(drawn(letter, own), own.address)


def drawn(letter: Letter, own: Own) -> Draft:
    """What the e-mail of `letter` is made of."""
    with translation.override(language_of(letter)):
        return WRITTEN[Kind(letter.kind)](letter, own)


def own_words(letter: Letter) -> Own:
    """What is in this letter alone. Raises vault.Locked where the process may not know to whom it goes."""
    signature, kind = letter.signature, Kind(letter.kind)
    person = vault.unseal(signature.sealed)
    return Own(
        address=person.email,
        message_id=letter.message_id,
        token=token_of(signature, Purpose.OWN),
        stop_token=token_of(signature, Purpose.NEWS) if kind == Kind.NEWS else "",
        until=minute(signature.link_lives_until, language_of(letter)) if kind in MORTAL else "",
        name=person.name if kind == Kind.RECEIPT else "",
    )


def minute(moment: datetime, code: str) -> str:
    """A moment as the language `code` writes it; what Babel makes of a minute is kept for those of the same one."""
    return minute_of_zone(moment.replace(second=0, microsecond=0), code, timezone.get_current_timezone_name())


@lru_cache(maxsize=256)
def minute_of_zone(moment: datetime, code: str, _zone: str) -> str:
    """The same, once for each active time zone."""
    return formats.moment(moment, code)


def confirm(letter: Letter, own: Own) -> Draft:
    """Asks whether it was the reader who signed."""
    return named(letter, own, _("Please confirm your signature: %(petition)s"), until=own.until)


def reminder(letter: Letter, own: Own) -> Draft:
    """Asks once more, two days later."""
    return named(letter, own, _("Your signature is not confirmed yet: %(petition)s"), until=own.until)


def already_signed(letter: Letter, own: Own) -> Draft:
    """Says that a second signature changed nothing."""
    return named(letter, own, _("You have already signed: %(petition)s"))


def receipt(letter: Letter, own: Own) -> Draft:
    """Thanks, names what was signed and how to take it back."""
    in_text = ISOLATED % own.name
    return named(letter, own, _("Thank you for signing: %(petition)s"), name=own.name, name_in_text=in_text)


def withdrawn(letter: Letter, own: Own) -> Draft:
    """Says that the signature no longer counts."""
    return named(letter, own, _("Your signature is withdrawn: %(petition)s"))


def named(letter: Letter, own: Own, subject: str, **words: Any) -> Draft:
    """The letter whose `subject` names the petition in the words that were signed."""
    return draft(letter, own, subject % {"petition": letter.signature.text.heading}, **words)


WRITTEN: dict[Kind, Callable[[Letter, Own], Draft]] = {
    Kind.CONFIRM: confirm,
    Kind.REMINDER: reminder,
    Kind.ALREADY_SIGNED: already_signed,
    Kind.RECEIPT: receipt,
    Kind.WITHDRAWN: withdrawn,
    Kind.NEWS: news,
}
