"""A petition in four languages, a signatory, and the way from a form to a letter and its links."""

import datetime as dt
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from pages.languages import column
from petition import lifecycle, outbox, vault
from petition.lifecycle import Given
from petition.models import Petition, PetitionText, Signature
from petition.tokens import Link
from petition.vault import Person
from tests.pages.conftest import home as home

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
HEADINGS = {
    "en": "Plant more trees",
    "az": "Daha çox ağac əkin",
    "ar": "ازرعوا المزيد من الأشجار",
    "de": "Pflanzt mehr Bäume",
}
FORM = {"name": "Aygün Əliyeva", "email": "aygun@example.org", "country": "AZ", "consent": "yes"}


def add_petition(codes: tuple[str, ...] = ("en", "az", "ar", "de"), **columns: Any) -> Petition:
    """A petition that is public in `codes`."""
    values = {"slug": "trees", "opens_at": NOW - dt.timedelta(days=30), "source_language": "en", **columns}
    for code in codes:
        texts = {"heading": HEADINGS[code], "demand": f"<p>{HEADINGS[code]}!</p>", "consent": f"{HEADINGS[code]}: OK."}
        values |= {column(base, code): text for base, text in texts.items()}
    petition = Petition(live=False, **values)
    petition.save()
    petition.save_revision(clean=False)
    petition.publish_languages(codes, although_unready=True)  # its words are few: no privacy page, no thanks
    return Petition.objects.get(pk=petition.pk)


@pytest.fixture
def petition(db: None) -> Petition:
    return add_petition()


@pytest.fixture
def text(petition: Petition) -> PetitionText:
    return PetitionText.objects.select_related("petition").get(petition=petition, language="en")


def given(**other: Any) -> Given:
    """What a signatory gave."""
    return Given(**{"name": "Aygün Əliyeva", "email": "aygun@example.org", "country": "AZ", **other})


def signed(text: PetitionText, now: dt.datetime = NOW, **other: Any) -> Signature:
    """A pending signature."""
    lifecycle.sign(text, given(**other), "en", now)
    return Signature.objects.select_related("petition", "text").latest("pk")


def confirmed(text: PetitionText, now: dt.datetime = NOW, **other: Any) -> Signature:
    """A confirmed signature."""
    return lifecycle.confirm(link_of(signed(text, now, **other)), now)


def link_of(signature: Signature) -> Link:
    """The link in the newest letter to a signatory."""
    epoch = Signature.objects.get(pk=signature.pk).epoch
    return Link(signature.pk, signature.petition_id, epoch)


def person_of(signature: Signature) -> Person:
    """Who is sealed in a signature."""
    return vault.unseal(signature.sealed or b"")


def kinds(signature: Signature) -> list[str]:
    """The kinds of all letters to a signatory, in the order of queueing."""
    return list(signature.letters.order_by("queued_at", "pk").values_list("kind", flat=True))


def read(folder: Path) -> list[EmailMessage]:
    """Every letter in `folder`, in the order of sending."""
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in sorted(folder.rglob("*.eml"))]


def addresses(letter: EmailMessage) -> dict[str, str]:
    """{"confirm": path, "withdraw": path} of the links in a letter's text."""
    body = letter.get_body(("plain",))
    assert body is not None
    found = re.findall(r"https?://\S+/signatures/\S+/(confirm|withdraw)/", body.get_content())
    urls = re.findall(r"https?://\S+/signatures/\S+/(?:confirm|withdraw)/", body.get_content())
    return {purpose: urlsplit(url).path for purpose, url in zip(found, urls, strict=True)}


def post_all(now: dt.datetime = NOW) -> None:
    """Send every letter that is due."""
    while outbox.send_due(now):
        pass


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
