"""The list leaves the site: with a right, for a reason, as a file, with a line in the log."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from petition.export import BOM, Kind, files
from petition.models import Petition, PetitionText, Signature
from petition.viewsets import audit
from petition.viewsets.audit import Deed
from petition.viewsets.exporting import logged
from tests.petition.conftest import add_petition, confirmed, signed
from tests.petition.viewsets.conftest import signatures_url

pytestmark = pytest.mark.django_db
ORDER = {"kind": "addressees", "reason": "Handed to the ministry"}


def file(answer: Any) -> list[list[str]]:
    """The cells of the file in `answer`."""
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text[1:], newline="")))


def export(client: Client, petition: Petition, chosen: str = "", **order: str) -> list[list[str]]:
    """What an editor gets who ordered `order` after having chosen `chosen` in the list."""
    return file(client.post(f"{signatures_url('export')}?{chosen}", {**ORDER, "petition": petition.pk, **order}))


@pytest.mark.parametrize("screen", ["en", "az", "ar"])
def test_the_page_opens_with_what_was_chosen_in_the_list(petition: Petition, admin_in: Any, screen: str) -> None:
    chosen = f"petition={petition.pk}&language=az&country=DE&wants_news=true&signed_at_from=2026-02-01"
    answer = admin_in(screen).get(f"{signatures_url('export')}?{chosen}")
    assert answer.status_code == 200
    assert "Azərbaycanca" in answer.content.decode()
    assert "2026-02-01" in answer.content.decode()


def test_the_file_holds_what_was_ordered(petition: Petition, text: PetitionText, admin_in: Any) -> None:
    confirmed(text, name="Aygün", country="AZ")
    confirmed(text, name="Klaus", email="b@example.org", country="DE")
    signed(text, name="Pending", email="c@example.org", country="AZ")
    elsewhere = PetitionText.objects.select_related("petition").get(petition=add_petition(slug="other"), language="en")
    confirmed(elsewhere, name="Elsewhere")
    client = admin_in("de")
    answer = client.post(f"{signatures_url('export')}", {**ORDER, "petition": petition.pk})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="trees-addressees-')
    assert [row[:2] for row in file(answer)[1:]] == [["Aygün", "Aserbaidschan"], ["Klaus", "Deutschland"]]
    assert [row[0] for row in export(client, petition, "country=AZ", kind="complete")[1:]] == ["Aygün", "Pending"]
    assert [row[0] for row in export(client, petition, "country=AZ&state=pending", kind="complete")[1:]] == ["Pending"]
    assert [row[0] for row in export(client, petition, "country=nonsense", kind="complete")[1:]] == []


def test_an_order_without_a_reason_or_a_petition_is_refused(petition: Petition, admin_in: Any) -> None:
    client = admin_in("en")
    for order in ({"reason": ""}, {"petition": ""}, {"kind": "everything"}):
        answer = client.post(signatures_url("export"), {**ORDER, "petition": petition.pk, **order})
        assert list(answer.context["form"].errors) == list(order)
    assert not ModelLogEntry.objects.filter(action="petition.signature.export").exists()


def test_an_export_is_logged_with_who_why_and_how_many(
    petition: Petition, text: PetitionText, admin_in: Any, editor: Any
) -> None:
    confirmed(text)
    confirmed(text, email="b@example.org")
    client = admin_in("en")
    export(client, petition, "language=en")
    entry = ModelLogEntry.objects.get(action="petition.signature.export")
    assert (entry.user, entry.object_id, entry.data["rows"], entry.data["kind"]) == (
        editor,
        str(petition.pk),
        2,
        "addressees",
    )
    assert (entry.data["reason"], entry.data["chosen"]) == ("Handed to the ministry", {"Language": "English"})
    assert entry.message == "Exported 2 signatures"


def test_a_file_that_was_not_read_to_its_end_is_logged_with_what_left(
    text: PetitionText, editor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LINES_AT_ONCE", 1)
    for number in range(3):
        confirmed(text, email=f"person{number}@example.org")
    entry = audit.record(Deed.EXPORT, editor, text.petition)
    assert ModelLogEntry.objects.get(pk=entry.pk).message == "Began to export signatures"
    pieces = logged(Signature.objects.all(), Kind.COMPLETE, "en", entry)
    for _heading_and_two_rows in range(3):
        next(pieces)
    pieces.close()
    assert ModelLogEntry.objects.get(pk=entry.pk).data["rows"] == 2


def test_exporting_has_its_own_right(
    petition: Petition, text: PetitionText, client_who_may: Callable[..., Client]
) -> None:
    confirmed(text)
    client = client_who_may("view_signature", "change_signature", "delete_signature")
    assert client.get(signatures_url("export")).status_code == 302
    answer = client.post(signatures_url("export"), {**ORDER, "petition": petition.pk})
    assert (answer.status_code, answer.streaming) == (302, False)


def test_a_long_file_takes_no_more_queries_than_a_short_one(
    petition: Petition, text: PetitionText, admin_in: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        confirmed(text, email=f"person{number}@example.org")
    client = admin_in("en")
    with django_assert_max_num_queries(15):
        assert len(export(client, petition, kind="complete")) == 31


def test_numbers_without_persons_are_a_file_of_their_own(petition: Petition, text: PetitionText, admin_in: Any) -> None:
    confirmed(text)
    confirmed(text, email="b@example.org")
    table = export(admin_in("en"), petition, kind="counts")
    assert [row[-1] for row in table] == ["Signatures", "2"]
    entry = ModelLogEntry.objects.get(action="petition.signature.export")
    assert (entry.data["rows"], entry.message) == (1, "Exported numbers without persons")
