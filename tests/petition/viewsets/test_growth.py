"""What editors wait for is read along an index, page by page, and never counted or sorted as a whole."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from petition import retention
from petition.models import Petition, PetitionText, Signature
from petition.viewsets import keyset
from petition.viewsets.signatures import PER_PAGE
from tests.petition.conftest import NOW, add_petition, confirmed
from tests.petition.viewsets.conftest import signatures_url

pytestmark = pytest.mark.django_db
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="Asks PostgreSQL for its plans.")


def plans(queries: CaptureQueriesContext) -> str:
    """How PostgreSQL would read millions of rows: it may neither look through all nor sort."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off")
        for query in queries.captured_queries:
            if query["sql"].startswith("SELECT") and 'FROM "petition_signature"' in query["sql"]:
                cursor.execute(f"EXPLAIN {query['sql']}")
                found += [line for (line,) in cursor.fetchall()]
    return "\n".join(found)


@on_postgresql
@pytest.mark.parametrize(
    ("chosen", "index"),
    [
        ({}, "signature_newest_of_all"),
        ({"country": "AZ"}, "signature_of_country"),
        ({"language": "en"}, "signature_of_language"),
        ({"state": "held"}, "signature_newest_on_hold"),
        ({"state": "withdrawn"}, "signature_newest_back"),
        ({"state": "invalidated"}, "signature_newest_struck"),
        ({"state": "erased"}, "signature_newest_erased"),
        ({"q": "Aygün Əliyeva"}, "signature_of_name"),
    ],
)
def test_each_list_has_an_index_in_its_order(
    text: PetitionText, admin_in: Any, chosen: dict[str, str], index: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert admin_in("en").get(signatures_url("index"), chosen).status_code == 200
    found = plans(asked)
    assert index in found
    assert "Sort" not in found


@on_postgresql
@pytest.mark.parametrize(
    ("key", "index"),
    [
        ("withdrawn", "signature_back_since"),
        ("invalidated", "signature_struck_since"),
        ("closed", "signature_once_a_mailbox"),
        ("networks", "signature_network"),
    ],
)
def test_what_is_due_is_found_without_a_look_at_every_row(petition: Petition, key: str, index: str) -> None:
    Petition.objects.update(closes_at=NOW)
    period = next(each for each in retention.PERIODS if each.key == key)
    with CaptureQueriesContext(connection) as asked:
        assert period.end(period.due_at(NOW + dt.timedelta(days=400)), NOW) == 0
    assert index in plans(asked)


def test_lists_of_several_petitions_are_read_together_in_one_order(petition: Petition, text: PetitionText) -> None:
    other = PetitionText.objects.select_related("petition").get(petition=add_petition(slug="other"), language="en")
    for number in range(9):
        moment = NOW + dt.timedelta(minutes=number // 2)  # some in the same moment
        confirmed((text, other)[number % 2], moment, email=f"{number}@example.org")
    parts = [Signature.objects.filter(petition=pk) for pk in (petition.pk, other.petition_id)]
    whole = [row.pk for row in keyset.page(Signature.objects.all(), "signed_at", None, PER_PAGE).rows]
    page = keyset.page_of(parts, "signed_at", None, 2)
    found = [row.pk for row in page.rows]
    while page.older:
        page = keyset.page_of(parts, "signed_at", keyset.read(page.older), 2)
        found += [row.pk for row in page.rows]
    assert found == whole
    back = keyset.page_of(parts, "signed_at", keyset.read(page.newer), 2)
    assert [row.pk for row in back.rows] == whole[-3:-1]
