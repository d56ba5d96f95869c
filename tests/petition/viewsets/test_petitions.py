"""The life of a petition through the admin's own views, whatever the language of the editor's screen."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from petition.models import Petition, PetitionText
from tests.petition.conftest import HEADINGS, add_petition, confirmed
from tests.petition.viewsets.conftest import draft_of, posted, url, words

pytestmark = pytest.mark.django_db
SCREENS = pytest.mark.parametrize("screen", ["en", "az", "ar"])  # what an editor reads changes nothing that is stored
JSON = {"HTTP_ACCEPT": "application/json"}
PUBLISH = {"action-publish": "1", "although_unready": "on"}  # tests/petition/test_readiness.py has what else is asked


@pytest.fixture
def screen() -> str:
    return "ar"


@pytest.fixture
def client(admin_in: Any, screen: str) -> Client:
    return admin_in(screen)


# The form -------------------------------------------------------------------------------------------------------------
@SCREENS
def test_the_form_holds_two_languages_at_most(petition: Petition, client: Client, screen: str) -> None:
    for address in (url("add"), url("edit", petition.pk), url("edit", petition.pk)):
        html = client.get(address).content.decode()
        for base in ("heading", "demand", "consent", "thanks", "share_text"):
            assert f'name="{base}_en"' in html
            assert f'name="{base}_az"' in html
            assert f'name="{base}_ar"' not in html
        assert "addressees_az" in html
        assert "addressees_ar" not in html


@SCREENS
def test_autosave_makes_a_draft_names_its_slug_and_overwrites_it(client: Client, screen: str) -> None:
    answer = client.post(url("add"), posted(heading_en="Çox ağac, ПОЖАЛУЙСТА!"), **JSON)
    assert answer.status_code == 200, answer.content
    made = Petition.objects.get(pk=answer.json()["pk"])
    assert (made.slug, made.live, made.heading_en) == ("cox-agac-pozhaluysta", False, "Çox ağac, ПОЖАЛУЙСТА!")
    assert answer.json()["field_updates"] == {"slug": made.slug}
    again = client.post(url("edit", made.pk), posted(slug=made.slug, heading_en="Trees", heading_az="Ağac"), **JSON)
    overwrite = {"overwrite_revision_id": again.json()["revision_id"]}
    client.post(
        url("edit", made.pk), posted(slug=made.slug, heading_en="Trees!", heading_az="Ağac", **overwrite), **JSON
    )
    assert (draft_of(made).heading_en, draft_of(made).heading_az, made.revisions.count()) == ("Trees!", "Ağac", 2)


@SCREENS
def test_a_draft_needs_no_word_of_the_source_language(client: Client, screen: str) -> None:
    assert client.post(url("add"), posted(heading_az="Yalnız az")).status_code == 302
    made = Petition.objects.get()
    assert (str(made), made.heading_en, made.slug) == ("Yalnız az", "", "yalniz-az")


@SCREENS
def test_columns_of_a_third_language_are_not_taken(petition: Petition, client: Client, screen: str) -> None:
    forged = words("ar", "forged") | {"thanks_ar": "forged", "working_language": "az"}
    client.post(url("edit", petition.pk), posted(**words("en", "Trees"), **words("az", "Ağac"), **forged))
    draft = draft_of(petition)
    assert (draft.heading_en, draft.heading_ar, draft.consent_ar) == ("Trees", HEADINGS["ar"], f"{HEADINGS['ar']}: OK.")


@SCREENS
def test_two_translators_lose_nothing_of_each_other(petition: Petition, client: Client, screen: str) -> None:
    client.post(url("edit", petition.pk), posted("az", heading_en="Trees", heading_az="Ağac A"))
    client.post(url("edit", petition.pk), posted("de", heading_en="Trees", heading_de="Baum B"))
    assert (draft_of(petition).heading_az, draft_of(petition).heading_de) == ("Ağac A", "Baum B")


# Publishing -----------------------------------------------------------------------------------------------------------
@SCREENS
def test_publishing_without_a_ticked_language_is_refused(petition: Petition, client: Client, screen: str) -> None:
    answer = client.post(url("edit", petition.pk), posted(**words("en", "Forests"), **words("az", "Meşə"), **PUBLISH))
    assert answer.status_code == 200
    assert "release" in answer.context["form"].errors
    assert b"Forests" in answer.content
    assert Petition.objects.get().heading_en == HEADINGS["en"]


@pytest.mark.parametrize("missing", ["heading_az", "demand_az", "consent_az"])
def test_a_language_is_not_published_without_what_people_sign(client: Client, missing: str) -> None:
    values = words("en", "Trees") | words("az", "Ağac") | {missing: "null" if missing == "demand_az" else ""}
    publish = {"release": ["en", "az"], "action-publish": "1"}
    answer = client.post(url("add"), posted(**values, **publish))
    assert missing in answer.context["form"].errors
    assert not {"heading_en", "demand_en", "consent_en"} & answer.context["form"].errors.keys()
    assert not Petition.objects.exists()


def test_a_language_out_of_sight_is_checked_too(petition: Petition, client: Client) -> None:
    values = words("en", "Trees") | words("az", "Ağac") | {"release": ["fr"], "action-publish": "1"}
    answer = client.post(url("edit", petition.pk), posted(**values))
    told = " ".join(answer.context["form"].errors["release"])
    assert all(f"#{path}" in told for path in ("demand", "consent", "thanks", "share_text"))
    assert "/admin/translations/" in told


@SCREENS
def test_only_the_ticked_languages_become_public(client: Client, screen: str) -> None:
    assert (
        client.post(
            url("add"), posted(**words("en", "Trees"), **words("az", "Ağac"), release=["en"], **PUBLISH)
        ).status_code
        == 302
    )
    made = Petition.objects.get()
    assert (made.live, made.live_languages(), draft_of(made).heading_az) == (True, ["en"], "Ağac")
    client.post(
        url("edit", made.pk), posted(**words("en", "Trees 2"), **words("az", "Ağac"), release=["az"], **PUBLISH)
    )
    made = Petition.objects.get()
    assert (made.live_languages(), made.heading_en) == (["en", "az"], "Trees")
    assert list(PetitionText.objects.order_by("pk").values_list("language", "version")) == [("en", 1), ("az", 1)]


@SCREENS
def test_a_schedule_releases_the_ticked_languages_when_it_is_due(
    petition: Petition, client: Client, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = timezone.localtime(timezone.now() + dt.timedelta(days=1))
    values = posted(
        **words("en", "Soon"), **words("az", "Tez"), release=["az"], go_live_at=f"{due:%Y-%m-%d %H:%M}", **PUBLISH
    )
    assert client.post(url("edit", petition.pk), values).status_code == 302
    assert Petition.objects.get().heading_az == HEADINGS["az"]
    monkeypatch.setattr(timezone, "now", lambda: due + dt.timedelta(minutes=1))
    call_command("publish_scheduled")
    live = Petition.objects.get()
    assert (live.heading_az, live.heading_en, live.heading_ar) == ("Tez", HEADINGS["en"], HEADINGS["ar"])


@pytest.fixture
def workflow(editor: Any) -> Workflow:
    workflow = Workflow.objects.create(name="Review")
    task = GroupApprovalTask.objects.create(name="Approve")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(workflow=workflow, content_type=ContentType.objects.get_for_model(Petition))
    return workflow


@SCREENS
def test_approving_publishes_the_ticked_languages_alone(
    workflow: Workflow, petition: Petition, client: Client, screen: str
) -> None:
    submit = {"release": ["az"], "action-submit": "1", "although_unready": "on"}
    values = posted(**words("en", "Reviewed"), **words("az", "Baxılıb"), **submit)
    assert client.post(url("edit", petition.pk), values).status_code == 302
    state = Petition.objects.get().current_workflow_task_state
    client.post(url("workflow_action", petition.pk, "approve", state.pk), {"comment": ""})
    live = Petition.objects.get()
    assert (live.heading_az, live.heading_en) == ("Baxılıb", HEADINGS["en"])


def test_submitting_without_a_ticked_language_is_refused(
    workflow: Workflow, petition: Petition, client: Client
) -> None:
    answer = client.post(
        url("edit", petition.pk), posted(**words("en", "A"), **words("az", "B"), **{"action-submit": "1"})
    )
    assert "release" in answer.context["form"].errors


def test_unpublishing_takes_every_language_off_and_keeps_the_draft(petition: Petition, client: Client) -> None:
    client.post(url("unpublish", petition.pk), {})
    gone = Petition.objects.get()
    assert (gone.live, gone.live_languages(), draft_of(gone).heading_az) == (False, [], HEADINGS["az"])


# Wagtail's other views ------------------------------------------------------------------------------------------------
@SCREENS
@pytest.mark.parametrize("mode", ["en", "az"])
def test_each_language_has_its_preview(petition: Petition, client: Client, screen: str, mode: str) -> None:
    preview = url("preview_on_edit", petition.pk)
    sent = client.post(preview, posted(**words("en", "Preview en"), **words("az", "Preview az")))
    assert sent.json()["is_valid"], sent.content
    html = client.get(f"{preview}?mode={mode}").content.decode()
    assert f"Preview {mode}" in html
    assert f'<html lang="{mode}"' in html
    assert f"Preview {'az' if mode == 'en' else 'en'}" not in html


@SCREENS
def test_a_petition_not_yet_saved_has_its_preview_too(client: Client, screen: str) -> None:
    assert client.post(url("preview_on_add"), posted(**words("en", "New"))).json()["is_valid"]
    assert b"New" in client.get(f"{url('preview_on_add')}?mode=en").content


@SCREENS
@pytest.mark.parametrize("view", ["history", "usage", "delete", "copy", "unpublish", "counts", "edit"])
def test_the_views_of_a_petition_open(petition: Petition, client: Client, screen: str, view: str) -> None:
    assert client.get(url(view, petition.pk)).status_code == 200


def test_revisions_are_compared_shown_and_brought_back(petition: Petition, client: Client) -> None:
    client.post(url("edit", petition.pk), posted(heading_en="Trees", heading_az="Ağac yeni"))
    compare = url("revisions_compare", petition.pk, "earliest", "latest")
    assert "yeni" in client.get(compare).content.decode()
    first = petition.revisions.order_by("pk").first()
    assert client.get(url("revisions_revert", petition.pk, first.pk)).status_code == 200
    assert HEADINGS["en"] in client.get(url("revisions_view", petition.pk, first.pk)).content.decode()


def test_a_lock_keeps_others_out(petition: Petition, client: Client, client_who_may: Any) -> None:
    client.post(url("lock", petition.pk), {})
    other = client_who_may("change_petition", "publish_petition", "edit_source")
    other.post(url("edit", petition.pk), posted(heading_en="Mine"))
    assert draft_of(petition).heading_en == HEADINGS["en"]
    client.post(url("unlock", petition.pk), {})
    other.post(url("edit", petition.pk), posted(heading_en="Mine"))
    assert draft_of(petition).heading_en == "Mine"


def test_usage_names_the_page_with_the_form(petition: Petition, home: Any, client: Client) -> None:
    home.body_en = [("petition_form", {"petition": petition})]
    home.save_revision().publish()
    assert "Home" in client.get(url("usage", petition.pk)).content.decode()


@SCREENS
def test_a_copy_has_all_languages_and_no_signatures(
    petition: Petition, text: PetitionText, client: Client, screen: str
) -> None:
    confirmed(text)
    assert "petition-page" in client.get(url("copy", petition.pk)).content.decode()
    assert Petition.objects.count() == 1
    answer = client.post(url("copy", petition.pk), {})
    copy = Petition.objects.exclude(pk=petition.pk).get()
    assert answer.url == url("edit", copy.pk)
    assert (copy.slug, copy.live, copy.signatures.count(), copy.texts.count()) == ("trees-2", False, 0, 0)
    draft = draft_of(copy)
    assert (draft.heading_ar, draft.heading_de, draft.release) == (HEADINGS["ar"], HEADINGS["de"], [])
    assert HEADINGS["en"] in draft.heading_en
    assert draft.heading_en != HEADINGS["en"]
    values = posted(slug=copy.slug, **words("en", "Copied"), **words("az", "Köçürülüb"), release=["en"], **PUBLISH)
    assert client.post(url("edit", copy.pk), values).status_code == 302
    assert Petition.objects.get(pk=copy.pk).live_languages() == ["en"]


# Settings -------------------------------------------------------------------------------------------------------------
def test_a_slug_that_another_petition_or_its_draft_has_is_refused(petition: Petition, client: Client) -> None:
    draft = Petition(slug="birds", heading_en="Birds", live=False)
    draft.save()
    draft.slug = "song-birds"
    draft.save_revision(clean=False)
    for taken in ("trees", "birds", "song-birds"):
        answer = client.post(url("add"), posted(heading_en="Other", slug=taken))
        assert "slug" in answer.context["form"].errors, taken
    client.post(url("add"), posted(heading_en="Song birds"))
    assert Petition.objects.latest("pk").slug == "song-birds-2"


@pytest.mark.parametrize("slug", ["with space", "ağac", "a/b"])
def test_a_slug_is_of_plain_letters(client: Client, slug: str) -> None:
    assert "slug" in client.post(url("add"), posted(heading_en="Trees", slug=slug)).context["form"].errors


def test_the_slug_of_a_petition_that_was_public_stays(petition: Petition, client: Client) -> None:
    values = posted(slug="other", **words("en", "Trees"), **words("az", "Ağac"), release=["en"], **PUBLISH)
    assert client.post(url("edit", petition.pk), values).status_code == 302
    assert (Petition.objects.get().slug, draft_of(petition).slug) == ("trees", "trees")


@pytest.mark.parametrize(
    ("name", "value"), [("closes_at", "2026-01-31 00:00"), ("goal", "0"), ("goal", "-1"), ("opens_at", "never")]
)
def test_impossible_settings_are_refused_where_they_stand(client: Client, name: str, value: str) -> None:
    answer = client.post(url("add"), posted(heading_en="Trees", **{name: value}))
    assert list(answer.context["form"].errors) == [name]


# Deleting -------------------------------------------------------------------------------------------------------------
def test_a_petition_that_people_signed_is_not_deleted(petition: Petition, text: PetitionText, client: Client) -> None:
    confirmed(text)
    bulk = f"{reverse('wagtail_bulk_action', args=['petition', 'petition', 'delete'])}?id={petition.pk}"
    for address in (url("delete", petition.pk), bulk):
        assert client.post(address, {}).url == url("list")
        assert Petition.objects.count() == 1


def test_a_petition_that_nobody_signed_is_deleted(petition: Petition, client: Client) -> None:
    client.post(url("delete", petition.pk), {})
    assert not Petition.objects.exists()


# The list -------------------------------------------------------------------------------------------------------------
@SCREENS
def test_the_list_says_how_each_petition_stands(petition: Petition, client: Client, screen: str) -> None:
    closed = add_petition(("en",), slug="closed", closes_at=timezone.now() - dt.timedelta(hours=1), goal=5000)
    html = client.get(url("list")).content.decode()
    assert str(closed) in html
    assert all(f">{code}</abbr>" in html for code in HEADINGS)
    assert petition.url(screen) in html
    assert f"{reverse('petition_signatures:index')}?petition={petition.pk}" in html


def test_the_list_is_searched_in_every_language(petition: Petition, client: Client) -> None:
    assert HEADINGS["en"] in client.get(f"{url('list_results')}?q=Pflanzt").content.decode()
    assert HEADINGS["en"] not in client.get(f"{url('list_results')}?q=Rivers").content.decode()


def test_the_list_asks_few_queries_whatever_its_length(
    petition: Petition, client: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        add_petition(slug=f"more-{number}")
    client.get(url("list"))
    with django_assert_max_num_queries(15):
        client.get(url("list"))
