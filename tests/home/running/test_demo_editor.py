"""home.running.demo_editor: one editor for a newcomer, and none where others could sign in."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate, get_user_model

from home.running import demo_editor, server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def note(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(demo_editor, "PATH", tmp_path / "demo-editor.txt")
    return tmp_path / "demo-editor.txt"


def test_the_editor_can_sign_in_and_is_named_at_every_start() -> None:
    demo_editor.make()
    demo_editor.make()
    password = demo_editor.password()
    assert authenticate(username="editor", password=password).is_superuser
    assert f"Name      editor\n  Password  {password}\n" in server.welcome()


def test_only_the_owner_of_the_folder_can_read_the_password(note: Path) -> None:
    demo_editor.make()
    assert stat.S_IMODE(note.stat().st_mode) == 0o600


def test_nobody_is_added_to_those_who_can_sign_in() -> None:
    get_user_model().objects.create_user("ann")
    demo_editor.make()
    assert demo_editor.password() == ""
    assert get_user_model().objects.count() == 1


def test_a_site_that_others_can_reach_gets_no_demo_editor(settings: Any) -> None:
    settings.LOOPBACK = False
    demo_editor.make()
    assert not get_user_model().objects.exists()


def test_a_changed_password_is_not_shown() -> None:
    demo_editor.make()
    editor = get_user_model().objects.get()
    editor.set_password("another one")
    editor.save()
    assert demo_editor.password() == ""
    assert "Password" not in server.welcome()
