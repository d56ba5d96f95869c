"""Real names of the world go in and come out byte for byte (NFC): page, letter, admin, export."""

import csv
import html
import io
import unicodedata
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse

from petition import export, lifecycle, outbox
from petition.models import PetitionText, Signature
from tests.petition.conftest import FORM, link_of, person_of

CORPUS = Path(__file__).parents[1] / "data/names.csv"
NAMES = [row["name"] for row in csv.DictReader(CORPUS.read_text("utf-8").splitlines())]
KEPT = [unicodedata.normalize("NFC", name) for name in NAMES]


@pytest.fixture
def everyone(text: PetitionText) -> list[Signature]:
    """Everybody of the corpus has signed through the form, confirmed, and may be named."""
    for number, name in enumerate(NAMES):
        typed = {**FORM, "name": name, "email": f"person{number}@example.org", "public": "yes", "text": text.pk}
        answer = Client(REMOTE_ADDR=f"10.{number // 250}.{number % 250}.1").post("/en/petitions/trees/sign/", typed)
        assert answer.status_code == 200, name
    signatures = list(Signature.objects.order_by("pk"))
    for signature in signatures:
        lifecycle.confirm(link_of(signature), signature.signed_at)
    while lifecycle.prepare():
        pass
    return signatures


@pytest.mark.django_db
def test_every_name_is_taken_and_given_back_by_database_letter_admin_and_export(everyone: list[Signature]) -> None:
    assert [person_of(signature).name for signature in everyone] == KEPT
    assert in_receipts(everyone) == KEPT
    assert in_admin() == KEPT
    assert in_export() == KEPT
    assert list(Signature.objects.public().order_by("pk").values_list("public_name", flat=True)) == KEPT


def in_receipts(everyone: list[Signature]) -> list[str]:
    """The names as the letters of thanks have them: in their text and in their HTML."""
    now = max(signature.signed_at for signature in everyone)
    while outbox.send_due(now):
        pass
    found = {}
    for sent in mail.outbox:
        letter = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
        number = int(str(letter["To"]).removeprefix("person").split("@")[0])
        plain, rich = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
        name = KEPT[number]
        found[number] = name if name in plain and name in html.unescape(rich) else plain
    return [found[number] for number in sorted(found)]


def in_admin() -> list[str]:
    """The names as an editor's list shows them, page after page, newest first."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@example.org", "editor"))
    found: list[str] = []
    cursor = ""
    while True:
        answer = client.get(reverse("petition_signatures:index"), {"p": cursor} if cursor else {})
        page = html.unescape(answer.content.decode())
        listed = answer.context["page"]
        names = [person_of(row).name for row in listed.rows]
        found += [name if f">{name}<" in page else f"missing: {name}" for name in names]
        cursor = listed.older
        if not cursor:
            return found[::-1]


def in_export() -> list[str]:
    """The names as a recipient's program reads them."""
    signatures = Signature.objects.order_by("pk")
    lines = "".join(export.csv_lines(signatures, export.Kind.COMPLETE, "en", lambda: None)).removeprefix(export.BOM)
    rows = list(csv.reader(io.StringIO(lines, newline="")))
    column = rows[0].index("Name")
    return sorted((row[column] for row in rows[1:]), key=KEPT.index)


@pytest.mark.django_db
def test_every_name_stands_in_the_form_again_when_something_else_was_wrong(text: PetitionText) -> None:
    for kept in KEPT:
        typed = {**FORM, "name": kept, "email": "no address", "text": text.pk}
        page = Client().post("/en/petitions/trees/sign/", typed)
        assert page.status_code == 422
        assert f'value="{kept}"' in html.unescape(page.content.decode()), kept
