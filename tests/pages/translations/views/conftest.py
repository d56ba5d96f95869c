"""Somebody for each role, a page to translate, and a way to look at the desk as they do."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client

from home.models import HomePage
from pages.translations import desk, leaves, units
from pages.translations.units import Origin
from tests.pages.conftest import add_page, draft_of, fields
from tests.pages.conftest import admin_in as admin_in
from tests.pages.conftest import editor as editor
from tests.pages.conftest import home as home

TEXT = "body.text-1"
QUOTE = "body.quote-1.text"


def body(text: str, quote: str) -> list[dict[str, Any]]:
    """A paragraph and a quote."""
    said = {"text": quote, "name": "", "role": "", "link": ""}
    return [{"type": "text", "value": text, "id": "text-1"}, {"type": "quote", "value": said, "id": "quote-1"}]


@pytest.fixture
def page(home: HomePage) -> Any:
    """A page with four pieces, the heading of which is in Persian, too."""
    return add_page(
        home,
        ("en",),
        heading={"en": "What happened", "fa": "چه شد"},
        introduction={"en": "<p>Shortly.</p>"},
        body={"en": body("<p>One <b>night</b> in winter.</p>", "We ask for justice.")},
        slug="a",
    )


class Colleague:
    """Somebody with permissions of ours, at the sheet of one page in one language."""

    def __init__(self, name: str, page: Any, code: str, *permissions: str) -> None:
        self.user = get_user_model().objects.create_user(name, password=name)
        granted = Permission.objects.filter(codename__in=["access_admin", *permissions])
        self.user.user_permissions.set(granted)
        self.client = Client()
        self.client.force_login(self.user)
        self.page, self.code = page, code

    def url(self, part: str = "") -> str:
        return desk.sheet_url(self.page, self.code) + part

    def look(self, part: str = "", **asked: Any) -> Any:
        return self.client.get(self.url(part), asked)

    def press(self, button: str, **posted: str) -> Any:
        """Send the form as a browser without JavaScript does, with what was typed over it."""
        return self.client.post(self.url(), {**self.form(), **posted, "do": button})

    def form(self) -> dict[str, str]:
        """What the boxes of the form hold."""
        pieces = self.look().context["shown"].pieces
        found = {}
        for piece in pieces:
            if piece.box:
                found[f"base:{piece.path}"] = piece.box.digest
                found[f"{'html' if piece.leaf.is_rich else 'text'}:{piece.path}"] = piece.box.text
        return found

    def autosave(self, *pieces: dict[str, Any], **asked: Any) -> Any:
        body = json.dumps(asked or {"pieces": pieces})
        return self.client.post(self.url("save/"), body, content_type="application/json")

    def act(self, name: str, **posted: str) -> Any:
        return self.client.post(self.url(f"{name}/"), posted)


Join = Callable[..., Colleague]


@pytest.fixture
def join(page: Any) -> Join:
    """join("fa", "translate_fa"): a colleague with these permissions at the Persian sheet."""
    count = iter(range(100))
    return lambda code, *permissions: Colleague(f"colleague{next(count)}", page, code, *permissions)


@pytest.fixture
def translator(join: Join) -> Colleague:
    return join("fa", "translate_fa")


@pytest.fixture
def publisher(join: Join) -> Colleague:
    return join("fa", "translate_fa", "publish_fa")


def written(page: Any, code: str = "fa") -> dict[str, str]:
    """{path: text} of the draft, keys of paragraphs and what is empty left out."""
    found = leaves.of(draft_of(page), code)
    return {path: units.without_keys(leaf.text) for path, leaf in found.items() if leaf.text}


def change_source(page: Any, **texts: Any) -> None:
    """Save a draft with another source."""
    draft = draft_of(page)
    for name, value in fields(**texts).items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)


def translate(page: Any, **texts: str) -> None:
    """Translate pieces into Persian as somebody else."""
    desk.translate(page, "fa", texts, Origin(tool="desk"))
