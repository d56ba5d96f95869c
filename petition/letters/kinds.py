"""The letters, one function each."""

from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _

from petition.letters.frame import language_of, message, person
from petition.letters.news import news
from petition.models import Letter
from petition.models.letter import Kind

ISOLATED = "\N{FIRST STRONG ISOLATE}%s\N{POP DIRECTIONAL ISOLATE}"  # a name's direction touches nothing beside it


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The e-mail of `letter`: text and HTML, in its language where we still speak it. Raises vault.Locked."""
    with translation.override(language_of(letter)):
        return WRITTEN[Kind(letter.kind)](letter)


def confirm(letter: Letter) -> EmailMultiAlternatives:
    """Asks whether it was the reader who signed."""
    return named(letter, _("Please confirm your signature: %(petition)s"), until=letter.signature.link_lives_until)


def reminder(letter: Letter) -> EmailMultiAlternatives:
    """Asks once more, two days later."""
    return named(
        letter, _("Your signature is not confirmed yet: %(petition)s"), until=letter.signature.link_lives_until
    )


def already_signed(letter: Letter) -> EmailMultiAlternatives:
    """Says that a second signature changed nothing."""
    return named(letter, _("You have already signed: %(petition)s"))


def receipt(letter: Letter) -> EmailMultiAlternatives:
    """Thanks, names what was signed and how to take it back."""
    name = person(letter).name
    return named(letter, _("Thank you for signing: %(petition)s"), name=name, name_in_text=ISOLATED % name)


def withdrawn(letter: Letter) -> EmailMultiAlternatives:
    """Says that the signature no longer counts."""
    return named(letter, _("Your signature is withdrawn: %(petition)s"))


def named(letter: Letter, subject: str, **words: Any) -> EmailMultiAlternatives:
    """The e-mail whose `subject` names the petition in the words that were signed."""
    return message(letter, subject % {"petition": letter.signature.text.heading}, **words)


WRITTEN: dict[Kind, Callable[[Letter], EmailMultiAlternatives]] = {
    Kind.CONFIRM: confirm,
    Kind.REMINDER: reminder,
    Kind.ALREADY_SIGNED: already_signed,
    Kind.RECEIPT: receipt,
    Kind.WITHDRAWN: withdrawn,
    Kind.NEWS: news,
}
