"""On every road by which what visitors read changes, a change is noted; saving a draft notes none."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from home.models import HomePage
from pages.models import CampaignImage, ContentChange, SiteSettings, Suggestion
from pages.translations import editions
from pages.translations.suggestions import reviewing
from petition.models import Petition
from tests.pages.conftest import add_page, fresh
from tests.pages.conftest import home as home
from tests.petition.conftest import add_petition

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(home: HomePage) -> Any:
    return add_page(home, ("en", "az"), heading={"en": "Rivers", "az": "Çaylar"}, slug="rivers")


def publish(page: Any) -> None:
    page.heading_en = "Lakes"
    page.save_revision(clean=False)
    fresh(page).publish_languages(["en"])


def move(page: Any) -> None:
    target = add_page(fresh(HomePage.objects.get()), ("en",), heading={"en": "Nature"}, slug="nature")
    ContentChange.objects.all().delete()
    fresh(page).move(fresh(target), pos="last-child")


def reorder(page: Any) -> None:
    site = SiteSettings.objects.get()
    site.languages = [*site.languages]
    site.save()


DEEDS: dict[str, Callable[[Any], Any]] = {
    "publish": publish,
    "unpublish": lambda page: fresh(page).unpublish(),
    "move": move,
    "delete": lambda page: fresh(page).delete(),
    "settings": reorder,
    "another site": lambda page: Site.objects.create(hostname="two.example", root_page=page),
    "a redirect": lambda page: Redirect.objects.create(old_path="/x", redirect_page=page),
    "rebuilt editions": lambda page: editions.rebuild(),
    "thanks to a supporter": lambda page: reviewing.decide(Suggestion.objects.none(), None),
    "a petition": lambda page: add_petition(),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_deed_that_visitors_see_is_noted(page: Any, deed: Callable[[Any], Any]) -> None:
    ContentChange.objects.all().delete()
    deed(page)
    assert ContentChange.objects.exists()


@pytest.mark.parametrize("goal", [None, 500])
def test_a_changed_petition_is_noted(goal: int | None) -> None:
    petition = add_petition()
    ContentChange.objects.all().delete()
    petition.goal = goal
    petition.save()
    assert ContentChange.objects.exists()


@pytest.mark.parametrize("kind", [CampaignImage, get_document_model(), Petition, Page, SiteSettings, HomePage])
def test_every_kind_that_visitors_see_is_watched(kind: type[Any]) -> None:
    from django.db.models.signals import post_delete, post_save

    for signal in (post_save, post_delete):
        assert any(
            f"pages.memory.{kind._meta.label}" in key[0] for key, *_ in signal.receivers if isinstance(key[0], str)
        )


def test_a_draft_is_nobodys_business_yet(page: Any) -> None:
    ContentChange.objects.all().delete()
    page.heading_en = "Lakes"
    page.save_revision(clean=False)
    assert not ContentChange.objects.exists()


def test_a_deed_that_is_rolled_back_is_not_noted(page: Any) -> None:
    from django.db import transaction

    ContentChange.objects.all().delete()
    with transaction.atomic():
        publish(page)
        transaction.set_rollback(True)
    assert not ContentChange.objects.exists()


def test_what_is_rendered_notes_no_change(page: Any, client: Any) -> None:
    ContentType.objects.clear_cache()
    ContentChange.objects.all().delete()
    client.get("/en/rivers/")
    assert not ContentChange.objects.exists()
