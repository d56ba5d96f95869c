"""A language of a petition goes live only when all that a signatory meets in it is there."""

from typing import Any

import pytest
from wagtail.log_actions import registry

from home.models import HomePage
from pages.languages import CODES, column
from pages.models import CampaignImage, TranslationSheet
from pages.translations import interface, leaves
from pages.translations.drafting import Change
from pages.translations.units import Origin
from petition import countries, readiness
from petition.models import Petition
from tests.pages.conftest import add_page

pytestmark = pytest.mark.django_db

WORDS = {
    "heading": "Trees",
    "demand": "<p>Plant trees.</p>",
    "consent": "I agree.",
    "news_consent": "Write to me.",
    "thanks": "<p>Thank you.</p>",
    "share_text": "I signed.",
}


def addressee(name: str, role: str = "") -> list[dict[str, Any]]:
    """One addressee, the same block in every language."""
    return [{"type": "addressee", "id": "minister", "value": {"name": name, "role": role}}]


@pytest.fixture
def privacy(home: HomePage) -> Any:
    return add_page(home, ("en", "fr"), heading={"en": "Privacy", "fr": "Confidentialité"}, slug="privacy")


@pytest.fixture
def ready(privacy: Any) -> Petition:
    """A petition that English and French have all of."""
    texts = {column(base, code): text for base, text in WORDS.items() for code in ("en", "fr")}
    petition = Petition(slug="trees", source_language="en", live=False, asks_news=True, **texts)
    petition.privacy_page_id = privacy.pk
    petition.save()
    for code in ("en", "fr"):
        leaves.put_blocks(petition, column("addressees", code), addressee("Minister"))
    petition.save_revision(clean=False)
    return draft(petition)


def draft(petition: Petition) -> Petition:
    return Petition.objects.get(pk=petition.pk).get_latest_revision_as_object()


def change(petition: Petition, **columns: Any) -> Petition:
    """Save a further draft."""
    latest = draft(petition)
    for name, value in columns.items():
        setattr(latest, name, value)
    latest.save_revision(clean=False)
    return draft(petition)


def paths(petition: Petition, code: str) -> list[str]:
    return [lack.path for lack in readiness.lacks(petition, code)]


def entries(petition: Petition, action: str) -> list[dict[str, Any]]:
    """What the history holds under `action`."""
    return [entry.data for entry in registry.get_logs_for_instance(petition).filter(action=action)]


def test_a_language_that_has_all_of_it_lacks_nothing(ready: Petition) -> None:
    assert readiness.lacks(ready, "en") == []
    assert readiness.lacks(ready, "fr") == []


@pytest.mark.parametrize("base", WORDS)
@pytest.mark.parametrize("code", ["en", "fr"])
def test_each_missing_text_is_named_by_itself(ready: Petition, base: str, code: str) -> None:
    lacking = change(ready, **{column(base, code): ""})
    assert paths(lacking, code) == [base]
    assert all(lack.is_blocking for lack in readiness.lacks(lacking, code))
    assert paths(lacking, "fr" if code == "en" else "en") == []


def test_the_consent_to_news_is_asked_for_only_where_the_form_offers_news(ready: Petition) -> None:
    assert paths(change(ready, news_consent_fr="", asks_news=False), "fr") == []


def test_markup_without_a_word_is_no_text(ready: Petition) -> None:
    assert paths(change(ready, thanks_fr="<p> <b></b></p>"), "fr") == ["thanks"]


def test_every_addressee_of_the_source_has_to_be_named(ready: Petition) -> None:
    latest = draft(ready)
    leaves.put_blocks(latest, "addressees_en", addressee("Minister", "of trees"))
    latest.save_revision(clean=False)
    assert paths(draft(ready), "fr") == ["addressees.minister.role"]
    assert "of trees" in str(readiness.lacks(draft(ready), "fr")[0].sentence)


def test_the_privacy_page_has_to_be_public_in_the_language(ready: Petition, privacy: Any) -> None:
    privacy.withdraw(["fr"])
    assert [lack.path for lack in readiness.lacks(draft(ready), "fr")] == [""]
    assert readiness.lacks(draft(ready), "en") == []
    assert len(readiness.lacks(change(ready, privacy_page_id=None), "en")) == 1


def test_a_changed_demand_waits_for_approval(ready: Petition) -> None:
    latest = draft(ready)
    latest.demand_en = "<p>Plant a forest.</p>"
    latest.change = Change(kind="demand")
    latest.save_revision(clean=False)
    assert "approve" in str(readiness.lacks(draft(ready), "fr")[0].sentence)
    assert readiness.lacks(draft(ready), "en") == []
    TranslationSheet.objects.of(ready).update(needs_approval_at=None)
    assert readiness.lacks(draft(ready), "fr") == []


def test_what_a_machine_made_needs_a_reader(ready: Petition) -> None:
    latest = draft(ready)
    latest.consent_fr = "Machinalement."
    latest.change = Change(origins={"fr": Origin(tool="machine:test", states={"consent": "machine"})})
    latest.save_revision(clean=False)
    assert paths(draft(ready), "fr") == ["consent"]
    assert paths(change(ready, consent_fr="De ma main."), "fr") == []


def test_pictures_beside_the_petition_need_words_in_the_language(ready: Petition, home: HomePage) -> None:
    image = CampaignImage.objects.create(title="Forest", file="forest.webp", width=1, height=1, alt_text_en="A forest.")
    body = [
        {"type": "petition_form", "id": "form", "value": {"petition": ready.pk}},
        {"type": "image", "id": "image", "value": {"image": image.pk}},
    ]
    add_page(home, ("en", "fr"), heading={"en": "Sign", "fr": "Signer"}, body={"en": body, "fr": body}, slug="sign")
    found = readiness.lacks(draft(ready), "fr")
    assert ["Forest" in str(lack.sentence) for lack in found] == [True]
    assert readiness.lacks(draft(ready), "en") == []
    assert readiness.lacks(draft(ready), "de") != []
    assert not any("Forest" in str(lack.sentence) for lack in readiness.lacks(draft(ready), "de"))


@pytest.mark.parametrize("code", CODES)
def test_letters_countries_and_messages_are_there_in_every_language(code: str) -> None:
    assert readiness.unwritable(code) == ()
    assert readiness.unnamed_countries(code) == frozenset()
    assert interface.missing("en") == 0


def test_a_country_without_a_name_is_told(ready: Petition, monkeypatch: pytest.MonkeyPatch) -> None:
    readiness.unnamed_countries.cache_clear()
    monkeypatch.setattr(countries, "CODES", (*countries.CODES, "QQ"))
    assert len(readiness.lacks(ready, "fr")) == 1
    readiness.unnamed_countries.cache_clear()


def test_an_unready_language_stays_as_it_is_live_and_the_history_names_what_it_lacks(ready: Petition) -> None:
    ready.publish_languages(["en", "fr"])
    change(ready, heading_fr="Arbres", thanks_fr="", heading_en="More trees")
    ready.publish_languages(["en", "fr"])
    live = Petition.objects.get(pk=ready.pk)
    assert (live.heading_en, live.heading_fr, live.thanks_fr) == ("More trees", "Trees", "<p>Thank you.</p>")
    refused = entries(ready, "translations.refuse")
    assert [data["languages"] for data in refused] == [["fr"]]
    assert "thanks" in refused[0]["lacks"]
    assert draft(ready).heading_fr == "Arbres"


def test_a_first_publish_of_nothing_ready_makes_nothing_public(ready: Petition) -> None:
    change(ready, consent_en="")
    ready.publish_languages(["en"])
    live = Petition.objects.get(pk=ready.pk)
    assert (live.live, live.live_revision_id, live.first_published_at, live.live_languages()) == (False, None, None, [])


def test_who_may_publishes_all_the_same_and_the_history_says_so(ready: Petition) -> None:
    change(ready, thanks_fr="")
    ready.publish_languages(["fr"], although_unready=True)
    assert Petition.objects.get(pk=ready.pk).live_languages() == ["fr"]
    assert ["thanks" in data["lacks"] for data in entries(ready, "translations.override")] == [True]
    assert draft(ready).although_unready is False


def test_that_somebody_said_so_once_says_nothing_of_the_next_publish(ready: Petition) -> None:
    change(ready, thanks_fr="")
    ready.publish_languages(["fr"], although_unready=True)
    change(ready, heading_fr="Arbres")
    ready.publish_languages(["fr"])
    assert Petition.objects.get(pk=ready.pk).heading_fr == "Trees"
    assert len(entries(ready, "translations.override")) == 1
