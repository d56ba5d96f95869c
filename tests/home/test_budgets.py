"""How often the demo's pages ask the database when nothing is cached: little, however many languages there are."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pages.languages import CODES
from pages.models import SiteSettings
from petition.models import Signature

PAGE_BUDGET = 12
SIGN_BUDGET = 12
BRACKETS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")  # of transactions: no question of its own
TYPED = {"name": "Aygün Əliyeva", "email": "aygun@example.org", "country": "AZ", "consent": "yes"}


def queries(ask: Callable[[], Any]) -> list[str]:
    """The statements that one request makes."""
    with CaptureQueriesContext(connection) as found:
        ask()
    return [query["sql"] for query in found if not query["sql"].upper().startswith(BRACKETS)]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("path", ["/en/petition/", "/ar/petition/", "/fa/petition/", "/zh-hans/petition/"])
@pytest.mark.parametrize("offered", [("en", "ar", "fa", "zh-hans"), CODES])
def test_the_petitions_page_keeps_its_budget_at_any_number_of_languages(path: str, offered: tuple[str, ...]) -> None:
    SiteSettings.objects.update(languages=list(offered))
    asked = queries(lambda: Client().get(path))
    assert len(asked) <= PAGE_BUDGET, "\n".join(asked)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("language", ["en", "az"])
def test_a_signature_sent_by_the_form_keeps_its_budget(language: str) -> None:
    page = Client().get(f"/{language}/petition/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert hidden["text"]
    address = f"/{language}/petitions/justice-for-khojaly/sign/"
    Client(REMOTE_ADDR="192.0.2.1").post(address, hidden | TYPED | {"email": "first@example.org"})  # of the process
    asked = queries(lambda: Client().post(address, hidden | TYPED))
    assert len(asked) <= SIGN_BUDGET, "\n".join(asked)
    assert Signature.objects.pending().count() == 2
