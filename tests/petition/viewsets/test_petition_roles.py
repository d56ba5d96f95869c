"""A petition's form: what is unready is refused with a list, and a change of the source is of a kind."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.log_actions import registry
from wagtail.test.utils.form_data import rich_text

from pages.models import SourceChange, TranslationSheet, TranslationUnit
from pages.translations import leaves
from petition.models import Petition
from tests.petition.test_readiness import addressee, privacy, ready
from tests.petition.viewsets.conftest import draft_of, posted, url

__all__ = ["privacy", "ready"]

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}
OWN = ("access_admin", "change_petition", "publish_petition", "delete_petition")


def client_who_may(*codenames: str) -> Client:
    user = get_user_model().objects.create_user(f"limited{get_user_model().objects.count()}")
    user.user_permissions.set(Permission.objects.filter(codename__in=[*OWN, *codenames]))
    client = Client()
    client.force_login(user)
    return client


def history(petition: Petition, action: str) -> list[Any]:
    return [entry.data for entry in registry.get_logs_for_instance(petition).filter(action=action)]


def texts(code: str, **other: str) -> dict[str, Any]:
    """All words of a language but its addressees."""
    words = {"heading": "Trees", "consent": "I agree.", "news_consent": "Write to me.", "share_text": "I signed."}
    rich = {"demand": rich_text("<p>Plant trees.</p>"), "thanks": rich_text("<p>Thank you.</p>")}
    return {f"{base}_{code}": text for base, text in {**words, **rich, **other}.items()}


def form(petition: Petition, **values: Any) -> dict[str, Any]:
    """What the form in English and French sends, as it stands."""
    return posted("fr", **{"asks_news": "on", "privacy_page": petition.privacy_page_id, **values})


# Readiness ------------------------------------------------------------------------------------------------------------
def test_what_is_unready_is_refused_beside_its_box_and_what_was_typed_stays(ready: Petition, admin_in: Any) -> None:
    values = form(ready, **texts("en"), **texts("fr", share_text="", heading="Arbres"), release=["fr"], **PUBLISH)
    answer = admin_in("en").post(url("edit", ready.pk), values)
    assert list(answer.context["form"].errors) == ["share_text_fr"]
    assert "Arbres" in answer.content.decode()
    assert not Petition.objects.get(pk=ready.pk).live


def test_what_is_elsewhere_is_told_with_the_way_to_it(ready: Petition, privacy: Any, admin_in: Any) -> None:
    privacy.withdraw(["fr"])
    answer = admin_in("en").post(
        url("edit", ready.pk), form(ready, **texts("en"), **texts("fr"), release=["fr"], **PUBLISH)
    )
    html = answer.content.decode()
    assert "is not public in Français" in html
    assert "/fr/#heading" in html
    assert "&lt;a href" not in html


def test_what_is_ready_goes_live_and_the_history_names_the_language(ready: Petition, admin_in: Any) -> None:
    client = admin_in("en")
    assert (
        client.post(url("edit", ready.pk), form(ready, **texts("en"), **texts("fr"), release=["fr"])).status_code == 302
    )
    answer = client.post(url("edit", ready.pk), form(ready, **texts("en"), **texts("fr"), release=["fr"], **PUBLISH))
    assert answer.status_code == 302
    assert Petition.objects.get(pk=ready.pk).live_languages() == ["fr"]
    assert history(ready, "translations.publish")[-1]["languages"] == ["fr"]


def test_who_may_overrides_and_the_history_says_so(ready: Petition) -> None:
    values = form(ready, **texts("en"), **texts("fr", share_text=""), release=["fr"], although_unready="on", **PUBLISH)
    may = ("edit_source", "translate_fr", "publish_fr")
    refused = client_who_may(*may).post(url("edit", ready.pk), values)
    assert "share_text_fr" in refused.context["form"].errors
    assert history(ready, "translations.override") == []
    assert client_who_may(*may, "publish_unready").post(url("edit", ready.pk), values).status_code == 302
    assert Petition.objects.get(pk=ready.pk).live_languages() == ["fr"]
    assert [data["languages"] for data in history(ready, "translations.override")] == [["fr"]]


def test_the_form_lists_what_the_language_lacks(ready: Petition, admin_in: Any) -> None:
    client = admin_in("en")
    client.post(url("edit", ready.pk), form(ready, **texts("en"), **texts("fr", consent=""), work_in="fr"))
    html = client.get(url("edit", ready.pk)).content.decode()
    assert "What Français lacks" in html
    assert "/fr/#consent" in html


def test_nobody_takes_a_petition_off_in_a_language_that_isnt_theirs(ready: Petition) -> None:
    ready.publish_languages(["en", "fr"])
    for view in ("unpublish", "delete"):
        client_who_may("publish_en", "edit_source").post(url(view, ready.pk), {})
        assert Petition.objects.get(pk=ready.pk).live_languages() == ["en", "fr"]
    client_who_may("publish_en", "publish_fr").post(url("unpublish", ready.pk), {})
    assert not Petition.objects.get(pk=ready.pk).live


# Kinds of change ------------------------------------------------------------------------------------------------------
def opened(client: Client, petition: Petition) -> str:
    """The moment, signed, as it travels with the form."""
    return client.get(url("edit", petition.pk)).context["form"].initial["opened_at"]


def save(client: Client, petition: Petition, moment: str, kind: str, consent: str) -> None:
    """An autosave of the form."""
    values = form(petition, **texts("en", consent=consent), **texts("fr"), opened_at=moment, kind_of_change=kind)
    answer = client.post(url("edit", petition.pk), values, HTTP_ACCEPT="application/json")
    assert answer.status_code == 200, answer.content


def stale(petition: Petition) -> list[str]:
    """The units of French that were translated from something else."""
    source = {change.path: change.after_digest for change in SourceChange.objects.of(petition).order_by("pk")}
    units = TranslationUnit.objects.of(petition).filter(language="fr", path__in=source)
    return [unit.path for unit in units if unit.from_digest != source[unit.path]]


def test_spelling_said_at_last_covers_the_autosaves_before_and_stands_once_in_the_history(
    ready: Petition, admin_in: Any
) -> None:
    client = admin_in("en")
    moment = opened(client, ready)
    save(client, ready, moment, "content", "I agre.")
    save(client, ready, moment, "content", "I agree!")
    assert stale(ready) == ["consent"]
    save(client, ready, moment, "cosmetic", "I agree!")
    assert stale(ready) == []
    save(client, ready, moment, "cosmetic", "I do agree!")
    assert stale(ready) == []
    assert len(history(ready, "translations.cosmetic")) == 1


@pytest.mark.parametrize("moment", ["", "2001-01-01T00:00:00+00:00", "forged:signature"])
def test_a_forged_moment_reaches_no_earlier_change(ready: Petition, admin_in: Any, moment: str) -> None:
    client = admin_in("en")
    save(client, ready, opened(client, ready), "content", "I refuse.")
    save(client, ready, moment, "cosmetic", "I refuse.")
    assert stale(ready) == ["consent"]


def test_a_changed_demand_asks_each_language_for_approval(ready: Petition, admin_in: Any) -> None:
    client = admin_in("en")
    save(client, ready, opened(client, ready), "demand", "I agree!")
    assert TranslationSheet.objects.of(ready).get(language="fr").needs_approval_at
    assert len(history(ready, "translations.demand")) == 1
    values = form(ready, **texts("en"), **texts("fr"), release=["fr"], **PUBLISH)
    assert "approve" in str(client.post(url("edit", ready.pk), values).context["form"].errors["release"])


def test_a_translator_says_nothing_of_the_source(ready: Petition) -> None:
    client = client_who_may("translate_fr")
    assert "kind_of_change" not in client.get(url("edit", ready.pk)).context["form"].fields
    client.post(url("edit", ready.pk), form(ready, **texts("fr", consent="Oui."), kind_of_change="demand"))
    assert draft_of(ready).consent_fr == "Oui."
    assert TranslationSheet.objects.of(ready).get(language="fr").needs_approval_at is None


# Beginnings -----------------------------------------------------------------------------------------------------------
def test_a_language_begins_with_the_sources_blocks_without_their_texts(ready: Petition, admin_in: Any) -> None:
    client = admin_in("en")
    client.post(url("edit", ready.pk), form(ready, **texts("en"), **texts("fr"), work_in="de"))
    latest = draft_of(ready)
    leaves.put_blocks(latest, "addressees_en", addressee("Minister", "of trees"))
    latest.save_revision(clean=False)
    shown = client.get(url("edit", ready.pk)).context["form"]
    assert shown.target == "de"
    assert [(block["id"], block["value"]["name"]) for block in shown.initial["addressees_de"].raw_data] == [
        ("minister", "")
    ]


def test_blocks_left_untouched_are_no_beginning_and_keep_nobody_from_publishing(ready: Petition, admin_in: Any) -> None:
    blocks = {
        f"addressees_{code}-{name}": value
        for code, text in (("en", "Minister"), ("de", ""))
        for name, value in {
            "count": "1",
            "0-deleted": "",
            "0-order": "0",
            "0-type": "addressee",
            "0-id": "minister",
            "0-value-name": text,
            "0-value-role": "",
        }.items()
    }
    settings = {"asks_news": "on", "privacy_page": ready.privacy_page_id}
    values = posted("de", **settings, **texts("en"), release=["en"], **PUBLISH) | blocks
    answer = admin_in("en").post(url("edit", ready.pk), values)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Petition.objects.get(pk=ready.pk).live_languages() == ["en"]
    assert leaves.stored_blocks(draft_of(ready), "addressees_de") == []
