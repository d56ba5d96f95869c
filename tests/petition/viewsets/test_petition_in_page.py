"""The block that puts a petition's form into a page lives through drafts, autosave, previews and publishing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import HomePage
from pages.languages import column
from pages.models import StandardPage
from petition.models import Petition

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("screen", ["en", "az", "ar"])]
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def client(admin_in: Any, screen: str) -> Client:
    return admin_in(screen)


def posted(petition: Petition | None, **values: Any) -> dict[str, Any]:
    """A page in English whose body is the form of `petition`, or of none chosen yet."""
    data: dict[str, Any] = {"slug": "sign", "source_language": "en", "working_language": "az"}
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    for code in ("en", "az"):
        empty = {"heading": "", "address": "", "introduction": rich_text(""), "meta_title": "", "meta_description": ""}
        data |= {column(base, code): value for base, value in empty.items()} | {column("body", code): streamfield([])}
    block = {"petition": petition.pk if petition else "", "heading": "", "shows_count": "on"}
    data |= {"heading_en": "Sign", "body_en": streamfield([("petition_form", block)])}
    return nested_form_data(data) | values


def add_url(home: HomePage) -> str:
    return reverse("wagtailadmin_pages:add", args=("pages", "standardpage", home.pk))


def edit_url() -> str:
    return reverse("wagtailadmin_pages:edit", args=(StandardPage.objects.get().pk,))


def chosen() -> Petition | None:
    """The petition in the latest draft of the page."""
    return StandardPage.objects.get().get_latest_revision_as_object().body_en[0].value["petition"]


def test_a_draft_may_wait_for_its_petition(home: HomePage, petition: Petition, client: Client, screen: str) -> None:
    assert client.post(add_url(home), posted(None), **JSON).status_code == 200
    assert chosen() is None
    for _again in range(2):
        assert client.post(edit_url(), posted(None), **JSON).status_code == 200
    assert client.post(edit_url(), posted(petition), **JSON).status_code == 200
    assert chosen() == petition


def test_a_page_is_not_published_without_the_petition_and_is_with_it(
    home: HomePage, petition: Petition, client: Client, screen: str
) -> None:
    client.post(add_url(home), posted(None))
    publish = {"action-publish": "1", "release": ["en"]}
    refused = client.post(edit_url(), posted(None, **publish))
    assert list(refused.context["form"].errors) == ["body_en"]
    assert client.post(edit_url(), posted(petition, **publish)).status_code == 302
    page = StandardPage.objects.get()
    assert (page.live_languages(), page.body_en[0].value["petition"]) == (["en"], petition)


@pytest.mark.parametrize("mode", ["en", "az"])
def test_the_preview_shows_the_form_or_nothing(
    home: HomePage, petition: Petition, client: Client, screen: str, mode: str
) -> None:
    preview = reverse("wagtailadmin_pages:preview_on_add", args=("pages", "standardpage", home.pk))
    for each in (None, petition):
        assert client.post(preview, posted(each, heading_az="İmzala")).json()["is_valid"]
        html = client.get(f"{preview}?mode={mode}").content.decode()
        assert ('autocomplete="name"' in html) == (each is not None and mode == "en")


def test_the_chooser_offers_petitions(petition: Petition, client: Client, screen: str) -> None:
    chooser = Petition.snippet_viewset.chooser_viewset
    html = client.get(reverse(chooser.get_url_name("choose"))).json()["html"]
    assert str(petition) in html
    answer = client.get(reverse(chooser.get_url_name("chosen"), args=[petition.pk])).json()
    assert answer["result"]["string"] == str(petition)
