"""Prepared letters: they say what Django would have sent, to every reader, and nothing of any other reader."""

import datetime as dt
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from pages.models import SiteSettings
from petition import letters, names, vault
from petition.letters import skeletons
from petition.models import Letter, Petition, PetitionText, Signature
from petition.models.letter import Kind
from petition.vault import Person
from tests.petition.conftest import NOW

OWN = {"Date", "Content-Type"}  # the moment of writing, and the boundary that is new each time
MAILBOXES = ["anna@example.org", "a.n+na_@mail.example.co", "anna@пример.рф", "o'neil@example.org", '"a b"@example.org']
HEADINGS = ["Plant more trees", "Mehr Bäume {pflanzen} %s", "ازرعوا الأشجار", "多种树", "Trees " * 40]


def letter_to(person: Person, kind: Kind, language: str, heading: str = HEADINGS[0], **states: Any) -> Letter:
    """A letter as the worker has it."""
    petition = Petition(pk=1, slug="trees", source_language="en")
    text = PetitionText(pk=HEADINGS.index(heading) if heading in HEADINGS else 99, petition=petition, language="en")
    text.heading = heading
    signature = Signature(pk=7, petition=petition, text=text, sealed=vault.seal(person), language="en", epoch=3)
    signature.signed_at = NOW
    for name, value in states.items():
        setattr(signature, name, value)
    return Letter(signature=signature, kind=kind, language=language, message_id="<1f@example.org>", queued_at=NOW)


def read(raw: bytes) -> EmailMessage:
    """What a mail program sees."""
    return message_from_bytes(raw, policy=policy.default)


def said(email: EmailMessage) -> tuple[dict[str, str], list[tuple[str, list[str]]]]:
    """Its headers but for OWN, and each part's type and lines."""
    assert not email.defects
    headers = {name: re.sub(r"\s+", "", str(value)) for name, value in email.items() if name not in OWN}
    parts = [(part.get_content_type(), part.get_content().rstrip("\n").splitlines()) for part in email.iter_parts()]
    return headers, parts


def written_at(email: EmailMessage) -> dt.datetime:
    """When, in UTC: "+0000" with Django 6, "-0000" before, which says no time zone."""
    return email["Date"].datetime.replace(tzinfo=dt.UTC)


def assert_same(letter: Letter, desk: letters.Desk | None = None) -> None:
    """The prepared letter says what the one says that Django makes."""
    wire = (desk or letters.Desk()).write(letter)
    assert wire is not None
    ours, djangos = read(wire.raw), read(letters.compose(letter).message().as_bytes())
    assert said(ours) == said(djangos)
    assert wire.recipient == djangos["To"].addresses[0].addr_spec
    assert wire.sender == djangos["From"].addresses[0].addr_spec
    assert ours.get_boundary() != djangos.get_boundary()
    assert abs(written_at(ours) - written_at(djangos)) < dt.timedelta(minutes=1)
    assert all(len(line) <= 998 for line in wire.raw.split(b"\r\n"))
    assert b"\n" not in wire.raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("language", ["en", "az", "ar", "fa", "ru", "zh-hans"])
def test_a_prepared_letter_says_what_django_would_have_sent(db: None, language: str) -> None:
    desk = letters.Desk()
    for kind in Kind:
        for heading in HEADINGS:
            for name in ("Anna", "Aygün Əliyeva"):
                assert_same(letter_to(Person("anna@example.org", name), kind, language, heading), desk)


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, kind=st.sampled_from([Kind.RECEIPT, Kind.CONFIRM, Kind.NEWS]), code=st.sampled_from(["en", "ar"]))
def test_whatever_a_name_is_it_is_only_words(db: None, name: str, kind: Kind, code: str) -> None:
    try:
        person = Person("anna@example.org", names.tidy(name))
    except names.NotAName:
        return
    assert_same(letter_to(person, kind, code))


def test_an_organisation_of_any_alphabet_stands_in_the_headers(db: None) -> None:
    row = SiteSettings.objects.create(site=Site.objects.get(is_default_site=True))
    for organisation in ("Friends, of {Trees}", "Ağac dostları " * 6, "Bcc: anna@example.net"):
        SiteSettings.objects.filter(pk=row.pk).update(organisation_en=organisation)
        assert_same(letter_to(Person("anna@example.org", "Anna"), Kind.NEWS, "en"))


def test_a_changed_organisation_stands_in_the_next_batch(db: None) -> None:
    letter = letter_to(Person("anna@example.org", "Anna"), Kind.CONFIRM, "en")
    letters.Desk().write(letter)
    SiteSettings.objects.update(organisation_en="Friends of Trees")
    wire = letters.Desk().write(letter)
    assert wire is not None
    assert read(wire.raw)["From"].addresses[0].display_name == "Friends of Trees"


def test_a_letter_tells_whether_its_own_signature_counts(db: None) -> None:
    desk = letters.Desk()
    for states in ({"confirmed_at": NOW}, {"confirmed_at": NOW, "held_at": NOW}):
        assert_same(letter_to(Person("anna@example.org", "Anna"), Kind.RECEIPT, "en", **states), desk)


def test_no_reader_finds_anything_of_another_reader(db: None) -> None:
    desk, found = letters.Desk(), []
    for number in range(3):
        letter = letter_to(Person(f"reader{number}@example.org", f"Name{number}"), Kind.RECEIPT, "en")
        letter.signature.pk, letter.message_id = 100 + number, f"<{number}@example.org>"
        assert_same(letter, desk)
        found.append(desk.write(letter))
    for number, wire in enumerate(found):
        assert wire is not None
        assert all(f"Name{other}".encode() not in wire.raw for other in range(3) if other != number)
        assert all(mark.encode() not in wire.raw for mark in (skeletons.LINK, skeletons.UNTIL, skeletons.NAME))
    assert len({read(wire.raw).get_boundary() for wire in found if wire}) == 3
    assert len(desk.found) == 1


@pytest.mark.parametrize("address", MAILBOXES)
def test_what_no_header_holds_as_it_is_goes_the_long_way(db: None, address: str) -> None:
    letter = letter_to(Person(address, "Anna"), Kind.CONFIRM, "en")
    assert (letters.Desk().write(letter) is None) == (address in MAILBOXES[2:])


def test_a_name_too_long_for_a_line_goes_the_long_way(db: None) -> None:
    assert letters.Desk().write(letter_to(Person("anna@example.org", "&" * 120), Kind.RECEIPT, "en")) is None
