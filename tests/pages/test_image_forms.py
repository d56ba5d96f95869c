"""The form of an image holds only words that its user may write."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission

from pages.models import CampaignImage

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(db: None) -> Any:
    return CampaignImage.objects.create(title="Forest", file=get_test_image_file(), alt_text_en="A forest.")


def client_who_may(*codenames: str) -> Client:
    user = get_user_model().objects.create_user("limited", "limited@example.org", "limited")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    group = Group.objects.create(name="Library")
    user.groups.add(group)
    change = Permission.objects.get(codename="change_image", content_type__app_label="wagtailimages")
    GroupCollectionPermission.objects.create(group=group, collection=Collection.objects.get(), permission=change)
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, image: Any) -> Any:
    """What a form of all languages would send; the image as it is then."""
    texts = {f"alt_text_{code}": "written" for code in ("en", "fr", "de")}
    client.post(
        reverse("wagtailimages:edit", args=(image.pk,)),
        {"title": image.title, "collection": Collection.objects.get().pk, "tags": "", **texts},
    )
    return CampaignImage.objects.get(pk=image.pk)


@pytest.mark.parametrize(
    ("codenames", "written"),
    [
        ((), []),
        (("edit_source",), ["en"]),
        (("translate_fr",), []),
        (("translate_fr", "publish_fr"), ["fr"]),
        (("edit_source", "translate_de", "publish_de"), ["en", "de"]),
    ],
)
def test_words_are_public_at_once_so_each_language_takes_its_publisher(
    image: Any, codenames: tuple[str, ...], written: list[str]
) -> None:
    stored = post(client_who_may(*codenames), image)
    assert [code for code in ("en", "fr", "de") if getattr(stored, f"alt_text_{code}") == "written"] == written


def test_the_form_says_how_far_each_language_is(image: Any) -> None:
    client = client_who_may("edit_source", "translate_fr", "publish_fr")
    html = client.get(reverse("wagtailimages:edit", args=(image.pk,))).content.decode()
    assert "English — live" in html
    assert "Français — not begun" in html
    assert "alt_text_de" not in html
