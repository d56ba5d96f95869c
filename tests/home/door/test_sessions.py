"""home.door.sessions: a copy of the table opens no session."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from home.door.sessions import SessionStore

pytestmark = pytest.mark.django_db


def test_what_is_kept_is_no_cookie(through: Client) -> None:
    assert through.get("/admin/").status_code == 200
    for row in Session.objects.all():
        thief = Client()
        thief.cookies["sessionid"] = row.session_key
        assert thief.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_a_session_is_found_changed_and_ended() -> None:
    session = SessionStore()
    session["colour"] = "blue"
    session.save()
    again = SessionStore(session.session_key)
    assert again["colour"] == "blue"
    again["colour"] = "red"
    again.save()
    before = again.session_key
    again.cycle_key()
    assert not SessionStore().exists(before)
    assert SessionStore(again.session_key)["colour"] == "red"
    again.flush()
    assert not Session.objects.exists()
