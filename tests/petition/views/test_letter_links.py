"""The links of letters: GET and HEAD change nothing; POST acts; each dead link says what it was."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from petition import lifecycle, tokens
from petition.models import PetitionText, Signature, TallyEntry
from petition.tokens import Purpose
from tests.petition.conftest import confirmed, link_of, signed

DAY = dt.timedelta(days=1)
TICKED = {"agree": "yes"}


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def signature(text: PetitionText, now: dt.datetime) -> Signature:
    return signed(text, now, name="Səmədağa Ə.")


def address(signature: Signature, purpose: Purpose, language: str = "en") -> str:
    return f"/{language}/signatures/{tokens.make(purpose, link_of(signature))}/{purpose}/"


def test_opening_a_link_changes_nothing(signature: Signature, visitor: Client) -> None:
    before = Signature.objects.values().get()
    for purpose in Purpose:
        for method in (visitor.get, visitor.head):
            assert method(address(signature, purpose)).status_code == 200
    assert Signature.objects.values().get() == before


def test_the_page_asks_for_a_tick_and_shows_what_is_signed(signature: Signature, visitor: Client) -> None:
    html = visitor.get(address(signature, Purpose.CONFIRM)).content.decode()
    assert "<script" not in html
    assert signature.text.demand in html
    assert "<bdi>Səmədağa Ə.</bdi>" in html
    assert html.count('type="checkbox"') == 1
    box = html[html.index('type="checkbox"') - 200 : html.index('type="checkbox"') + 200]
    assert "required" in box
    assert "checked" not in box


def test_without_the_tick_nothing_is_confirmed(signature: Signature, visitor: Client) -> None:
    answer = visitor.post(address(signature, Purpose.CONFIRM))
    assert answer.status_code == 422
    assert "Tick this box to confirm your signature." in answer.content.decode()
    assert Signature.objects.get().is_pending


def test_with_the_tick_it_counts_and_can_be_shared(signature: Signature, visitor: Client) -> None:
    where = address(signature, Purpose.CONFIRM)
    answer = visitor.post(where, TICKED)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert Signature.objects.get().is_counted
    assert "/en/petitions/trees/" in html
    assert visitor.get(where).content == answer.content == visitor.post(where, TICKED).content


@pytest.mark.parametrize("language", ["en", "az", "ar", "zh-hans"])
def test_every_page_stands_in_the_language_of_its_address(signature: Signature, visitor: Client, language: str) -> None:
    for purpose in Purpose:
        html = visitor.get(address(signature, purpose, language)).content.decode()
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html


def test_withdrawing_takes_a_link_and_a_button(text: PetitionText, visitor: Client, now: dt.datetime) -> None:
    where = address(confirmed(text, now), Purpose.WITHDRAW)
    assert "Withdraw my signature" in visitor.get(where).content.decode()
    answer = visitor.post(where)
    assert answer.status_code == 200
    assert "Your signature is withdrawn" in answer.content.decode()
    assert not Signature.objects.confirmed().exists()
    assert visitor.get(where).content == answer.content == visitor.post(where).content


def test_a_link_to_confirm_what_was_withdrawn_says_so(signature: Signature, visitor: Client) -> None:
    lifecycle.withdraw(link_of(signature), timezone.now())
    for answer in (
        visitor.get(address(signature, Purpose.CONFIRM)),
        visitor.post(address(signature, Purpose.CONFIRM), TICKED),
    ):
        assert answer.status_code == 410
        assert "This signature was withdrawn" in answer.content.decode()


def test_a_link_that_is_too_old_says_so(text: PetitionText, visitor: Client, now: dt.datetime) -> None:
    where = address(signed(text, now - 7 * DAY), Purpose.CONFIRM)
    for answer in (visitor.get(where), visitor.post(where, TICKED)):
        assert answer.status_code == 410
        assert "This link no longer works" in answer.content.decode()
    assert Signature.objects.get().is_pending


def test_a_link_whose_signature_is_gone_says_so(signature: Signature, visitor: Client) -> None:
    places = [address(signature, purpose) for purpose in Purpose]
    Signature.objects.all().delete()
    assert [visitor.get(place).status_code for place in places] == [410, 410]


@pytest.mark.parametrize("token", ["x", "A" * 48, "A" * 47 + "é", "%00", "A" * 5000])
@pytest.mark.parametrize("purpose", Purpose)
def test_a_forged_link_is_told_so_before_any_signature_is_looked_up(
    signature: Signature, visitor: Client, token: str, purpose: Purpose
) -> None:
    for method in (visitor.get, visitor.post):
        with CaptureQueriesContext(connection) as captured:
            answer = method(f"/en/signatures/{token}/{purpose}/")
        assert answer.status_code == 404
        assert not [query["sql"] for query in captured if "petition" in query["sql"]]


def test_a_link_for_one_deed_does_not_do_another(signature: Signature, visitor: Client) -> None:
    token = tokens.make(Purpose.CONFIRM, link_of(signature))
    assert visitor.post(f"/en/signatures/{token}/withdraw/").status_code == 404


def test_every_answer_stays_between_the_site_and_its_reader(signature: Signature, visitor: Client) -> None:
    answers: list[Any] = [
        visitor.get("/en/signatures/x/confirm/"),
        visitor.get(address(signature, Purpose.CONFIRM)),
        visitor.post(address(signature, Purpose.CONFIRM)),
        visitor.post(address(signature, Purpose.CONFIRM), TICKED),
        visitor.get(address(signature, Purpose.WITHDRAW)),
        visitor.post(address(signature, Purpose.WITHDRAW)),
        visitor.get(address(signature, Purpose.CONFIRM)),
        visitor.put(address(signature, Purpose.CONFIRM)),
    ]
    for answer in answers:
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()
    assert answers[-1].status_code == 405


def test_pages_of_a_petition_that_is_no_longer_public_still_work(signature: Signature, visitor: Client) -> None:
    signature.petition.unpublish()
    assert visitor.post(address(signature, Purpose.CONFIRM), TICKED).status_code == 200
    assert visitor.post(address(signature, Purpose.WITHDRAW)).status_code == 200


def test_who_has_just_confirmed_is_among_those_counted(signature: Signature, visitor: Client) -> None:
    page = visitor.post(address(signature, Purpose.CONFIRM), TICKED).content.decode()
    assert 'data-tally="1"' in page
    assert TallyEntry.objects.unfolded().count() == 1
