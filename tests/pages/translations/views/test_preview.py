"""The preview of a language, and the way from its sentences to the desk."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from pages.translations import desk
from tests.pages.conftest import fresh
from tests.pages.translations.views.conftest import QUOTE, TEXT, Colleague, translate

pytestmark = pytest.mark.django_db
UNITS = re.compile(r'<script id="preview-units" type="application/json">(.*?)</script>')


def units(page: str) -> dict[str, Any]:
    """What a preview knows of the pieces on it."""
    found = UNITS.search(page)
    return json.loads(found[1]) if found else {}


def test_it_shows_the_draft_of_the_language(translator: Colleague) -> None:
    page = translator.look("preview/").content.decode()
    assert "چه شد" in page
    assert 'lang="fa"' in page


def test_it_knows_which_sentence_is_which_piece(translator: Colleague) -> None:
    translate(translator.page, **{TEXT: "<p>یک <b>شب</b></p>", QUOTE: "عدالت"})
    known = units(translator.look("preview/").content.decode())
    assert known["desk"] == desk.sheet_url(translator.page, "fa")
    assert known["texts"] == [["heading", "چه شد"], [TEXT, "یک شب"], [QUOTE, "عدالت"]]


def test_a_sentence_cannot_close_the_script_that_holds_it(translator: Colleague) -> None:
    translate(translator.page, heading="</script><script>alert(1)</script>")
    assert "<script>alert" not in translator.look("preview/").content.decode()


def test_wagtails_own_preview_leads_to_the_desk_but_not_in_the_source(admin_in: Any, page: Any) -> None:
    client = admin_in("en")
    draft = fresh(page).get_latest_revision()
    address = f"/admin/pages/{page.pk}/revisions/{draft.pk}/view/"
    assert not units(client.get(address).content.decode())
    previewed = fresh(page).get_latest_revision_as_object().make_preview_request(client.get(address).wsgi_request, "fa")
    assert units(previewed.content.decode())["desk"] == desk.sheet_url(page, "fa")


def test_visitors_know_nothing_of_it(page: Any) -> None:
    page.publish_languages(["fa"])
    assert "preview" not in Client().get("/fa/a/").content.decode()
