"""Editors with few rights and with all, and what the form of a petition sends."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from pages.languages import column
from petition.models import Petition
from tests.pages.conftest import admin_in, editor, home

__all__ = ["admin_in", "editor", "home"]

EMPTY = {
    "heading": "",
    "demand": rich_text(""),
    "addressees": streamfield([]),
    "consent": "",
    "news_consent": "",
    "thanks": rich_text(""),
    "share_text": "",
}


def posted(target: str = "az", **values: Any) -> dict[str, Any]:
    """What the form of a petition in English and one other language sends."""
    data: dict[str, Any] = {
        "slug": "",
        "source_language": "en",
        "working_language": target,
        "opens_at": "2026-02-01 00:00",
        "asks_country": "required",
    }
    for code in ("en", target):
        data |= {column(base, code): value for base, value in EMPTY.items()}
    ticked = {"release": values.pop("release", [])}
    return nested_form_data(data | values) | ticked


def words(code: str, heading: str, demand: str = "Demand", consent: str = "I sign.") -> dict[str, Any]:
    """What a language needs to be published."""
    demanded = rich_text(f"<p>{demand}</p>")
    return {column("heading", code): heading, column("demand", code): demanded, column("consent", code): consent}


def url(view: str, *args: Any) -> str:
    """The address of a view of petitions."""
    return reverse(Petition.snippet_viewset.get_url_name(view), args=args)


def signatures_url(view: str, *args: Any) -> str:
    """The address of a view of signatures."""
    return reverse(f"petition_signatures:{view}", args=args)


def draft_of(petition: Petition) -> Petition:
    """The latest draft as it is stored now."""
    return Petition.objects.get(pk=petition.pk).get_latest_revision_as_object()


@pytest.fixture
def client_who_may(db: None) -> Callable[..., Client]:
    """A client signed in as an editor with the permissions named: client_who_may("view_signature")."""

    def sign_in(*codenames: str) -> Client:
        user = get_user_model().objects.create_user("limited", "limited@example.org", "limited")
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        client = Client()
        client.force_login(user)
        return client

    return sign_in
