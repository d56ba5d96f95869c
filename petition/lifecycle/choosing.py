"""What signatories choose by themselves from any letter: whether their name is shown, letters' language, news."""

from dataclasses import dataclass

from django.db import transaction

from petition.lifecycle.confirming import find
from petition.models import Letter, Signature
from petition.models.letter import Kind
from petition.tokens import Link


@dataclass(frozen=True)
class Choices:
    """What can be chosen at any time."""

    shows_name: bool
    wants_news: bool
    letter_language: str  # a code of settings.LANGUAGES


@transaction.atomic
def choose(link: Link, choices: Choices) -> Signature:
    """Let the signature of `link` be as its signatory wants. A name to be shown follows soon. Raises Expired."""
    signature = find(link, lock=True)
    if not choices.shows_name:
        signature.public_name = ""
    signature.shows_name, signature.wants_news = choices.shows_name, choices.wants_news
    signature.letter_language = choices.letter_language
    signature.save(update_fields=["shows_name", "public_name", "wants_news", "letter_language"])
    if not choices.wants_news:
        drop_news(signature)
    return signature


@transaction.atomic
def stop_news(link: Link) -> Signature:
    """No more news for the signatory of `link`, once and for all. Raises Expired."""
    signature = find(link, lock=True)
    signature.wants_news = False
    signature.save(update_fields=["wants_news"])
    drop_news(signature)
    return signature


def drop_news(signature: Signature) -> None:
    """Forget the news that wait to be sent to a signatory."""
    Letter.objects.waiting().filter(signature=signature, kind=Kind.NEWS).delete()
