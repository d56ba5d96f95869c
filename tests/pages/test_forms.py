"""The life of a page through the admin's own views, whatever the language of the editor's screen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import HomePage
from pages.languages import column
from pages.models import Edition, EditorLanguage, StandardPage
from pages.translations import states
from tests.pages.conftest import add_page, draft_of, fresh, text

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("screen", ["en", "az", "ar"])]
JSON = {"HTTP_ACCEPT": "application/json"}


def posted(target: str = "az", **values: Any) -> dict[str, Any]:
    """What the edit form of source en and one other language sends."""
    data: dict[str, Any] = {"slug": "", "source_language": "en", "working_language": target}
    data |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    for code in ("en", target):
        empty = {
            "heading": "",
            "address": "",
            "introduction": rich_text(""),
            "body": streamfield([]),
            "meta_title": "",
            "meta_description": "",
        }
        data |= {column(base, code): value for base, value in empty.items()}
    ticks = {"release": values.pop("release")} if "release" in values else {}
    return nested_form_data(data | values) | ticks


def add_url(home: HomePage) -> str:
    return reverse("wagtailadmin_pages:add", args=("pages", "standardpage", home.pk))


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=(page.pk,))


@pytest.fixture
def client_in(admin_in: Any, screen: str) -> Client:
    return admin_in(screen)


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(home, ("en",), heading={"en": "River", "az": "Çay", "tr": "Nehir"}, slug="river")


def test_the_form_has_no_title_and_only_two_languages(home: HomePage, client_in: Client, screen: str) -> None:
    html = client_in.get(add_url(home)).content.decode()
    assert 'name="title"' not in html
    assert 'name="heading_en"' in html
    assert 'name="heading_az"' in html
    assert 'name="heading_tr"' not in html


def test_autosave_makes_and_overwrites_a_draft(home: HomePage, client_in: Client, screen: str) -> None:
    answer = client_in.post(add_url(home), posted(heading_en="Save the river"), **JSON)
    assert answer.status_code == 200, answer.content
    page = StandardPage.objects.get(pk=answer.json()["pk"])
    assert (page.title, page.slug, page.heading_az, page.draft_title) == (
        "Save the river",
        "save-the-river",
        "",
        "Save the river",
    )
    again = client_in.post(edit_url(page), posted(slug=page.slug, heading_en="Save it", heading_az="Çay"), **JSON)
    overwritten = client_in.post(
        edit_url(page),
        posted(slug=page.slug, heading_en="Save!", heading_az="Çay", overwrite_revision_id=again.json()["revision_id"]),
        **JSON,
    )
    assert overwritten.json()["revision_id"] == again.json()["revision_id"]
    assert text(draft_of(page), "heading", "en") == "Save!"


def test_a_draft_without_a_source_heading_is_kept_and_not_published(
    home: HomePage, client_in: Client, screen: str
) -> None:
    answer = client_in.post(add_url(home), posted(heading_az="Yalnız az"))
    assert answer.status_code == 302
    page = StandardPage.objects.get()
    assert (page.title, page.heading_en, page.live) == ("Yalnız az", "", False)
    refused = client_in.post(
        edit_url(page), posted(slug=page.slug, heading_az="Yalnız az", release=["en"], **{"action-publish": "1"})
    )
    assert refused.status_code == 200
    assert "heading_en" in refused.context["form"].errors
    assert b"Yaln\xc4\xb1z az" in refused.content


def test_publishing_with_no_language_ticked_is_refused_with_what_was_typed(
    page: Any, client_in: Client, screen: str
) -> None:
    answer = client_in.post(
        edit_url(page), posted(slug="river", heading_en="River 2", heading_az="Çay", **{"action-publish": "1"})
    )
    assert answer.status_code == 200
    assert "release" in answer.context["form"].errors
    assert b"River 2" in answer.content


def test_publishing_one_language_from_the_form_keeps_the_others_as_they_are(
    page: Any, client_in: Client, screen: str
) -> None:
    answer = client_in.post(
        edit_url(page),
        posted(slug="river", heading_en="River 2", heading_az="Çay 2", release=["az"], **{"action-publish": "1"}),
    )
    assert answer.status_code == 302
    live = fresh(page)
    assert (live.heading_en, live.heading_az, live.heading_tr) == ("River", "Çay 2", "")
    assert (draft_of(page).heading_en, draft_of(page).heading_tr) == ("River 2", "Nehir")
    assert live.has_unpublished_changes


def test_a_page_written_first_in_azerbaijani_is_published_in_it(home: HomePage, client_in: Client, screen: str) -> None:
    values = posted("en", source_language="az", heading_az="Mənbə", release=["az"], **{"action-publish": "1"})
    values |= posted(
        "az", source_language="az", working_language="en", heading_az="Mənbə", release=["az"], **{"action-publish": "1"}
    )
    assert client_in.post(add_url(home), values).status_code == 302
    page = StandardPage.objects.get()
    assert (page.title, page.live_languages()) == ("Mənbə", ["az"])


def test_two_translators_of_two_languages_lose_nothing_of_each_other(page: Any, client_in: Client, screen: str) -> None:
    client_in.post(edit_url(page), posted("az", slug="river", heading_en="River", heading_az="Çay A"))
    client_in.post(edit_url(page), posted("tr", slug="river", heading_en="River", heading_tr="Nehir B"))
    assert (draft_of(page).heading_az, draft_of(page).heading_tr) == ("Çay A", "Nehir B")


def test_choosing_another_language_saves_first_and_then_shows_it(
    page: Any, client_in: Client, editor: Any, screen: str
) -> None:
    answer = client_in.post(
        edit_url(page), posted("az", slug="river", heading_en="River", heading_az="Çay!", work_in="fr"), follow=True
    )
    assert draft_of(page).heading_az == "Çay!"
    assert EditorLanguage.of(editor, "en") == "fr"
    assert b'name="heading_fr"' in answer.content


def test_a_fresh_form_shows_how_far_each_language_is(page: Any, client_in: Client, screen: str) -> None:
    form = client_in.get(edit_url(page)).context["form"]
    found = {state.language.code: state.name for state in states.of(draft_of(page))}
    assert (found["en"], found["az"], found["tr"], found["de"]) == ("live", "draft", "draft", "off")
    assert form.initial["release"] == []


def test_an_address_that_another_page_has_is_refused(page: Any, home: HomePage, client_in: Client, screen: str) -> None:
    add_page(home, ("en", "az"), heading={"en": "Sea", "az": "Dəniz"}, address={"az": "deniz"}, slug="sea")
    answer = client_in.post(
        edit_url(page),
        posted(
            slug="river",
            heading_en="River",
            heading_az="Çay",
            address_az="deniz",
            release=["az"],
            **{"action-publish": "1"},
        ),
    )
    assert "address_az" in answer.context["form"].errors


def test_an_untouched_box_of_rich_text_is_no_text(page: Any, client_in: Client, screen: str) -> None:
    client_in.post(edit_url(page), posted(slug="river", heading_en="River", introduction_en=rich_text("")))
    assert draft_of(page).introduction_en == ""


@pytest.mark.parametrize("mode", ["en", "az"])
def test_each_language_has_its_preview(page: Any, client_in: Client, screen: str, mode: str) -> None:
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))
    sent = client_in.post(preview, posted(slug="river", heading_en="Preview en", heading_az="Preview az"))
    assert sent.json()["is_valid"], sent.content
    html = client_in.get(f"{preview}?mode={mode}").content.decode()
    assert f"Preview {mode}" in html
    assert f'<html lang="{mode}"' in html


def test_a_page_not_yet_saved_has_its_preview_too(home: HomePage, client_in: Client, screen: str) -> None:
    preview = reverse("wagtailadmin_pages:preview_on_add", args=("pages", "standardpage", home.pk))
    assert client_in.post(preview, posted(heading_en="New")).json()["is_valid"]
    assert b"New" in client_in.get(f"{preview}?mode=en").content
    assert client_in.post(preview, posted()).status_code == 200


@pytest.mark.parametrize("view", ["history", "usage", "delete", "move", "copy", "unpublish"])
def test_the_admins_views_of_a_page_open(page: Any, client_in: Client, screen: str, view: str) -> None:
    assert client_in.get(reverse(f"wagtailadmin_pages:{view}", args=(page.pk,))).status_code == 200


def test_revisions_are_compared_in_every_language(page: Any, client_in: Client, screen: str) -> None:
    client_in.post(edit_url(page), posted(slug="river", heading_en="River", heading_az="Çay yeni"))
    compare = reverse("wagtailadmin_pages:revisions_compare", args=(page.pk, "earliest", "latest"))
    assert "yeni" in client_in.get(compare).content.decode()


def test_a_copy_has_its_new_title_as_heading_and_is_public_in_the_same_languages(
    page: Any, home: HomePage, client_in: Client, screen: str
) -> None:
    values = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": home.pk, "publish_copies": "on"}
    client_in.post(reverse("wagtailadmin_pages:copy", args=(page.pk,)), values)
    copy = StandardPage.objects.get(slug="copied")
    assert (copy.title, copy.heading_en, draft_of(copy).heading_en, copy.live_languages()) == (
        "Copied",
        "Copied",
        "Copied",
        ["en"],
    )


def test_unpublishing_and_deleting_leave_no_edition(page: Any, client_in: Client, screen: str) -> None:
    client_in.post(reverse("wagtailadmin_pages:unpublish", args=(page.pk,)), {})
    assert not Edition.objects.filter(page_id=page.pk).exists()
    client_in.post(reverse("wagtailadmin_pages:delete", args=(page.pk,)), {})
    assert not StandardPage.objects.exists()
