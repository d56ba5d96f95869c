"""The links of letters: GET and HEAD change nothing; a POST acts by its tick; each dead link says what it was."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from petition import lifecycle, tokens
from petition.models import Letter, PetitionText, Signature, TallyEntry
from petition.tokens import Purpose
from tests.petition.conftest import link_of, signed

DAY = dt.timedelta(days=1)
TICKED = {"agree": "yes"}
PAGES = ("", "confirm/", "withdraw/", "erase/")  # what the link of every letter opens
FORGED = ["x", "A" * 48, "A" * 112, "A" * 111 + "é", "%00", "A" * 5000]


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def signature(text: PetitionText, now: dt.datetime) -> Signature:
    kept = signed(text, now, name="Səmədağa Ə.")
    lifecycle.prepare()
    return kept


def address(signature: Signature, page: str, language: str = "en") -> str:
    """Where a page of `signature` stands; "news/" has a token of its own."""
    purpose = Purpose.NEWS if page == "news/" else Purpose.OWN
    return f"/{language}/signatures/{tokens.make(purpose, link_of(signature))}/{page}"


def state() -> list[dict[str, Any]]:
    """Every signature and every letter as they are stored."""
    return [*Signature.objects.values(), *Letter.objects.values()]


def test_opening_a_link_changes_nothing(signature: Signature, visitor: Client) -> None:
    before = state()
    for page in (*PAGES, "copy.json", "news/"):
        for method in (visitor.get, visitor.head):
            assert method(address(signature, page)).status_code == 200
    assert state() == before


@pytest.mark.parametrize("page", PAGES)
def test_a_button_pressed_without_a_tick_changes_nothing(signature: Signature, visitor: Client, page: str) -> None:
    before = state()
    assert visitor.post(address(signature, page)).status_code == 422
    assert visitor.post(address(signature, page), {"agree": "", "submit": "x"}).status_code == 422
    assert state() == before


@pytest.mark.parametrize("page", ["confirm/", "withdraw/", "erase/", "news/"])
def test_a_page_that_acts_has_no_script_and_one_box_that_is_not_ticked(
    text: PetitionText, now: dt.datetime, visitor: Client, page: str
) -> None:
    html = visitor.get(address(signed(text, now, wants_news=True), page)).content.decode()
    assert "<script" not in html
    assert html.count('type="checkbox"') == html.count("<form") - html.count('role="search"') == 1
    box = html[html.index('type="checkbox"') - 200 : html.index('type="checkbox"') + 200]
    assert "required" in box
    assert "checked" not in box


def test_the_page_asks_for_a_tick_and_shows_what_is_signed(signature: Signature, visitor: Client) -> None:
    html = visitor.get(address(signature, "confirm/")).content.decode()
    assert signature.text.demand in html
    assert "<bdi>Səmədağa Ə.</bdi>" in html


def test_without_the_tick_nothing_is_confirmed(signature: Signature, visitor: Client) -> None:
    answer = visitor.post(address(signature, "confirm/"))
    assert answer.status_code == 422
    assert "Tick this box to confirm your signature." in answer.content.decode()
    assert Signature.objects.get().is_pending


def test_with_the_tick_it_counts_and_can_be_shared(signature: Signature, visitor: Client) -> None:
    where = address(signature, "confirm/")
    answer = visitor.post(where, TICKED)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert Signature.objects.get().is_counted
    assert "/en/petitions/trees/" in html
    assert visitor.get(where).content == answer.content == visitor.post(where, TICKED).content


@pytest.mark.parametrize("language", ["en", "az", "ar", "zh-hans"])
def test_every_page_stands_in_the_language_of_its_address(signature: Signature, visitor: Client, language: str) -> None:
    for page in (*PAGES, "news/"):
        html = visitor.get(address(signature, page, language)).content.decode()
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html


def test_a_link_to_confirm_what_was_withdrawn_says_so(signature: Signature, visitor: Client) -> None:
    lifecycle.withdraw(link_of(signature), timezone.now())
    for answer in (
        visitor.get(address(signature, "confirm/")),
        visitor.post(address(signature, "confirm/"), TICKED),
    ):
        assert answer.status_code == 410
        assert "This signature was withdrawn" in answer.content.decode()


def test_a_link_that_is_too_old_says_so(text: PetitionText, visitor: Client, now: dt.datetime) -> None:
    where = address(signed(text, now - 7 * DAY), "confirm/")
    for answer in (visitor.get(where), visitor.post(where, TICKED)):
        assert answer.status_code == 410
        assert "This link no longer works" in answer.content.decode()
    assert Signature.objects.get().is_pending


def test_a_link_whose_signature_is_gone_says_so(signature: Signature, visitor: Client) -> None:
    places = [address(signature, page) for page in (*PAGES, "copy.json", "news/")]
    Signature.objects.all().delete()
    assert {visitor.get(place).status_code for place in places} == {410}


@pytest.mark.parametrize("token", FORGED)
def test_a_forged_link_is_told_so_before_any_signature_is_looked_up(
    signature: Signature, visitor: Client, token: str
) -> None:
    for method, page in itertools.product((visitor.get, visitor.post), (*PAGES, "copy.json", "news/")):
        with CaptureQueriesContext(connection) as captured:
            answer = method(f"/en/signatures/{token}/{page}")
        assert answer.status_code == (405 if (method, page) == (visitor.post, "copy.json") else 404)
        assert not [query["sql"] for query in captured if "petition" in query["sql"]]


def test_the_link_that_stops_the_news_opens_nothing_else_and_the_other_way_round(
    signature: Signature, visitor: Client
) -> None:
    link = link_of(signature)
    for page in (*PAGES, "copy.json"):
        assert visitor.get(f"/en/signatures/{tokens.make(Purpose.NEWS, link)}/{page}").status_code == 404
    assert visitor.post(f"/en/signatures/{tokens.make(Purpose.OWN, link)}/news/", TICKED).status_code == 404


def test_every_answer_stays_between_the_site_and_its_reader(signature: Signature, visitor: Client) -> None:
    answers: list[Any] = [
        visitor.get("/en/signatures/x/confirm/"),
        visitor.get(address(signature, "confirm/")),
        visitor.post(address(signature, "confirm/")),
        visitor.post(address(signature, "confirm/"), TICKED),
        visitor.get(address(signature, "withdraw/")),
        visitor.post(address(signature, "withdraw/"), TICKED),
        visitor.get(address(signature, "confirm/")),
        visitor.get(address(signature, "")),
        visitor.post(address(signature, "")),
        visitor.get(address(signature, "copy.json")),
        visitor.get(address(signature, "erase/")),
        visitor.post(address(signature, "erase/"), TICKED),
        visitor.get(address(signature, "news/")),
        visitor.post(address(signature, "news/"), {"List-Unsubscribe": "One-Click"}),
        visitor.put(address(signature, "confirm/")),
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
    assert visitor.post(address(signature, "confirm/"), TICKED).status_code == 200
    assert visitor.post(address(signature, "withdraw/"), TICKED).status_code == 200


def test_who_has_just_confirmed_is_among_those_counted(signature: Signature, visitor: Client) -> None:
    page = visitor.post(address(signature, "confirm/"), TICKED).content.decode()
    assert 'data-tally="1"' in page
    assert TallyEntry.objects.unfolded().count() == 1
