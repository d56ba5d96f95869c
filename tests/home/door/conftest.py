"""Who stands at the door: Ann with her password, the code that her app shows, a site that asks for it."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django_otp.oath import TOTP
from django_otp.util import random_hex

from home.door.models import CodeApp

PASSWORD = "correct horse battery"


def code(app: CodeApp, steps: int = 0) -> str:
    """What the app shows now, or `steps` half minutes later."""
    shown = TOTP(app.bin_key)
    shown.time = time.time() + 30 * steps
    return f"{shown.token():06d}"


def give_app(user: Any, name: str = "Phone") -> CodeApp:
    """An app that `user` has had for a while."""
    return CodeApp.objects.create(user=user, name=name, key=random_hex(20))


@pytest.fixture
def required(settings: Any) -> None:
    """A site on the internet asks for the second step."""
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def ann(db: None) -> Any:
    """May do everything, and has no device yet."""
    return get_user_model().objects.create_superuser("ann", "ann@example.org", PASSWORD)


@pytest.fixture
def sign_in(ann: Any) -> Callable[..., Any]:
    """Posts a name and a password; the answer."""

    def sign_in(client: Client, name: str = "ann", password: str = PASSWORD, **asked: Any) -> Any:
        return client.post("/admin/login/", {"username": name, "password": password} | asked.pop("data", {}), **asked)

    return sign_in


@pytest.fixture
def halfway(client: Client, sign_in: Callable[..., Any], required: None) -> Client:
    """Ann's browser after the password."""
    sign_in(client)
    return client


@pytest.fixture
def through(halfway: Client, ann: Any) -> Client:
    """Ann's browser after both steps; she has one app."""
    app = give_app(ann)
    assert halfway.post("/admin/second-step/", {"code": code(app)}).status_code == 302
    return halfway
