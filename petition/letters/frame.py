"""What every letter has: who writes, about which petition, the reader's own links, and headers that stay one line."""

import unicodedata
from collections.abc import Mapping
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.models import Site

from pages import languages
from pages.models.site_settings import SiteSettings
from petition import tokens, vault
from petition.models import Letter, Signature
from petition.models.letter import Kind
from petition.tokens import Purpose
from petition.vault import Person

# Embeddings, overrides and isolates: in a header they would turn round what a mail program writes beside them
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def message(
    letter: Letter, subject: str, *, headers: Mapping[str, str] | None = None, **words: Any
) -> EmailMultiAlternatives:
    """The e-mail of the templates of the letter's kind, filled with `words` and what every letter says."""
    code = language_of(letter)
    return envelope(
        Kind(letter.kind),
        subject,
        {**surroundings(letter, code), **words},
        person(letter).email,
        {"Message-ID": letter.message_id, "Content-Language": code, **(headers or {})},
    )


def envelope(
    kind: Kind, subject: str, context: dict[str, Any], address: str, headers: Mapping[str, str]
) -> EmailMultiAlternatives:
    """Text and HTML of the templates of `kind`, from the organisation to `address`."""
    email = EmailMultiAlternatives(
        subject=one_line(subject),
        body=render_to_string(f"petition/letters/{kind}.txt", context),
        from_email=sender(context["organisation"]),
        to=[address],
        headers={
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
            "X-Letter": kind.value,
            **headers,
        },
    )
    email.attach_alternative(render_to_string(f"petition/letters/{kind}.html", context), "text/html")
    return email


def surroundings(letter: Letter, code: str) -> dict[str, Any]:
    """What every letter says: who writes, about which petition, and where to see, change and withdraw."""
    signature = letter.signature
    return {
        "organisation": organisation(code),
        "language": languages.language(code),
        "signature": signature,
        "heading": one_line(signature.text.heading),
        "heading_language": languages.language(spoken(signature.text.language, code)),
        "petition_url": settings.SITE_URL + signature.petition.url(code),
        "confirm_url": link(signature, "confirm"),
        "withdraw_url": link(signature, "withdraw"),
        "own_url": link(signature, "own"),
    }


def language_of(letter: Letter) -> str:
    """The language to write in: the letter's, or the nearest where the site no longer speaks that."""
    return spoken(letter.language, letter.signature.petition.source_language)


def spoken(code: str, otherwise: str) -> str:
    """`code` if the site speaks it, else what serves its reader best."""
    return languages.nearest(code, languages.CODES, otherwise) or settings.LANGUAGE_CODE


def link(signature: Signature, page: str) -> str:
    """The absolute address of the signatory's `page` ("own", "confirm", "withdraw"), in the active language."""
    token = tokens.make(Purpose.OWN, tokens.Link(signature.pk, signature.petition_id, signature.epoch))
    return settings.SITE_URL + reverse(f"petition:{page}", args=[token])


def person(letter: Letter) -> Person:
    """To whom the letter goes. Raises vault.Locked where the process may not know."""
    return vault.unseal(letter.signature.sealed)


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
    kept = (" " if unicodedata.category(each) == "Cc" else each for each in text.translate(TURNING))
    line = " ".join("".join(each for each in kept if unicodedata.category(each) != "Cs").split())
    return line.replace("=?", "= ?")  # how an encoded word begins (RFC 2047): mail programs would read it as another
