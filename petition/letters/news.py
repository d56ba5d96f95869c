"""The letter that tells of a page of news, and how a mail program stops it with one click (RFC 8058)."""

from email.policy import Policy
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from pages import languages
from pages.models import Edition
from petition.letters.frame import (
    Draft,
    Own,
    address_of,
    draft,
    drawn_up,
    envelope,
    language_of,
    one_line,
    organisation,
)
from petition.models import Letter, Petition
from petition.models.letter import Kind


def news(letter: Letter, own: Own) -> Draft:
    """Tells of the page of the letter's announcement. Without one it tells of nothing: so its sentences are tried."""
    code = language_of(letter)
    petition, stop_url = letter.signature.petition, address_of("news", own.stop_token)
    found = edition_for(letter.announcement.page_id, code, petition.source_language) if letter.announcement else None
    told, headers = found or nothing(code), list_headers(petition, stop_url)
    return draft(letter, own, told.heading, headers=headers, stop_url=stop_url, **about(told))


def sample(petition: Petition, told: Edition, address: str) -> EmailMultiAlternatives:
    """The same letter for an editor's own mailbox. It has no signatory's links."""
    code = told.language
    with translation.override(code):
        words = petition.shown_language(code) or code
        context = {
            "organisation": organisation(code),
            "language": languages.language(code),
            "heading": one_line(petition.in_language(words).heading),
            "heading_language": languages.language(words),
            "petition_url": settings.SITE_URL + petition.url(code),
            "is_sample": True,
            **about(told),
        }
        return envelope(drawn_up(Kind.NEWS, code, told.heading, context, "", {}), address)


def about(told: Edition) -> dict[str, Any]:
    """The page of news in its language."""
    return {
        "news_heading": one_line(told.heading),
        "news_description": one_line(told.description),
        "news_language": told.in_language,
        "news_url": settings.SITE_URL + told.url,
    }


def edition_for(page_id: int, code: str, source: str) -> Edition | None:
    """The page in `code`, else in the nearest language in which it is live; None where visitors can't read it."""
    found = {each.language: each for each in Edition.objects.filter(page_id=page_id).defer("words")}
    nearest = languages.nearest(code, found, source)
    return found[nearest] if nearest else None


def can_be_told(letter: Letter) -> bool:
    """False for news of a page that was taken down since the letter was queued."""
    told = letter.announcement
    return told is None or Edition.objects.filter(page_id=told.page_id).exists()


def nothing(code: str) -> Edition:
    """A page that says nothing."""
    return Edition(language=code, path="", heading="–")


class Unfolded(str):
    """A header in one piece. Python's newer policies write an address of this length as encoded words, which RFC 8058
    does not know; a value that has a name and folds itself is let alone (`EmailPolicy.header_store_parse`).
    """

    name = "List-Unsubscribe"

    def fold(self, *, policy: Policy) -> str:
        """The line as it goes over the wire; RFC 5322 allows 998 characters."""
        return f"{self.name}: {self}{policy.linesep}"


def list_headers(petition: Petition, stop_url: str) -> dict[str, str]:
    """What mail programs make their button "unsubscribe" of (RFC 2369, RFC 8058), and the list's name (RFC 2919)."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return {
        Unfolded.name: Unfolded(f"<{stop_url}>"),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{petition.slug}.news.{host}>",
        "Precedence": "bulk",
    }
