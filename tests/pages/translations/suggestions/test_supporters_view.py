"""The page where supporters translate: for anybody who has the link, on any machine, and for nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from pages.models import SiteSettings
from pages.models.desk import Suggestion, SuggestionLink
from pages.translations import suggestions
from tests.pages.conftest import draft_of
from tests.pages.translations.suggestions.conftest import SECOND


@pytest.fixture
def link(page: Any) -> SuggestionLink:
    """A link that works today."""
    return suggestions.invite(page, "az", None, timezone.now(), note="Choir")


@pytest.fixture
def url(link: SuggestionLink) -> str:
    """Where it leads."""
    with translation.override("az"):
        return reverse("pages:suggest", args=[link.key])


def boxes(page: Any) -> dict[str, Tag]:
    """{path: box} of a page."""
    found = BeautifulSoup(page.content, "html.parser").select("form.suggest textarea")
    return {box["name"].split("~")[1]: box for box in found}


def filled(page: Any, **typed: str) -> dict[str, str]:
    """What a browser would send, with `typed` in the boxes; {"second": …} stands for the second paragraph."""
    paths = {"heading": "heading", "second": SECOND}
    texts = {paths[name]: text for name, text in typed.items() if name in paths}
    sent = {str(box["name"]): texts.get(path, box.text.removeprefix("\n")) for path, box in boxes(page).items()}
    return sent | {name: text for name, text in typed.items() if name not in paths}


# Showing --------------------------------------------------------------------------------------------------------------
def test_the_page_speaks_the_language_of_the_link(client: Client, url: str, page: Any) -> None:
    assert url.startswith("/az/translate/")
    answer = client.get(url)
    assert answer.status_code == 200
    html = BeautifulSoup(answer.content, "html.parser")
    assert html.html["lang"] == "az"
    assert [source.text for source in html.select(".suggest-source[lang=en]")] == [
        "Story",
        r"One \*star\*.",
        "Two *stars*.",
    ]
    assert [box.text.strip() for box in boxes(answer).values()] == ["Hekayə", "Bir ulduz.", ""]
    assert all((box["lang"], box["dir"]) == ("az", "ltr") for box in boxes(answer).values())


def test_a_language_from_right_to_left_has_its_boxes_so(client: Client, page: Any) -> None:
    link = suggestions.invite(page, "ar", None, timezone.now())
    answer = client.get(f"/ar/translate/{link.key}/")
    assert BeautifulSoup(answer.content, "html.parser").html["dir"] == "rtl"
    assert {(box["lang"], box["dir"]) for box in boxes(answer).values()} == {("ar", "rtl")}


def test_nobody_else_learns_of_the_link(client: Client, url: str, link: SuggestionLink) -> None:
    answer = client.get(url)
    assert not answer.cookies
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert b'name="robots" content="noindex"' in answer.content
    assert b"Choir" not in answer.content


@pytest.mark.parametrize("key", ["a" * 43, "short", "a" * 43 + "%00", "%C3%A9" * 43])
@pytest.mark.usefixtures("home")
def test_a_forged_key_finds_a_plain_page(client: Client, key: str) -> None:
    answer = client.get(f"/en/translate/{key}/")
    assert answer.status_code == 404
    assert "This link is not complete" in answer.content.decode()
    assert client.post(f"/en/translate/{key}/", {"text~heading~0123456789abcdef": "x"}).status_code == 404


def test_a_link_that_is_over_says_so(client: Client, url: str, link: SuggestionLink) -> None:
    suggestions.close(link, timezone.now())
    answer = client.post(url, {})
    assert answer.status_code == 410
    assert "textarea" not in answer.content.decode()


def test_an_expired_link_says_so(client: Client, url: str, link: SuggestionLink) -> None:
    SuggestionLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(url).status_code == 410


# Sending --------------------------------------------------------------------------------------------------------------
def test_what_is_sent_arrives_as_suggestions_and_is_thanked_for(client: Client, url: str, page: Any) -> None:
    sent = filled(client.get(url), second="İki *ulduz*.\r\n", name="Aygün", thank="yes")
    answer = client.post(url, sent)
    assert answer.status_code == 200
    kept = Suggestion.objects.get()
    assert (kept.path, kept.text, kept.credit) == (SECOND, "<p>İki <b>ulduz</b>.</p>", "Aygün")
    assert draft_of(page).latest_revision.user is None
    assert url in answer.content.decode()


def test_a_name_without_the_tick_is_not_kept(client: Client, url: str) -> None:
    client.post(url, filled(client.get(url), heading="Nağıl", name="Aygün www.example.org"))
    assert Suggestion.objects.get().credit == ""


def test_an_error_keeps_what_was_typed(client: Client, url: str) -> None:
    url = url.replace("/az/", "/en/")
    typed = filled(client.get(url), heading="x" * 256, second="İki [ulduz](7).", name="www.example.org", thank="yes")
    answer = client.post(url, typed)
    assert answer.status_code == 422
    html = BeautifulSoup(answer.content, "html.parser")
    assert boxes(answer)["heading"].text.strip() == "x" * 256
    assert boxes(answer)[SECOND].text.strip() == "İki [ulduz](7)."
    assert html.select_one("#name")["value"] == "www.example.org"
    assert html.select_one("#thank").has_attr("checked")
    problems = [item.text for item in html.select("#problems li")]
    assert len(problems) == 3
    assert any("at most 255 characters" in problem for problem in problems)
    assert all(html.select_one(anchor["href"]) for anchor in html.select("#problems a"))
    assert not Suggestion.objects.exists()


def test_nothing_changed_is_told(client: Client, url: str) -> None:
    url = url.replace("/az/", "/en/")
    answer = client.post(url, filled(client.get(url)))
    assert answer.status_code == 422
    assert "Nothing has changed yet" in answer.content.decode()


def test_a_box_of_another_subject_is_told_not_kept(client: Client, url: str) -> None:
    answer = client.post(url, {"text~body.elsewhere.text~0123456789abcdef": "x", "text~": "y", "other": "z"})
    assert answer.status_code == 422
    assert not Suggestion.objects.exists()


def test_another_site_cannot_send_for_somebody(url: str) -> None:
    sent = filled(Client().get(url), heading="Nağıl")
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(url, sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert strict.post(url, sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_what_stands_in_a_text_is_no_markup_of_the_page(client: Client, url: str, page: Any) -> None:
    draft = draft_of(page)
    draft.heading_en = draft.heading_az = "</textarea><script>alert(1)</script>"
    draft.save_revision()
    assert b"<script>alert" not in client.get(url).content


def test_a_subject_without_text_says_so(client: Client, home: Any) -> None:
    link = suggestions.invite(SiteSettings.objects.get(), "az", None, timezone.now())
    assert "There is nothing to translate here yet." in client.get(f"/en/translate/{link.key}/").content.decode()


def test_a_language_that_is_still_in_preparation_can_be_suggested(client: Client, url: str) -> None:
    SiteSettings.objects.update(languages=["en"])
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    assert {box["lang"] for box in boxes(answer).values()} == {"az"}
    sent = filled(answer, heading="Nağıl")
    assert client.post(answer.redirect_chain[-1][0] if answer.redirect_chain else url, sent).status_code == 200
    assert Suggestion.objects.get().language == "az"
