"""The glossary in the admin."""

from typing import Any

import pytest
from django.urls import reverse

from pages.models.desk import GlossaryTerm
from tests.pages.translations.exchange.cast import signed_in

pytestmark = pytest.mark.django_db
TERM = {"term": "petition", "source_language": "en", "language": "fr", "translation": "pétition", "note": ""}


def address(name: str) -> str:
    return reverse(GlossaryTerm.snippet_viewset.get_url_name(name))


def test_terms_are_written_searched_and_filtered(admin_in: Any) -> None:
    client = admin_in()
    assert client.post(address("add"), TERM).status_code == 302
    GlossaryTerm.objects.create(source_language="en", term="Undersigned", is_kept=True)
    found = client.get(address("list"), {"q": "PÉTITION".lower()}).content.decode()
    assert "pétition" in found
    assert "Undersigned" not in found
    assert "Undersigned" in client.get(address("list"), {"is_kept": "true"}).content.decode()
    assert "Undersigned" not in client.get(address("list"), {"language": "fr"}).content.decode()


def test_a_term_without_translation_has_to_be_one_that_is_kept(admin_in: Any) -> None:
    client = admin_in()
    answer = client.post(address("add"), {**TERM, "translation": ""})
    assert "Give a translation, or tick" in answer.content.decode()
    assert client.post(address("add"), {**TERM, "translation": "", "is_kept": "on"}).status_code == 302


def test_a_term_is_entered_once_for_each_language(admin_in: Any) -> None:
    client = admin_in()
    client.post(address("add"), TERM)
    assert client.post(address("add"), TERM).status_code == 200
    assert GlossaryTerm.objects.count() == 1


def test_who_may_only_look_cannot_write(home: Any) -> None:
    client = signed_in("view_glossaryterm")
    assert client.get(address("list")).status_code == 200
    client.post(address("add"), TERM)
    assert not GlossaryTerm.objects.exists()
