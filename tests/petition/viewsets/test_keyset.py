"""Pages of a list are neighbours without gap or overlap, whatever moments its rows share."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from petition.models import PetitionText, Signature
from petition.viewsets import keyset
from petition.viewsets.keyset import Cursor
from tests.petition.conftest import NOW, add_petition

MOMENT = st.timedeltas(dt.timedelta(0), dt.timedelta(days=2_000_000)).map(lambda since: keyset.EPOCH + since)
MOMENTS = st.lists(st.integers(0, 5).map(lambda seconds: NOW + dt.timedelta(seconds=seconds)), max_size=25)


class Walks(TestCase):
    """Walks there and back through lists of every kind."""

    def setUp(self) -> None:
        self.text = PetitionText.objects.get(petition=add_petition(("en",)), language="en")

    @settings(max_examples=40)
    @given(MOMENTS, st.integers(1, 6))
    def test_walking_to_the_end_and_back_meets_every_row_once(self, moments: list[dt.datetime], size: int) -> None:
        Signature.objects.all().delete()
        Signature.objects.bulk_create(
            Signature(
                petition=self.text.petition,
                text=self.text,
                language="en",
                signed_at=moment,
                mailbox_key=f"{n}",
                sealed=b"",
            )
            for n, moment in enumerate(moments)
        )
        wanted = list(Signature.objects.order_by("-signed_at", "-pk"))
        page = keyset.page(Signature.objects.all(), "signed_at", None, size)
        there = [*page.rows]
        assert page.newer == ""
        while page.older:
            page = keyset.page(Signature.objects.all(), "signed_at", keyset.read(page.older), size)
            there += page.rows
        back = [*page.rows]
        while page.newer:
            page = keyset.page(Signature.objects.all(), "signed_at", keyset.read(page.newer), size)
            back = [*page.rows, *back]
        assert there == back == wanted


@given(st.booleans(), MOMENT, st.integers(1, 2**63 - 1))
def test_a_cursor_is_read_as_it_was_written(is_older: bool, moment: dt.datetime, pk: int) -> None:
    cursor = Cursor(is_older, moment, pk)
    assert keyset.read(str(cursor)) == cursor


@given(st.text())
def test_nonsense_means_the_first_page(written: str) -> None:
    assert keyset.read(written) is None or str(keyset.read(written))


@pytest.mark.parametrize(
    "written", ["", "o", "o.1", "o1.", "o1", "x1.1", "o-1.1", "o1.-1", "o" + "9" * 40 + ".1", "o٣.1", "o1.1.1"]
)
def test_a_broken_cursor_means_the_first_page(written: str) -> None:
    assert keyset.read(written) is None
