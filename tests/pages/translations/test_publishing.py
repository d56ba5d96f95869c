"""What a publish releases, on every road to "live"."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowPage, WorkflowTask

from home.models import HomePage
from pages.languages import column
from pages.models import Edition, SourceUnit, TranslationSheet
from pages.translations.publishing import NothingToPublish
from tests.pages.conftest import add_page, draft_of, fields, fresh, paragraphs, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(
        home,
        heading={"en": "EN1", "az": "AZ1", "tr": "TR1"},
        introduction={"en": "i1"},
        body={"en": paragraphs("en1"), "az": paragraphs("az1")},
        slug="a",
    )


def change(page: Any, **texts: Any) -> Any:
    """Save a further draft."""
    draft = draft_of(page)
    for name, value in fields(**texts).items():
        setattr(draft, name, value)
    return draft.save_revision(clean=False)


def languages_of(page: Any) -> list[str]:
    return list(Edition.objects.filter(page_id=page.pk).order_by("language").values_list("language", flat=True))


def test_publishing_one_language_makes_no_other_public(page: Any) -> None:
    page.publish_languages(["en"])
    live = fresh(page)
    assert live.live_languages() == ["en"]
    assert text(live, "heading", "az") == ""
    assert text(live, "body", "az") == []
    assert live.has_unpublished_changes


def test_publishing_one_language_keeps_the_draft_of_every_other(page: Any) -> None:
    page.publish_languages(["en"])
    draft = draft_of(page)
    assert text(draft, "heading", "az") == "AZ1"
    assert text(draft, "body", "az") == ["<p>az1</p>"]


def test_publishing_all_that_was_written_leaves_nothing_pending(page: Any) -> None:
    for code in ("en", "az", "tr"):
        fresh(page).publish_languages([code])
    assert fresh(page).live_languages() == ["en", "az", "tr"]
    assert not fresh(page).has_unpublished_changes


def test_publishing_a_translation_leaves_the_live_source_byte_for_byte(page: Any) -> None:
    page.publish_languages(["en", "az"])
    change(page, heading={"en": "EN2", "az": "AZ2"}, body={"en": paragraphs("en2"), "az": paragraphs("az2")}, slug="b")
    fresh(page).publish_languages(["az"])
    live = fresh(page)
    assert (text(live, "heading", "en"), text(live, "body", "en"), live.slug) == ("EN1", ["<p>en1</p>"], "a")
    assert (text(live, "heading", "az"), text(live, "body", "az")) == ("AZ2", ["<p>az2</p>"])
    assert (live.title, live.url_path) == ("EN1", "/front/a/")
    assert (text(draft_of(page), "heading", "en"), draft_of(page).slug) == ("EN2", "b")


def test_publishing_without_a_choice_releases_the_source_language_only(page: Any) -> None:
    fresh(page).get_latest_revision().publish()
    assert fresh(page).live_languages() == ["en"]


def test_ticks_of_a_publish_do_not_come_back_at_the_next_one(page: Any) -> None:
    page.publish_languages(["en", "az"])
    change(page, heading={"en": "EN2", "az": "AZ2"})
    fresh(page).get_latest_revision().publish()
    assert text(fresh(page), "heading", "az") == "AZ1"
    assert text(fresh(page), "heading", "en") == "EN2"


def test_publishing_a_language_without_text_is_refused(page: Any) -> None:
    with pytest.raises(NothingToPublish):
        page.publish_languages(["de"])


def test_bulk_publishing_releases_the_source_language_only(page: Any, admin_in: Callable[[str], Client]) -> None:
    answer = admin_in("az").post(
        f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/", {"include_descendants": ""}
    )
    assert answer.status_code == 302
    assert fresh(page).live_languages() == ["en"]


def due(revision: Revision) -> None:
    """Let the moment of a scheduled revision come."""
    past = timezone.now() - timedelta(minutes=1)
    revision.refresh_from_db()
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()


def schedule(page: Any, codes: list[str]) -> Revision:
    draft = draft_of(page)
    draft.go_live_at = timezone.now() + timedelta(days=1)
    draft.release = codes
    revision = draft.save_revision(clean=False)
    revision.publish()
    return revision


def test_a_schedule_releases_its_languages_when_its_moment_comes(page: Any) -> None:
    revision = schedule(page, ["en"])
    assert not fresh(page).live
    due(revision)
    call_command("publish_scheduled")
    assert fresh(page).live_languages() == ["en"]
    assert text(draft_of(page), "heading", "az") == "AZ1"


def test_a_schedule_of_one_language_lets_nothing_of_another_out(page: Any) -> None:
    page.publish_languages(["en"])
    revision = schedule(page, ["az"])
    change(page, heading={"en": "EN9", "tr": "TR9"})
    due(revision)
    call_command("publish_scheduled")
    live = fresh(page)
    assert live.live_languages() == ["en", "az"]
    assert text(live, "heading", "en") == "EN1"
    assert (text(draft_of(page), "heading", "en"), text(draft_of(page), "heading", "tr")) == ("EN9", "TR9")


def test_a_draft_older_than_the_first_publish_can_be_scheduled_without_taking_the_page_down(page: Any) -> None:
    first = fresh(page).get_latest_revision()
    page.publish_languages(["en"])
    content = Revision.objects.get(pk=first.pk)
    content.content["go_live_at"] = (timezone.now() + timedelta(days=1)).isoformat()
    content.save()
    content.publish()
    assert fresh(page).live


def test_an_expired_page_has_no_editions(page: Any) -> None:
    page.publish_languages(["en", "az"])
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert not fresh(page).live
    assert languages_of(page) == []


def test_approving_a_workflow_releases_the_chosen_language_only(
    page: Any, home: HomePage, editor: Any, admin_in: Any
) -> None:
    task = GroupApprovalTask.objects.create(name="Review")
    task.groups.add(Group.objects.get(name="Moderators"))
    workflow = Workflow.objects.create(name="Review")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.filter(page=home).delete()
    WorkflowPage.objects.create(workflow=workflow, page=home)
    page.publish_languages(["en"])
    change(page, heading={"en": "EN-PENDING", "az": "AZ-REVIEWED"}, release=["az"])
    state = workflow.start(fresh(page), editor)
    approve = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, "approve", state.current_task_state.pk))
    assert admin_in("ar").post(approve, {"comment": ""}).status_code == 302
    live = fresh(page)
    assert (text(live, "heading", "en"), text(live, "heading", "az")) == ("EN1", "AZ-REVIEWED")
    assert text(draft_of(page), "heading", "en") == "EN-PENDING"


def test_withdrawing_a_language_keeps_its_text_in_the_draft(page: Any) -> None:
    page.publish_languages(["en", "az"])
    page.withdraw(["az"])
    assert fresh(page).live_languages() == ["en"]
    assert languages_of(page) == ["en"]
    assert text(draft_of(page), "heading", "az") == "AZ1"
    assert fresh(page).has_unpublished_changes


def test_an_alias_shows_what_is_live_and_no_draft(page: Any, home: HomePage) -> None:
    page.publish_languages(["en"])
    alias = fresh(page).create_alias(update_slug="alias", parent=fresh(home))
    change(page, heading={"en": "EN-PENDING", "az": "AZ2"})
    assert fresh(alias).live_languages() == ["en"]
    fresh(page).publish_languages(["az"])
    assert (text(fresh(alias), "heading", "en"), text(fresh(alias), "heading", "az")) == ("EN1", "AZ2")


@pytest.mark.parametrize("screen", ["en", "az", "ar"])
def test_the_language_of_the_editors_screen_changes_nothing_that_is_stored(page: Any, screen: str) -> None:
    with translation.override(screen):
        page.publish_languages(["en", "az"])
        change(page, heading={"tr": "TR2"})
    row = fresh(page)
    assert (row.title, row.draft_title) == ("EN1", "EN1")
    assert type(page).objects.filter(pk=page.pk, **{column("heading", "az"): "AZ1"}).exists()
    assert "heading" not in row.get_latest_revision().content


def test_a_revision_older_than_a_language_holds_nothing_of_it(page: Any) -> None:
    revision = fresh(page).get_latest_revision()
    del revision.content[column("heading", "az")]
    revision.save()
    with translation.override("az"):
        assert text(Revision.objects.get(pk=revision.pk).as_object(), "heading", "az") == ""


def test_reverting_brings_back_the_text_of_that_revision_only(page: Any) -> None:
    page.publish_languages(["en", "az"])
    old = fresh(page).get_latest_revision()
    change(page, heading={"en": "EN2", "az": "AZ2"})
    fresh(page).publish_languages(["en", "az"])
    reverted = Revision.objects.get(pk=old.pk).as_object()
    reverted.release = ["az"]
    reverted.save_revision(clean=False).publish()
    assert (text(fresh(page), "heading", "en"), text(fresh(page), "heading", "az")) == ("EN2", "AZ1")


def test_the_desk_forgets_what_is_deleted_with_all_below_it(page: Any) -> None:
    below = add_page(page, ("en",), heading={"en": "Below"}, slug="below")
    assert TranslationSheet.objects.of(below).exists()
    fresh(page).delete()
    assert not TranslationSheet.objects.filter(object_id__in=[page.pk, below.pk]).exists()
    assert not SourceUnit.objects.filter(object_id__in=[page.pk, below.pk]).exists()
