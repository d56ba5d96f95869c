"""What attackers type makes no header and no words of a letter, wherever it was typed."""

import json
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from wagtail.models import Site

from pages.models import Edition, SiteSettings
from petition import letters, mailbox, names, vault
from petition.letters.frame import one_line
from petition.models import Letter, Petition, PetitionText, Signature
from petition.models.letter import Kind
from petition.vault import Person
from tests.petition.conftest import NOW

PAYLOADS = [json.loads(line) for line in Path("tests/data/payloads.txt").read_text("utf-8").splitlines()]
ALLOWED = {
    *("content-type", "mime-version", "subject", "from", "to", "date", "message-id", "auto-submitted"),
    *("content-language", "x-letter", "list-unsubscribe", "list-unsubscribe-post", "list-id", "precedence"),
}


def written(kind: Kind, person: Person, words: str) -> EmailMessage:
    """A letter of `kind` as it goes over the wire; `words` stand in every field that editors fill in."""
    petition = Petition(pk=1, slug="trees", source_language="en", heading_en=words)
    text = PetitionText(petition=petition, language="en", heading=words)
    sealed = vault.seal(person)
    signature = Signature(pk=1, petition=petition, text=text, sealed=sealed, language="en", signed_at=NOW)
    letter = Letter(signature=signature, kind=kind, language="en", message_id="<x@example.org>", queued_at=NOW)
    return wired(letters.compose(letter).message().as_bytes())


def wired(raw: bytes) -> EmailMessage:
    """What a mail program reads of it."""
    return message_from_bytes(raw, policy=policy.default)


def bodies(email: EmailMessage) -> list[str]:
    """Text and HTML."""
    return [part.get_content() for kind in ("plain", "html") if (part := email.get_body((kind,)))]


def assert_has_no_header_of_others(email: EmailMessage) -> None:
    """Each header is ours and there once; one sender, one recipient."""
    names_of_headers = [name.lower() for name in email]
    assert len(names_of_headers) == len(set(names_of_headers))
    assert set(names_of_headers) <= ALLOWED
    assert len(email["From"].addresses) == len(email["To"].addresses) == 1
    assert not email.defects
    assert len(bodies(email)) == 2


def test_there_are_payloads_enough() -> None:
    assert len(PAYLOADS) >= 200


def test_no_words_of_an_editor_make_a_header(db: None) -> None:
    site = Site.objects.get(is_default_site=True)
    settings_row = SiteSettings.objects.create(site=site)
    for payload in PAYLOADS:
        words = payload.replace("\0", "").encode("utf-8", "ignore").decode()  # as much as a database takes
        SiteSettings.objects.filter(pk=settings_row.pk).update(organisation_en=words[:120])
        email = written(Kind.CONFIRM, Person("anna@example.org", "Anna"), payload)
        assert_has_no_header_of_others(email)
        assert email["To"] == "anna@example.org"
        assert not {*str(email["From"]), *str(email["Subject"])} & {*"\u202a\u202b\u202d\u202e\u2066\u2067\u2068\n\r\0"}


def test_no_words_of_a_page_make_a_header(db: None) -> None:
    petition = Petition(pk=1, slug="trees", source_language="en", heading_en="Plant more trees")
    for payload in PAYLOADS:
        told = Edition(language="en", path="news/", heading=payload, description=payload)
        email = wired(letters.sample(petition, told, "editor@example.org").message().as_bytes())
        assert_has_no_header_of_others(email)
        assert "<script" not in bodies(email)[1].lower()


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.RECEIPT])
def test_no_words_of_a_visitor_stand_in_a_letter(db: None, kind: Kind) -> None:
    plain = written(kind, Person("anna@example.org", "Anna", "Why"), "Plant more trees").as_bytes()
    boundary = plain.split(b'boundary="')[1].split(b'"')[0]
    for payload in PAYLOADS[:: 1 if kind == Kind.CONFIRM else 20]:
        safe = payload.encode("utf-8", "ignore").decode()
        email = written(kind, Person("anna@example.org", safe, safe), "Plant more trees")
        own = email.as_bytes()
        assert (
            own.replace(own.split(b'boundary="')[1].split(b'"')[0], boundary).split(b"\n\n", 1)[1]
            == (plain.split(b"\n\n", 1)[1])
        )


def test_a_name_that_may_stand_in_the_receipt_makes_no_header_and_runs_nowhere(db: None) -> None:
    tried = 0
    for payload in PAYLOADS:
        try:
            name = names.tidy(payload.encode("utf-8", "ignore").decode())
        except names.NotAName:
            continue
        email = written(Kind.RECEIPT, Person("anna@example.org", name), "Plant more trees")
        assert_has_no_header_of_others(email)
        assert name not in str(email["Subject"]) + str(email["From"])
        assert "<script" not in bodies(email)[1].lower()
        tried += 1
    assert tried > 50


def test_an_address_that_may_be_written_to_makes_no_header(db: None) -> None:
    tried = 0
    for payload in PAYLOADS:
        for typed in (payload, f"{payload}@example.org", f"anna@{payload}"):
            try:
                address = mailbox.tidy(typed)
            except mailbox.NotAMailbox:
                continue
            assert_has_no_header_of_others(written(Kind.CONFIRM, Person(address, "Anna"), "Plant more trees"))
            tried += 1
    assert tried > 3


@pytest.mark.parametrize(
    ("typed", "header"),
    [
        ("Plant\r\nBcc: a@example.net", "Plant Bcc: a@example.net"),
        ("Plant\u2028more\u0085trees\0", "Plant more trees"),
        ("\u202eseert\u202c \u2067tnalP\u2069", "seert tnalP"),
        ("نه\u200cجنگ می\u200dخواهیم", "نه\u200cجنگ می\u200dخواهیم"),
        ("a\ud800b", "ab"),
        ("=?utf-8?q?Anna=0D=0ABcc?=", "= ?utf-8?q?Anna=0D=0ABcc?="),
    ],
)
def test_a_header_holds_one_line_that_turns_nothing_round(typed: str, header: str) -> None:
    assert one_line(typed) == header
