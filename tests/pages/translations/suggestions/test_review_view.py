"""The page where suggestions are decided on: by who translates the language, its links by who manages languages."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.models.desk import Suggestion, SuggestionLink
from pages.translations import suggestions
from tests.pages.conftest import draft_of, text
from tests.pages.translations.suggestions.conftest import FIRST, NOW, SECOND, send


@pytest.fixture
def person(db: None) -> Callable[..., Client]:
    """Signs in somebody with the rights given: person("translate_az")."""

    def sign_in(*rights: str) -> Client:
        user = get_user_model().objects.create_user("-".join(rights) or "nobody", "", "x")
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *rights]))
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def url(link: SuggestionLink) -> str:
    """Where the suggestions of the link are decided on."""
    return reverse("translations:suggestion_review", args=[link.content_type_id, link.object_id, "az"])


@pytest.fixture
def sent(link: SuggestionLink) -> int:
    """The number of a suggestion."""
    send(link, {SECOND: "İki *ulduz*."}, "Aygün")
    return Suggestion.objects.get().pk


def seen(answer: Any) -> str:
    """The text of a page."""
    return " ".join(BeautifulSoup(answer.content, "html.parser").select_one("main").get_text(" ").split())


# Reading --------------------------------------------------------------------------------------------------------------
def test_a_reviewer_sees_source_change_and_author(person: Any, url: str, sent: int) -> None:
    answer = person("translate_az").get(url)
    assert answer.status_code == 200
    assert "Two stars" in seen(answer)
    assert "Aygün" in seen(answer)
    html = BeautifulSoup(answer.content, "html.parser")
    assert html.select_one("section.suggestion ins b").text == "ulduz"
    assert html.select_one("section.suggestion textarea").text.strip() == "İki *ulduz*."


def test_a_stale_one_shows_what_has_changed_in_the_source(person: Any, url: str, sent: int, page: Any) -> None:
    draft = draft_of(page)
    draft.body_en[1].value.source = "<p>Three <b>stars</b>.</p>"
    draft.save_revision()
    answer = person("translate_az").get(url)
    warning = BeautifulSoup(answer.content, "html.parser").select_one(".suggestion .help-warning")
    assert "The source has changed" in warning.text
    assert "Three" in warning.select_one("ins").text


def test_everything_that_waits_is_listed_for_whom_it_concerns(person: Any, sent: int, url: str) -> None:
    index = reverse("translations:suggestion_index")
    assert url in person("translate_az").get(index).content.decode()
    assert url not in person("translate_fr").get(index).content.decode()
    assert url in person("manage_languages").get(index).content.decode()


@pytest.mark.parametrize("rights", [(), ("translate_fr",), ("publish_az",)])
def test_others_see_nothing_of_a_language(person: Any, url: str, sent: int, rights: tuple[str, ...]) -> None:
    assert person(*rights).get(url).status_code == 403


def test_there_are_no_suggestions_into_the_source_language(person: Any, url: str) -> None:
    assert person("manage_languages").get(url.replace("/az/", "/en/")).status_code == 404


def test_an_account_without_any_language_has_no_list(person: Any) -> None:
    assert person().get(reverse("translations:suggestion_index")).status_code in {302, 403}


# Deciding -------------------------------------------------------------------------------------------------------------
def test_accepting_writes_the_draft(person: Any, url: str, sent: int, page: Any) -> None:
    answer = person("translate_az").post(url, {"do": f"accept:{sent}", "text": "İki *ulduz*."}, follow=True)
    assert "Accepted into the draft." in seen(answer)
    assert text(draft_of(page), "body", "az")[1] == "<p>İki <b>ulduz</b>.</p>"


def test_a_mended_one_is_accepted_as_mended(person: Any, url: str, sent: int, page: Any) -> None:
    person("translate_az").post(url, {"do": f"accept:{sent}", "text": "İki _ulduz_!"})
    assert text(draft_of(page), "body", "az")[1] == "<p>İki <i>ulduz</i>!</p>"


def test_what_cannot_be_stored_comes_back_as_it_was_typed(person: Any, url: str, sent: int, page: Any) -> None:
    answer = person("translate_az").post(url, {"do": f"accept:{sent}", "text": "İki [ulduz](5)"})
    assert answer.status_code == 422
    html = BeautifulSoup(answer.content, "html.parser")
    assert html.select_one("textarea").text.strip() == "İki [ulduz](5)"
    assert "There is no link with the number 5 here." in html.select_one(".error-message:not([hidden])").text
    assert suggestions.open_count(page, "az") == 1


def test_all_are_accepted_by_one_button(person: Any, url: str, link: SuggestionLink, page: Any) -> None:
    send(link, {FIRST: "Tək ulduz.", SECOND: "İki ulduz."})
    client = person("translate_az")
    assert "Accept all 2" in seen(client.get(url))
    client.post(url, {"do": "accept-all"})
    assert text(draft_of(page), "body", "az") == ["<p>Tək ulduz.</p>", "<p>İki ulduz.</p>"]


def test_a_rejected_one_is_put_back(person: Any, url: str, sent: int, page: Any) -> None:
    client = person("translate_az")
    assert "Put back" in seen(client.post(url, {"do": f"reject:{sent}"}, follow=True))
    assert suggestions.open_count(page, "az") == 0
    client.post(url, {"do": f"put-back:{sent}"})
    assert suggestions.open_count(page, "az") == 1


@pytest.mark.parametrize("deed", ["accept:{}", "reject:{}", "put-back:{}"])
def test_deciding_too_late_is_told(person: Any, url: str, sent: int, deed: str) -> None:
    Suggestion.objects.update(accepted_at=NOW)
    answer = person("translate_az").post(url, {"do": deed.format(sent)}, follow=True)
    assert "Somebody has decided on this suggestion already." in seen(answer)


@pytest.mark.parametrize("deed", ["accept:{}", "reject:{}", "put-back:{}", "accept-all"])
def test_a_manager_who_does_not_translate_decides_nothing(person: Any, url: str, sent: int, deed: str) -> None:
    assert person("manage_languages").post(url, {"do": deed.format(sent)}).status_code == 403
    assert Suggestion.objects.get().accepted_at is None


@pytest.mark.parametrize("deed", ["", "accept:", "accept:x", "accept:²", "nonsense", f"accept:{10**30}"])
def test_a_forged_deed_changes_nothing(person: Any, url: str, sent: int, deed: str) -> None:
    assert person("translate_az").post(url, {"do": deed}).status_code in {302, 403}
    assert Suggestion.objects.get().accepted_at is None


# Links ----------------------------------------------------------------------------------------------------------------
def test_a_manager_makes_a_link_and_closes_it(person: Any, url: str, page: Any) -> None:
    client = person("manage_languages")
    client.post(url, {"do": "invite", "note": "Choir", "days": "7"})
    link = SuggestionLink.objects.get(note="Choir")
    assert (link.created_by.username, (link.expires_at - link.created_at).days) == ("manage_languages", 7)
    assert f"/az/translate/{link.key}/" in client.get(url).content.decode()
    client.post(url, {"do": f"close:{link.pk}"})
    assert link.key not in client.get(url).content.decode()
    with pytest.raises(suggestions.Over):
        suggestions.find(link.key, timezone.now())


@pytest.mark.parametrize("days", ["0", "366", "", "x"])
def test_a_link_has_an_end(person: Any, url: str, days: str) -> None:
    assert person("manage_languages").post(url, {"do": "invite", "days": days}).status_code == 422
    assert SuggestionLink.objects.count() == 1


@pytest.mark.parametrize("deed", ["invite", "close:{}"])
def test_a_translator_hands_out_no_links(person: Any, url: str, link: SuggestionLink, deed: str) -> None:
    client = person("translate_az")
    assert link.key not in client.get(url).content.decode()
    assert client.post(url, {"do": deed.format(link.pk), "days": "7"}).status_code == 403
    link.refresh_from_db()
    assert (SuggestionLink.objects.count(), link.closed_at) == (1, None)


def test_those_who_helped_are_named(person: Any, url: str, sent: int) -> None:
    client = person("translate_az")
    client.post(url, {"do": "accept-all"})
    assert "With thanks to Aygün" in seen(client.get(url))


# The way here ---------------------------------------------------------------------------------------------------------
def test_the_translators_view_says_how_many_wait(person: Any, url: str, sent: int) -> None:
    sheet = url.replace("/suggestions/", "/")
    link = BeautifulSoup(person("translate_az").get(sheet).content, "html.parser").select_one(f'a[href="{url}"]')
    assert link.text == "1 suggestion of supporters"
    assert url not in person("publish_az").get(sheet).content.decode()


@pytest.mark.parametrize(
    ("right", "is_shown"), [("translate_az", True), ("manage_languages", True), ("publish_az", False)]
)
def test_the_matrix_leads_to_what_waits(person: Any, home: Any, right: str, is_shown: bool) -> None:
    page = person(right).get(reverse("translations:matrix")).content.decode()
    assert (f'href="{reverse("translations:suggestion_index")}"' in page) == is_shown
