"""Sending news from the admin: the editor reads it first, ticks, watches, cancels; others can't."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from home.models import HomePage
from pages.models import NewsIndexPage, NewsPage
from petition import lifecycle
from petition.models import Announcement, Letter, Petition, PetitionText, Signature
from petition.models.letter import Kind
from tests.pages.conftest import add_page, fresh
from tests.petition.conftest import NOW, confirmed, post_all, read
from tests.petition.viewsets.conftest import url

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def page(home: HomePage) -> NewsPage:
    index = add_page(home, ("en", "az"), NewsIndexPage, heading={"en": "News", "az": "Xəbərlər"}, slug="news")
    heading = {"en": "A thousand trees", "az": "Min ağac"}
    return add_page(index, ("en", "az"), NewsPage, heading=heading, slug="thousand")


@pytest.fixture
def readers(text: PetitionText) -> list[Signature]:
    """Two who want news, one in Azerbaijani, and one who does not."""
    found = [confirmed(text, NOW, email=f"{name}@example.org", wants_news=name != "c") for name in "abc"]
    Signature.objects.filter(pk=found[1].pk).update(letter_language="az")
    return found


def first_step(client: Client, petition: Petition, page: NewsPage) -> dict[str, Any]:
    """What the second form sends, before the tick."""
    answer = client.post(url("news", petition.pk), {"step": "test", "page": page.pk})
    assert answer.status_code == 200
    return {"step": "send", **answer.context["sending"].initial}


def test_the_editor_reads_a_letter_in_each_language_and_sees_how_many_get_it(
    readers: Any, petition: Petition, page: NewsPage, admin_in: Any, letters: Path
) -> None:
    answer = admin_in("en").post(url("news", petition.pk), {"step": "test", "page": page.pk})
    samples = read(letters)
    assert sorted(str(each["Subject"]) for each in samples) == ["A thousand trees", "Min ağac"]
    assert {str(each["To"]) for each in samples} == {"editor@example.org"}
    assert [(line.key, line.count) for line in answer.context["lines"]] == [("az", 1), ("en", 1)]
    assert not Announcement.objects.exists()


def test_with_the_tick_it_is_sent_once_and_logged(
    readers: Any, petition: Petition, page: NewsPage, admin_in: Any, letters: Path
) -> None:
    client = admin_in("en")
    data = first_step(client, petition, page)
    assert "is_read" in client.post(url("news", petition.pk), data).context["sending"].errors
    assert not Announcement.objects.exists()
    for _twice in range(2):
        assert client.post(url("news", petition.pk), data | {"is_read": "on"}).status_code == 302
    lifecycle.announce(timezone.now())
    assert Letter.objects.filter(kind=Kind.NEWS).count() == Announcement.objects.get().queued == 2
    assert ModelLogEntry.objects.filter(action="petition.news.send").count() == 1
    html = client.get(url("news", petition.pk)).content.decode()
    assert "A thousand trees" in html
    assert "There is no live page of news that was not sent yet." in html


def test_without_test_letters_or_after_a_change_nothing_is_sent(
    readers: Any, petition: Petition, page: NewsPage, admin_in: Any, letters: Path
) -> None:
    client = admin_in("en")
    data = first_step(client, petition, page) | {"is_read": "on"}
    for wrong in ({"tested": ""}, {"tested": data["tested"] + "x"}, {"page": page.pk + 1}, {"page": "x"}):
        client.post(url("news", petition.pk), data | wrong)
    draft = fresh(page).get_latest_revision_as_object()
    draft.heading_en = "Changed"
    draft.save_revision(clean=False)
    fresh(page).publish_languages(("en",))
    client.post(url("news", petition.pk), data)
    assert not Announcement.objects.exists()


def test_it_can_be_stopped(readers: Any, petition: Petition, page: NewsPage, admin_in: Any, letters: Path) -> None:
    client = admin_in("en")
    planned = lifecycle.plan_news(petition, page.pk, None, timezone.now())
    lifecycle.announce(timezone.now())
    for asked in ("x", "0", str(planned.pk)):
        client.post(url("news", petition.pk), {"step": "cancel", "announcement": asked})
    post_all(timezone.now())
    assert Announcement.objects.get().cancelled_at is not None
    assert not Letter.objects.filter(kind=Kind.NEWS).exists()
    assert "cancelled" in client.get(url("news", petition.pk)).content.decode()


def test_where_nobody_wants_news_nothing_can_be_sent(
    text: PetitionText, page: NewsPage, admin_in: Any, letters: Path
) -> None:
    answer = admin_in("en").post(url("news", text.petition.pk), {"step": "test", "page": page.pk})
    assert "Nobody who signed wants news so far." in answer.content.decode()
    assert read(letters) == []


@pytest.mark.parametrize("screen", ["en", "ar", "az"])
def test_the_screen_stands_in_the_editor_s_language(
    readers: Any, petition: Petition, page: NewsPage, admin_in: Any, screen: str
) -> None:
    lifecycle.plan_news(petition, page.pk, None, NOW)
    client = admin_in(screen)
    assert client.get(url("news", petition.pk)).status_code == 200
    assert client.post(url("news", petition.pk), {"step": "nonsense"}).status_code == 302


def test_only_those_who_may_publish_petitions_send_news(
    petition: Petition, client_who_may: Callable[..., Client]
) -> None:
    answer = client_who_may("view_petition", "change_petition").get(url("news", petition.pk))
    assert answer.status_code == 302
    assert answer.url == "/admin/"


def test_a_page_that_was_sent_is_not_deleted(petition: Petition, page: NewsPage, admin_in: Any) -> None:
    client = admin_in("en")
    lifecycle.plan_news(petition, page.pk, None, NOW)
    many = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for where in (
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.get_parent().pk]),
        f"{many}?id={page.pk}",
    ):
        answer = client.post(where, follow=True)
        assert "it was sent by e-mail. Unpublish it instead." in answer.content.decode()
    assert NewsPage.objects.filter(pk=page.pk).exists()
