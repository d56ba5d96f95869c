"""Those who helped are named at the foot of the page, in the language that they helped with, once that is live."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.models import Edition
from pages.translations import suggestions
from tests.pages.conftest import fresh
from tests.pages.translations.suggestions.conftest import FIRST, SECOND, send


@pytest.fixture
def help_by(page: Any, editor: Any) -> Callable[..., None]:
    """Lets somebody suggest, and a reviewer accept it: help_by("Aygün", heading="Nağıl")."""

    def give(name: str, texts: dict[str, str]) -> None:
        send(suggestions.invite(page, "az", None, timezone.now()), texts, name, timezone.now())
        suggestions.accept_all(page, "az", editor, timezone.now())

    return give


def thanks(page: Any, code: str) -> str:
    """The sentence at the foot of the page."""
    answer = Client().get(Edition.objects.get(page_id=page.pk, language=code).url)
    found = BeautifulSoup(answer.content, "html.parser").select_one("main .supporters")
    return re.sub("[\u2068\u2069]", "", found.text) if found else ""


def queries(path: str) -> int:
    """How often a page asks the database."""
    with CaptureQueriesContext(connection) as found:
        Client().get(path)
    return len(found)


def test_they_are_thanked_where_their_words_are_read(page: Any, help_by: Any) -> None:
    help_by("Aygün", {SECOND: "İki ulduz."})
    help_by("سارا", {FIRST: "Tək ulduz."})
    fresh(page).publish_languages(["az"])
    sentence = thanks(page, "az")
    assert "Aygün" in sentence
    assert "سارا" in sentence
    assert thanks(page, "en") == ""


def test_nobody_is_thanked_for_what_is_not_live(page: Any, help_by: Any) -> None:
    fresh(page).publish_languages(["az"])
    help_by("Aygün", {SECOND: "İki ulduz."})
    assert thanks(page, "az") == ""
    assert suggestions.credits(page, "az") == ["Aygün"]
    fresh(page).publish_languages(["az"])
    assert "Aygün" in thanks(page, "az")


def test_nobody_is_named_who_did_not_allow_it(page: Any, help_by: Any) -> None:
    help_by("", {SECOND: "İki ulduz."})
    fresh(page).publish_languages(["az"])
    assert thanks(page, "az") == ""


def test_a_page_without_supporters_asks_nothing_more(page: Any, help_by: Any) -> None:
    fresh(page).publish_languages(["az"])
    url = Edition.objects.get(page_id=page.pk, language="az").url
    queries(url)  # what the process keeps is asked for once
    before = queries(url)
    help_by("Aygün", {SECOND: "İki ulduz."})
    assert queries(url) == before
    fresh(page).publish_languages(["az"])
    assert queries(url) == before + 1


def test_names_are_those_accepted_until_a_moment(page: Any, help_by: Any) -> None:
    help_by("Aygün", {SECOND: "İki ulduz."})
    assert suggestions.credits(page, "az", timezone.now() - timedelta(hours=1)) == []
