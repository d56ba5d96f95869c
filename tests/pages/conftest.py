"""A small site to stand on: a home page in English and Azerbaijani, an editor, and a way to make pages."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page, Site
from wagtail.users.models import UserProfile

from home.models import HomePage
from pages.languages import column
from pages.models import SiteSettings, StandardPage

MakePage = Callable[..., StandardPage]


def fields(**texts: dict[str, Any] | Any) -> dict[str, Any]:
    """{"heading": {"en": "x"}} → {"heading_en": "x"}; what is no dict stays."""
    flat: dict[str, Any] = {}
    for base, value in texts.items():
        if isinstance(value, dict):
            flat |= {column(base, code): text for code, text in value.items()}
        else:
            flat[base] = value
    return flat


def fresh(page: Page) -> Any:
    """The live row as it is stored now."""
    return type(page).objects.get(pk=page.pk)


def draft_of(page: Page) -> Any:
    """The latest draft as it is stored now."""
    return fresh(page).get_latest_revision_as_object()


def text(page: Any, base: str, code: str) -> Any:
    """A field of `page` in a language; of a body, what its paragraphs say."""
    value = getattr(page, column(base, code))
    return [block["value"] for block in value.raw_data] if hasattr(value, "raw_data") else value


def paragraphs(*texts: str) -> list[dict[str, str]]:
    """A body of plain paragraphs; the first is the same block in every language, and so is the second."""
    return [{"type": "text", "value": f"<p>{line}</p>", "id": f"paragraph-{place}"} for place, line in enumerate(texts)]


def add_page(parent: Page, publish: tuple[str, ...] = (), model: type[Page] = StandardPage, **texts: Any) -> Any:
    """A page below `parent` with a draft, published in the languages `publish`."""
    page = model(live=False, **fields(**texts))
    fresh(parent).add_child(instance=page)
    page.save_revision(clean=False)
    if publish:
        fresh(page).publish_languages(publish)
    return fresh(page)


@pytest.fixture
def home(db: None) -> HomePage:
    root = Page.objects.get(depth=1)
    welcome = list(Page.objects.filter(depth=2))
    page = add_page(root, ("en", "az"), HomePage, heading={"en": "Home", "az": "Ana səhifə"}, slug="front")
    site = Site.objects.get(is_default_site=True)
    site.root_page, site.hostname = page, "localhost"
    site.save()
    for old in welcome:
        fresh(old).delete()
    SiteSettings.objects.create(site=site)
    return fresh(page)


@pytest.fixture
def editor(db: None) -> Any:
    return get_user_model().objects.create_superuser("editor", "editor@example.org", "editor")


@pytest.fixture
def admin_in(editor: Any) -> Callable[[str], Client]:
    """A client signed in as an editor whose screen is in the language given."""

    def sign_in(language: str = "en") -> Client:
        UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
        client = Client()
        client.force_login(type(editor).objects.get(pk=editor.pk))
        return client

    return sign_in
