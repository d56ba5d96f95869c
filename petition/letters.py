"""What a letter says, in its reader's language. No visitor's words before the mailbox is proven to be theirs."""

from collections.abc import Callable
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Site

from pages import languages
from pages.models.site_settings import SiteSettings
from petition import tokens, vault
from petition.models import Letter, Signature
from petition.models.letter import Kind
from petition.tokens import Purpose
from petition.vault import Person


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The e-mail of `letter`: text and HTML, in the language of the letter where it has words, else in the source's."""
    with translation.override(letter.language):
        return WRITTEN[Kind(letter.kind)](letter)


def confirm(letter: Letter) -> EmailMultiAlternatives:
    """Asks whether it was the reader who signed."""
    return message(letter, _("Please confirm your signature: %(petition)s"), until=letter.signature.link_lives_until)


def reminder(letter: Letter) -> EmailMultiAlternatives:
    """Asks once more, two days later."""
    return message(
        letter, _("Your signature is not confirmed yet: %(petition)s"), until=letter.signature.link_lives_until
    )


def already_signed(letter: Letter) -> EmailMultiAlternatives:
    """Says that a second signature changed nothing."""
    return message(letter, _("You have already signed: %(petition)s"))


def receipt(letter: Letter) -> EmailMultiAlternatives:
    """Thanks, names what was signed and how to take it back."""
    return message(letter, _("Thank you for signing: %(petition)s"), name=person(letter).name)


def withdrawn(letter: Letter) -> EmailMultiAlternatives:
    """Says that the signature no longer counts."""
    return message(letter, _("Your signature is withdrawn: %(petition)s"))


WRITTEN: dict[Kind, Callable[[Letter], EmailMultiAlternatives]] = {
    Kind.CONFIRM: confirm,
    Kind.REMINDER: reminder,
    Kind.ALREADY_SIGNED: already_signed,
    Kind.RECEIPT: receipt,
    Kind.WITHDRAWN: withdrawn,
}


def message(letter: Letter, subject: str, **words: Any) -> EmailMultiAlternatives:
    """The e-mail of the templates of the letter's kind, filled with `words` and what every letter says."""
    context = {**surroundings(letter), **words}
    template = f"petition/letters/{letter.kind}"
    email = EmailMultiAlternatives(
        subject=one_line(subject % {"petition": letter.signature.text.heading}),
        body=render_to_string(f"{template}.txt", context),
        from_email=sender(context["organisation"]),
        to=[person(letter).email],
        headers={
            "Message-ID": letter.message_id,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
            "Content-Language": letter.language,
            "X-Letter": letter.kind,
        },
    )
    email.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return email


def surroundings(letter: Letter) -> dict[str, Any]:
    """What every letter says: who writes, about which petition, and how to withdraw."""
    signature = letter.signature
    return {
        "organisation": organisation(letter.language),
        "language": languages.language(letter.language),
        "heading": signature.text.heading,
        "heading_language": languages.language(signature.text.language),
        "petition_url": settings.SITE_URL + signature.petition.url(letter.language),
        "confirm_url": link(signature, "confirm"),
        "withdraw_url": link(signature, "withdraw"),
    }


def link(signature: Signature, deed: str) -> str:
    """The absolute address at which the signatory can do `deed` ("confirm", "withdraw"), in the active language."""
    made_for = tokens.Link(signature.pk, signature.petition_id, signature.epoch)
    token = tokens.make(Purpose.OWN, made_for) if settings.LINK_KEY else tokens.SPECIMEN  # editors' processes only look
    return settings.SITE_URL + reverse(f"petition:{deed}", args=[token])


def person(letter: Letter) -> Person:
    """To whom the letter goes. Raises vault.Locked where the process may not know."""
    return vault.unseal(bytes(letter.signature.sealed or b""))


def organisation(code: str) -> str:
    """Who writes: the site's organisation, else its host."""
    site = Site.objects.filter(is_default_site=True).first()
    name = SiteSettings.for_site(site).in_language(code).organisation if site else ""
    return one_line(name) or urlsplit(settings.SITE_URL).hostname or ""


def sender(name: str) -> str:
    """From: the organisation, at the address of the settings."""
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def one_line(text: str) -> str:
    """`text` as a header can hold it: what an editor typed may have line breaks, which would begin another header."""
    return " ".join(text.split())
