"""Stopping the news: a mail program's one click is enough, a browser's needs the tick, and nothing else acts."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from petition.models import Letter, PetitionText, Signature
from petition.models.letter import Kind
from tests.petition.conftest import NOW, confirmed
from tests.petition.views.test_letter_links import TICKED, address, state

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def signature(text: PetitionText) -> Signature:
    return confirmed(text, timezone.now() - dt.timedelta(hours=1), wants_news=True)


@pytest.mark.parametrize("multipart", [True, False])
def test_one_click_of_a_mail_program_stops_the_news(signature: Signature, multipart: bool) -> None:
    outside = Client(enforce_csrf_checks=True)  # neither an origin nor any other header of a browser
    Letter.objects.create(
        signature=signature, kind=Kind.NEWS, language="en", queued_at=NOW, due_at=NOW, message_id="<n@example.org>"
    )
    where = address(signature, "news/", "ar")
    urlencoded = {"content_type": "application/x-www-form-urlencoded"}
    if multipart:
        answer = outside.post(where, ONE_CLICK)
    else:
        answer = outside.post(where, "List-Unsubscribe=One-Click", **urlencoded)
    assert answer.status_code == 200
    mine = Signature.objects.get()
    assert (mine.wants_news, mine.is_counted) == (False, True)
    assert not mine.letters.filter(kind=Kind.NEWS).exists()
    assert outside.post(where, ONE_CLICK).status_code == 200


def test_a_browser_stops_them_by_a_tick(signature: Signature, visitor: Client) -> None:
    where = address(signature, "news/")
    assert "I want no more news." in visitor.get(where).content.decode()
    answer = visitor.post(where, TICKED)
    assert answer.status_code == 200
    assert "You get no more news by e-mail." in answer.content.decode()
    assert not Signature.objects.get().wants_news
    assert visitor.get(where).content == answer.content


@pytest.mark.parametrize("sent", [{}, {"List-Unsubscribe": "yes"}, {"agree": ""}, {"One-Click": "List-Unsubscribe"}])
def test_anything_else_changes_nothing(signature: Signature, visitor: Client, sent: dict[str, str]) -> None:
    before = state()
    answer = visitor.post(address(signature, "news/"), sent)
    assert answer.status_code == 422
    assert "Tick this box to stop the news." in answer.content.decode()
    assert visitor.get(address(signature, "news/") + "?List-Unsubscribe=One-Click").status_code == 200
    assert state() == before


def test_the_page_names_nobody(signature: Signature, visitor: Client) -> None:
    html = visitor.get(address(signature, "news/")).content.decode()
    assert "aygun" not in html
    assert "Aygün" not in html
    assert address(signature, "") not in html
