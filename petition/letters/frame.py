"""What every letter has: who writes, about which petition, the reader's own links, and headers that stay one line."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from wagtail.models import Site

from pages import languages
from pages.models.site_settings import SiteSettings
from petition import tokens
from petition.models import Letter, Signature
from petition.models.letter import Kind
from petition.tokens import Purpose

# Embeddings, overrides and isolates: in a header they would turn round what a mail program writes beside them
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True)
class Own:
    """What stands in one reader's letter and in nobody else's."""

    address: str
    message_id: str
    token: str  # of the reader's own pages
    stop_token: str = ""  # of the address that stops news
    until: str = ""  # when the link dies, as the language writes it
    name: str = ""


@dataclass(frozen=True)
class Draft:
    """What a letter is made of. Equal drafts make equal letters, as long as they are to the same reader."""

    kind: Kind
    code: str  # the language to write in
    sender: str
    subject: str
    words: tuple[tuple[str, Any], ...]  # what the templates are told
    headers: tuple[tuple[str, str], ...]


def draft(letter: Letter, own: Own, subject: str, *, headers: Mapping[str, str] | None = None, **words: Any) -> Draft:
    """The letter of the templates of its kind, filled with `words` and what every letter says."""
    code = language_of(letter)
    return drawn_up(
        Kind(letter.kind), code, subject, {**surroundings(letter, code, own), **words}, own.message_id, headers or {}
    )


def drawn_up(
    kind: Kind, code: str, subject: str, words: Mapping[str, Any], message_id: str, headers: Mapping[str, str]
) -> Draft:
    """A letter from the organisation that `words` name."""
    all_headers = {
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
        "X-Letter": kind.value,
        **({"Message-ID": message_id} if message_id else {}),
        "Content-Language": code,
        **headers,
    }
    sent_by = sender(words["organisation"])
    return Draft(kind, code, sent_by, one_line(subject), tuple(words.items()), tuple(all_headers.items()))


def envelope(drawn: Draft, address: str) -> EmailMultiAlternatives:
    """The e-mail: text and HTML of the templates, to `address`."""
    words = dict(drawn.words)
    with translation.override(drawn.code):
        email = EmailMultiAlternatives(
            subject=drawn.subject,
            body=render_to_string(f"petition/letters/{drawn.kind}.txt", words),
            from_email=drawn.sender,
            to=[address],
            headers=dict(drawn.headers),
        )
        email.attach_alternative(render_to_string(f"petition/letters/{drawn.kind}.html", words), "text/html")
    return email


def surroundings(letter: Letter, code: str, own: Own) -> dict[str, Any]:
    """What every letter says: who writes, about which petition, and where to see, change and withdraw."""
    signature = letter.signature
    return {
        "organisation": organisation(code),
        "language": languages.language(code),
        "is_counted": signature.is_counted,
        "heading": one_line(signature.text.heading),
        "heading_language": languages.language(spoken(signature.text.language, code)),
        "petition_url": settings.SITE_URL + signature.petition.url(code),
        "confirm_url": address_of("confirm", own.token),
        "withdraw_url": address_of("withdraw", own.token),
        "own_url": address_of("own", own.token),
    }


def language_of(letter: Letter) -> str:
    """The language to write in: the letter's, or the nearest where the site no longer speaks that."""
    return spoken(letter.language, letter.signature.petition.source_language)


def spoken(code: str, otherwise: str) -> str:
    """`code` if the site speaks it, else what serves its reader best."""
    return languages.nearest(code, languages.CODES, otherwise) or settings.LANGUAGE_CODE


def address_of(page: str, token: str) -> str:
    """The absolute address of a page ("own", "confirm", "withdraw", "news") for a link, in the active language."""
    return settings.SITE_URL + reverse(f"petition:{page}", args=[token])


def token_of(signature: Signature, purpose: Purpose) -> str:
    """The signatory's link. Raises tokens.CannotMake."""
    return tokens.make(purpose, tokens.Link(signature.pk, signature.petition_id, signature.epoch))


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
