"""Letters: in the reader's language, in text and HTML, with nothing that a stranger typed into somebody's mailbox."""

import datetime as dt
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from wagtail.models import Site

from pages.models import SiteSettings
from petition import letters, lifecycle, tokens
from petition.models import Letter, Petition, PetitionText, Signature
from petition.models.letter import Kind
from petition.tokens import Purpose
from tests.petition.conftest import HEADINGS, NOW, add_petition, confirmed, given, link_of, signed

STRANGE = {"name": "Read this! Zorro", "comment": "Zorro was here", "country": "AZ"}


@pytest.fixture
def organisation(db: None) -> str:
    SiteSettings.objects.create(site=Site.objects.get(is_default_site=True), organisation_en="Friends of\r\nBcc: Trees")
    return "Friends of Bcc: Trees"


def letter_to(signature: Signature, kind: Kind, language: str) -> EmailMessage:
    """The e-mail as it goes over the wire."""
    letter = Letter(signature=signature, kind=kind, language=language, message_id="<x@example.org>", queued_at=NOW)
    return message_from_bytes(letters.compose(letter).message().as_bytes(), policy=policy.default)


def parts(email: EmailMessage) -> tuple[str, str]:
    """(text, HTML)."""
    bodies = [email.get_body((kind,)) for kind in ("plain", "html")]
    return tuple(body.get_content() for body in bodies if body is not None)  # type: ignore[return-value]


@pytest.mark.parametrize("language", ["en", "az", "ar", "fa", "zh-hans", "pt"])
@pytest.mark.parametrize("kind", Kind)
def test_every_letter_stands_in_every_language_in_text_and_html(text: PetitionText, kind: Kind, language: str) -> None:
    email = letter_to(signed(text, **STRANGE), kind, language)
    plain, html = parts(email)
    direction = "rtl" if language in {"ar", "fa"} else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in html
    for body in (plain, html):
        assert HEADINGS["en"] in body
    assert email["Content-Language"] == language
    assert email["Auto-Submitted"] == "auto-generated"
    assert email["Message-ID"] == "<x@example.org>"
    assert email["To"] == "aygun@example.org"
    assert (HEADINGS["en"] in email["Subject"]) == (kind != Kind.NEWS)  # which is about a page


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.RECEIPT])
def test_a_letter_that_strangers_can_cause_holds_nothing_they_typed(text: PetitionText, kind: Kind) -> None:
    email = letter_to(signed(text, **STRANGE), kind, "en")
    assert not any("Zorro" in part for part in (*parts(email), email["Subject"], email["To"]))


def test_the_receipt_greets_by_name_and_a_name_is_only_words(text: PetitionText) -> None:
    plain, html = parts(letter_to(signed(text, name="<b>Ayşe & Əli</b>"), Kind.RECEIPT, "en"))
    assert "\u2068<b>Ayşe & Əli</b>\u2069" in plain
    assert "&lt;b&gt;Ayşe &amp; Əli&lt;/b&gt;" in html


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.WITHDRAWN])
def test_every_letter_has_a_link_to_withdraw(text: PetitionText, kind: Kind) -> None:
    signature = signed(text)
    for body in parts(letter_to(signature, kind, "az")):
        assert f"{settings.SITE_URL}/az/signatures/" in body
        assert "/withdraw/" in body


@pytest.mark.parametrize("kind", Kind)
def test_every_letter_leads_to_what_is_kept(text: PetitionText, kind: Kind) -> None:
    signature = signed(text)
    own = f"{settings.SITE_URL}/az/signatures/{tokens.make(Purpose.OWN, link_of(signature))}/"
    plain, html = parts(letter_to(signature, kind, "az"))
    assert own in plain.splitlines()
    assert f'href="{own}"' in html


@pytest.mark.parametrize("moment", ["held_at", "invalidated_at"])
@pytest.mark.parametrize("kind", [Kind.RECEIPT, Kind.ALREADY_SIGNED])
def test_no_letter_says_that_a_signature_counts_that_does_not(text: PetitionText, kind: Kind, moment: str) -> None:
    signature = confirmed(text)
    assert all(" counts" in body for body in parts(letter_to(signature, kind, "en")))
    setattr(signature, moment, NOW)
    assert not any(" counts" in body for body in parts(letter_to(signature, kind, "en")))


@pytest.mark.parametrize("kind", Kind)
def test_a_language_that_the_site_speaks_no_more_gives_way_to_the_nearest(text: PetitionText, kind: Kind) -> None:
    email = letter_to(signed(text), kind, "tlh")
    assert email["Content-Language"] == "en"
    assert '<html lang="en" dir="ltr">' in parts(email)[1]


def test_links_are_absolute_and_in_the_readers_language(text: PetitionText) -> None:
    for body in parts(letter_to(signed(text), Kind.CONFIRM, "ar")):
        assert f"{settings.SITE_URL}/ar/signatures/" in body


def test_a_letter_sent_again_holds_the_same_link(text: PetitionText) -> None:
    signature = signed(text)
    first = parts(letter_to(signature, Kind.CONFIRM, "en"))
    lifecycle.sign(text, given(), "en", NOW + dt.timedelta(minutes=5))
    link = next(line for line in first[0].splitlines() if "/confirm/" in line)
    assert link in parts(letter_to(Signature.objects.get(), Kind.CONFIRM, "en"))[0]


def test_the_sender_is_the_organisation_and_no_line_break_makes_a_header(text: PetitionText, organisation: str) -> None:
    email = letter_to(signed(text), Kind.CONFIRM, "en")
    (sender,) = email["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (organisation, settings.DEFAULT_FROM_EMAIL)
    assert email["Bcc"] is None


def test_a_heading_with_line_breaks_stays_in_the_subject(db: None) -> None:
    petition = add_petition(("en",), slug="odd")
    draft = petition.get_latest_revision_as_object()
    draft.heading_en = "One\r\nBcc: two@example.org"
    draft.save_revision(clean=False)
    Petition.objects.get(pk=petition.pk).publish_languages(["en"], although_unready=True)
    text = PetitionText.objects.select_related("petition").get(petition=petition, version=2)
    email = letter_to(signed(text), Kind.CONFIRM, "en")
    assert email["Bcc"] is None
    assert "One Bcc: two@example.org" in email["Subject"]


def test_a_signatory_who_read_the_petition_in_another_language_gets_the_heading_marked_as_such(
    petition: Petition,
) -> None:
    text = PetitionText.objects.select_related("petition").get(petition=petition, language="ar")
    _plain, html = parts(letter_to(signed(text), Kind.CONFIRM, "de"))
    assert f'lang="ar" dir="rtl">{HEADINGS["ar"]}' in html


class Tags(HTMLParser):
    """Counts what would ask a third party or run in a mail program."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in {"img", "script", "link", "iframe", "form"}:
            self.found.append(tag)


@pytest.mark.parametrize("kind", Kind)
def test_no_letter_loads_anything(text: PetitionText, kind: Kind) -> None:
    tags = Tags()
    tags.feed(parts(letter_to(signed(text), kind, "en"))[1])
    assert tags.found == []
