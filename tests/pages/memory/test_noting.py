"""On every road by which what visitors read changes, a change is noted; saving a draft notes none."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Revision, Site

from home.models import HomePage
from pages.memory import rendering
from pages.models import CampaignImage, ContentChange, SiteSettings, StandardPage, Suggestion
from pages.translations import desk, editions
from pages.translations.suggestions import reviewing
from petition.models import Petition
from tests.pages.conftest import add_page, draft_of, fresh
from tests.pages.conftest import admin_in as admin_in
from tests.pages.conftest import editor as editor
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


def publish_planned(page: Any) -> None:
    yesterday = timezone.now() - timedelta(days=1)
    draft = draft_of(page)
    draft.heading_en, draft.release = "Lakes", ["en"]
    draft.go_live_at = timezone.now() + timedelta(days=1)
    revision = draft.save_revision(clean=False)
    revision.publish()
    ContentChange.objects.all().delete()
    content = {**revision.content, "go_live_at": yesterday.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=yesterday, content=content)
    call_command("publish_scheduled")
    assert fresh(page).heading_en == "Lakes"


def expire(page: Any) -> None:
    StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(days=1))
    call_command("publish_scheduled")


def publish_planned_language(page: Any) -> None:
    page.heading_fr = "Rivières"
    page.save_revision(clean=False)
    desk.schedule(fresh(page), "fr", None, timezone.now() - timedelta(minutes=1))
    ContentChange.objects.all().delete()
    assert desk.publish_due(timezone.now()) == 1
    assert "fr" in fresh(page).live_languages()


def delete_document(page: Any) -> None:
    document = add_document()
    ContentChange.objects.all().delete()
    document.delete()


def delete_image(page: Any) -> None:
    image = add_image()
    ContentChange.objects.all().delete()
    image.delete()


def add_document() -> Any:
    return get_document_model().objects.create(title="Report", file=ContentFile(b"x", "report.txt"))


def add_image() -> CampaignImage:
    return CampaignImage.objects.create(title="River", file=get_test_image_file())


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
    "a planned publication": publish_planned,
    "a planned language": publish_planned_language,
    "an end that was planned": expire,
    "a language taken off": lambda page: desk.withdraw(fresh(page), ["az"]),
    "a document": lambda page: add_document(),
    "a document less": delete_document,
    "an image": lambda page: add_image(),
    "an image less": delete_image,
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_a_deed_that_visitors_see_is_noted(page: Any, deed: Callable[[Any], Any]) -> None:
    ContentChange.objects.all().delete()
    deed(page)
    assert ContentChange.objects.exists()


def test_unpublishing_many_at_once_is_noted(page: Any, admin_in: Callable[[str], Client]) -> None:
    client = admin_in("en")
    ContentChange.objects.all().delete()
    client.post(f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}&next=/admin/", {"include_descendants": "on"})
    assert not fresh(page).live
    assert ContentChange.objects.exists()


@pytest.mark.usefixtures("demo")
def test_the_demo_is_noted() -> None:
    assert ContentChange.objects.exists()


@pytest.mark.parametrize("moment", ["opens_at", "closes_at"])
def test_a_page_holds_until_its_petition_opens_or_closes(home: HomePage, client: Client, moment: str) -> None:
    soon = timezone.now().replace(microsecond=0) + timedelta(seconds=5)
    add_petition(**{moment: soon})
    with rendering.collecting() as notes:
        assert client.get("/en/petitions/trees/").status_code == 200
    assert notes.expires == soon


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
