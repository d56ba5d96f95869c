"""What a forged form of somebody with few rights changes: nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import LogContext, registry
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Revision,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import HomePage
from pages.languages import column
from pages.models import SiteSettings, StandardPage
from tests.pages.conftest import add_page, draft_of, fresh, text
from tests.pages.test_forms import edit_url, posted

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}

SignIn = Callable[..., Client]


@pytest.fixture
def client_who_may(home: HomePage) -> SignIn:
    """A client whose user may do all that Wagtail asks for with pages, and of languages what is named."""

    def sign_in(*codenames: str) -> Client:
        number = get_user_model().objects.count()
        user = get_user_model().objects.create_user(f"limited{number}", f"limited{number}@example.org", "limited")
        group = Group.objects.create(name=f"Group {number}")
        user.groups.add(group)
        for name in ("add_page", "change_page", "publish_page", "bulk_delete_page"):
            permission = Permission.objects.get(codename=name, content_type__app_label="wagtailcore")
            GroupPagePermission.objects.create(group=group, page=Page.objects.get(depth=1), permission=permission)
        group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        client = Client()
        client.force_login(user)
        client.user = user
        return client

    return sign_in


@pytest.fixture
def page(home: HomePage) -> Any:
    """Live in English and German; drafts in French and Azerbaijani."""
    texts = {"en": "River", "de": "Fluss", "fr": "Rivière", "az": "Çay"}
    return add_page(home, ("en", "de"), heading=texts, slug="river")


def headings(draft: Any) -> dict[str, str]:
    return {code: text(draft, "heading", code) for code in ("en", "de", "fr", "az")}


def history(page: Any, action: str) -> list[Any]:
    return [entry.data for entry in registry.get_logs_for_instance(fresh(page)).filter(action=action)]


ALL = {"en": "River", "de": "Fluss", "fr": "Rivière", "az": "Çay"}
FORGED = {
    "heading_en": "forged",
    "heading_de": "forged",
    "heading_az": "forged",
    "address_az": "forged",
    "slug": "forged",
    "seo_title": "forged",
    "go_live_at": "2099-01-01 00:00",
    "expire_at": "2001-01-01 00:00",
    "source_language": "az",
}


# Texts ----------------------------------------------------------------------------------------------------------------
def test_a_translator_writes_one_language_and_nothing_else(page: Any, client_who_may: SignIn) -> None:
    values = posted("fr", **{**FORGED, "heading_fr": "Fleuve"})
    answer = client_who_may("translate_fr").post(edit_url(page), values)
    assert answer.status_code == 302
    draft = draft_of(page)
    assert headings(draft) == {**ALL, "fr": "Fleuve"}
    assert (draft.slug, draft.source_language, draft.expire_at, draft.address_az) == ("river", "en", None, "")


@pytest.mark.parametrize("target", ["az", "de", "en", "xx", ""])
def test_whatever_language_a_forged_form_says_it_is_in(page: Any, client_who_may: SignIn, target: str) -> None:
    body = nested_form_data({column("body", "az"): streamfield([("text", "forged")])})
    values = {**posted("az", **FORGED), **body, "heading_fr": "forged", "working_language": target}
    client_who_may("translate_fr").post(edit_url(page), values)
    draft = draft_of(page)
    assert {code: heading for code, heading in headings(draft).items() if code != "fr"} == {
        code: heading for code, heading in ALL.items() if code != "fr"
    }
    assert text(draft, "body", "az") == []


@pytest.mark.parametrize("codenames", [(), ("edit_source",), ("publish_de", "translate_de"), ("publish_fr",)])
def test_a_forged_field_of_another_language_changes_nothing(
    page: Any, client_who_may: SignIn, codenames: tuple[str, ...]
) -> None:
    values = posted("fr", slug="river", heading_en="River", heading_fr="forged")
    values |= nested_form_data({column("body", "fr"): streamfield([("text", "forged")])})
    client_who_may(*codenames).post(edit_url(page), values)
    assert headings(draft_of(page)) == ALL
    assert text(draft_of(page), "body", "fr") == []


def test_who_edits_the_source_writes_it_and_what_all_languages_share(page: Any, client_who_may: SignIn) -> None:
    values = posted("az", slug="stream", heading_en="Stream", heading_az="forged")
    assert client_who_may("edit_source").post(edit_url(page), values).status_code == 302
    assert headings(draft_of(page)) == {**ALL, "en": "Stream"}
    assert draft_of(page).slug == "stream"


def test_who_edits_the_source_does_not_declare_another_language_to_be_it(page: Any, client_who_may: SignIn) -> None:
    values = posted("az", source_language="az", slug="river", heading_en="River", heading_az="forged")
    client_who_may("edit_source").post(edit_url(page), values)
    assert (headings(draft_of(page)), draft_of(page).source_language) == (ALL, "en")


def test_reverting_brings_back_ones_own_language_alone(page: Any, client_who_may: SignIn) -> None:
    old = fresh(page).get_latest_revision()
    draft = draft_of(page)
    draft.heading_fr, draft.heading_az = "Fleuve", "Axar"
    draft.save_revision(clean=False)
    values = posted("fr", slug="river", heading_fr="Rivière", heading_az="Çay", revision=old.pk)
    client_who_may("translate_fr").post(edit_url(page), values)
    assert headings(draft_of(page)) == {**ALL, "az": "Axar"}


def test_the_form_shows_only_boxes_and_ticks_that_count(page: Any, client_who_may: SignIn) -> None:
    client = client_who_may("translate_fr", "publish_fr")
    client.post(edit_url(page), posted("fr", heading_fr="Rivière", work_in="fr"))
    html = client.get(edit_url(page)).content.decode()
    assert 'name="heading_fr"' in html
    assert 'name="heading_en"' not in html
    assert 'name="slug"' not in html
    assert 'name="release" value="fr"' in html
    assert 'name="release" value="en"' not in html
    assert 'name="although_unready"' not in html
    assert html.count('name="working_language"') == 1


# Publishing -----------------------------------------------------------------------------------------------------------
def test_a_publisher_makes_one_language_public(page: Any, client_who_may: SignIn) -> None:
    values = posted("fr", heading_fr="Rivière", release=["fr"], **PUBLISH)
    assert client_who_may("translate_fr", "publish_fr").post(edit_url(page), values).status_code == 302
    assert fresh(page).live_languages() == ["en", "fr", "de"]


@pytest.mark.parametrize("codenames", [("translate_fr",), ("edit_source",), ("publish_de", "translate_fr"), ()])
def test_a_forged_tick_makes_nothing_public(page: Any, client_who_may: SignIn, codenames: tuple[str, ...]) -> None:
    client = client_who_may(*codenames)
    before = fresh(page).last_published_at
    answer = client.post(edit_url(page), posted("fr", heading_fr="Rivière", release=["fr"], **PUBLISH))
    assert "release" in answer.context["form"].errors
    assert (fresh(page).live_languages(), fresh(page).last_published_at) == (["en", "de"], before)


def test_a_forged_tick_beside_a_good_one_changes_nothing(page: Any, client_who_may: SignIn) -> None:
    values = posted("fr", heading_fr="Rivière", release=["fr", "az", "en"], **PUBLISH)
    client_who_may("translate_fr", "publish_fr").post(edit_url(page), values)
    assert fresh(page).live_languages() == ["en", "fr", "de"]
    assert history(page, "translations.refuse") == []


def test_the_ticks_of_others_stay_in_the_draft_and_go_live_with_nobody_elses_publish(
    page: Any, client_who_may: SignIn
) -> None:
    draft = draft_of(page)
    draft.release = ["az"]
    draft.save_revision(clean=False)
    client = client_who_may("translate_fr", "publish_fr")
    client.post(edit_url(page), posted("fr", heading_fr="Rivière", release=["fr", "de"]))
    assert draft_of(page).release == ["az", "fr"]
    client.post(edit_url(page), posted("fr", heading_fr="Rivière", release=["fr"], **PUBLISH))
    assert fresh(page).live_languages() == ["en", "fr", "de"]


def test_a_forged_override_counts_for_nothing(page: Any, client_who_may: SignIn) -> None:
    draft = draft_of(page)
    draft.heading_fr = ""
    draft.save_revision(clean=False)
    values = posted("fr", heading_fr="", release=["fr"], although_unready="on", **PUBLISH)
    answer = client_who_may("translate_fr", "publish_fr").post(edit_url(page), values)
    assert answer.context["form"].errors
    assert draft_of(page).although_unready is False


def test_bulk_publishing_holds_back_what_isnt_theirs_and_says_so(page: Any, client_who_may: SignIn) -> None:
    draft = draft_of(page)
    draft.heading_en = "forged"
    draft.save_revision(clean=False)
    client_who_may("publish_fr").post(
        f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {"include_descendants": ""}
    )
    assert (fresh(page).heading_en, fresh(page).live_languages()) == ("River", ["en", "de"])
    assert [data["languages"] for data in history(page, "translations.refuse")] == [["en"]]


@pytest.fixture
def review(page: Any, home: HomePage, editor: Any) -> Callable[[Client], str]:
    """Starts a review of French; gives the address at which a client's user may approve it."""

    def start(client: Client) -> str:
        task = GroupApprovalTask.objects.create(name="Review")
        task.groups.add(client.user.groups.get())
        workflow = Workflow.objects.create(name="Review")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.filter(page=home).delete()
        WorkflowPage.objects.create(workflow=workflow, page=home)
        draft = draft_of(page)
        draft.release = ["fr"]
        draft.save_revision(clean=False)
        state = workflow.start(fresh(page), editor)
        return reverse("wagtailadmin_pages:workflow_action", args=(page.pk, "approve", state.current_task_state.pk))

    return start


@pytest.mark.parametrize(("codename", "public"), [("publish_fr", True), ("publish_de", False), ("translate_fr", False)])
def test_an_approval_publishes_only_what_who_approves_may_publish(
    page: Any, client_who_may: SignIn, review: Any, codename: str, public: bool
) -> None:
    client = client_who_may(codename)
    client.post(review(client), {"comment": ""})
    assert ("fr" in fresh(page).live_languages()) is public


def test_nobody_schedules_what_they_may_not_publish(page: Any, client_who_may: SignIn) -> None:
    draft = draft_of(page)
    draft.release, draft.go_live_at = ["fr"], timezone.now() + timedelta(days=1)
    revision = draft.save_revision(clean=False)
    with LogContext(user=client_who_may("publish_de").user), pytest.raises(PermissionDenied):
        revision.publish()
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    with LogContext(user=client_who_may("publish_fr").user):
        revision.publish()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    content = Revision.objects.get(pk=revision.pk)
    content.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    content.save()
    call_command("publish_scheduled")
    assert fresh(page).live_languages() == ["en", "fr", "de"]


def test_a_publisher_of_a_translation_lets_no_editors_end_date_in(page: Any, client_who_may: SignIn) -> None:
    draft = draft_of(page)
    draft.expire_at = timezone.now() + timedelta(days=1)
    draft.save_revision(clean=False)
    values = posted("fr", heading_fr="Rivière", release=["fr"], **PUBLISH)
    client_who_may("translate_fr", "publish_fr").post(edit_url(page), values)
    assert (fresh(page).live_languages(), fresh(page).expire_at) == (["en", "fr", "de"], None)


# Taking off -----------------------------------------------------------------------------------------------------------
def unpublish(client: Client, page: Any) -> None:
    client.post(reverse("wagtailadmin_pages:unpublish", args=(page.pk,)), {"include_descendants": "on"})


def bulk(deed: str) -> Callable[[Client, Any], None]:
    """A bulk action of the explorer."""

    def act(client: Client, page: Any) -> None:
        client.post(f"/admin/bulk/wagtailcore/page/{deed}/?id={page.pk}&next=/admin/", {"include_descendants": "on"})

    return act


def delete(client: Client, page: Any) -> None:
    client.post(reverse("wagtailadmin_pages:delete", args=(page.pk,)), {})


WAYS_OFF = [unpublish, bulk("unpublish"), delete, bulk("delete")]


@pytest.mark.parametrize("way", WAYS_OFF)
@pytest.mark.parametrize("codenames", [("publish_en", "edit_source"), ("publish_de",), ("publish_fr", "edit_source")])
def test_nobody_takes_a_language_off_that_isnt_theirs(
    page: Any, client_who_may: SignIn, way: Any, codenames: tuple[str, ...]
) -> None:
    way(client_who_may(*codenames), page)
    assert fresh(page).live_languages() == ["en", "de"]


@pytest.mark.parametrize("way", WAYS_OFF)
def test_nobody_takes_a_language_off_below_a_page_of_theirs(page: Any, client_who_may: SignIn, way: Any) -> None:
    child = add_page(page, ("fr",), heading={"en": "Fish", "fr": "Poisson"}, slug="fish")
    way(client_who_may("publish_en", "publish_de", "edit_source"), page)
    assert fresh(page).live_languages() == ["en", "de"]
    assert fresh(child).live_languages() == ["fr"]


@pytest.mark.parametrize("way", WAYS_OFF)
def test_who_may_publish_every_live_language_may_take_the_page_off(page: Any, client_who_may: SignIn, way: Any) -> None:
    way(client_who_may("publish_en", "publish_de", "edit_source"), page)
    row = StandardPage.objects.filter(pk=page.pk).first()
    assert row is None or not row.live


def test_the_choke_point_refuses_too(page: Any, client_who_may: SignIn) -> None:
    with LogContext(user=client_who_may("publish_de").user), pytest.raises(PermissionDenied):
        fresh(page).unpublish()
    assert fresh(page).live_languages() == ["en", "de"]
    fresh(page).unpublish()
    assert not fresh(page).live


def test_moving_takes_who_edits_the_source(page: Any, home: HomePage, client_who_may: SignIn) -> None:
    place = add_page(home, ("en",), heading={"en": "Nature"}, slug="nature")
    move = reverse("wagtailadmin_pages:move_confirm", args=(page.pk, place.pk))
    client_who_may("publish_en", "publish_de").post(move, {})
    assert fresh(page).get_parent().pk == home.pk
    client_who_may("edit_source").post(move, {})
    assert fresh(page).get_parent().pk == place.pk


def test_a_copy_is_live_only_in_languages_of_who_copies(page: Any, home: HomePage, client_who_may: SignIn) -> None:
    values = {"new_title": "Copied", "new_slug": "copied", "new_parent_page": home.pk, "publish_copies": "on"}
    client_who_may("publish_en", "edit_source").post(reverse("wagtailadmin_pages:copy", args=(page.pk,)), values)
    copy = StandardPage.objects.get(slug="copied")
    assert copy.live_languages() == ["en"]
    assert text(draft_of(copy), "heading", "de") == "Fluss"


# What has no drafts ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("codenames", "changes"), [(("translate_fr",), False), (("translate_fr", "publish_fr"), True)])
def test_words_of_the_settings_are_public_at_once_so_they_take_a_publisher(
    home: HomePage, client_who_may: SignIn, codenames: tuple[str, ...], changes: bool
) -> None:
    settings = SiteSettings.objects.get()
    values = {"working_language": "fr", "tagline_fr": "Mots", "tagline_en": "forged", "languages": ["en"]}
    values |= nested_form_data(
        {name: streamfield([]) for name in ("main_menu_fr", "footer_menu_fr", "social_links", "main_menu_en")}
    )
    client = client_who_may(*codenames, "change_sitesettings")
    client.post(reverse("wagtailsettings:edit", args=("pages", "sitesettings", settings.site_id)), values)
    now = SiteSettings.objects.get()
    assert (now.tagline_fr, now.tagline_en, now.languages) == ("Mots" if changes else "", "", settings.languages)


def test_a_form_opens_in_a_language_of_its_user_and_offers_no_other_to_write_in(
    page: Any, client_who_may: SignIn
) -> None:
    html = client_who_may("translate_de", "translate_fr").get(edit_url(page)).content.decode()
    assert 'name="heading_fr"' in html
    assert 'name="work_in" value="de"' in html
    assert 'name="work_in" value="az"' not in html
    assert "/fr/" in html
    nobody = client_who_may().get(edit_url(page)).content.decode()
    assert 'name="heading_' not in nobody
    assert "No language is yours" in nobody
