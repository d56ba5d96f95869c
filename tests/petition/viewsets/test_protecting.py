"""Editors see how the limits stand and tighten them at once; what they changed stands in the log."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from petition import throttle
from petition.models import Petition, Protection
from tests.petition.conftest import FORM
from tests.petition.throttle.test_breaker import trip

ORDINARY = {
    "effort": "1",
    "soft_per_address": "5",
    "soft_per_network": "60",
    "hold_score": "8",
    "suspicious_domains": "",
}


@pytest.fixture
def screen(petition: Petition) -> str:
    return f"/admin/settings/petition/protection/{Site.objects.get().pk}/"


def test_the_screen_says_how_the_limits_stand(admin_client: Client, screen: str, petition: Petition, visitor: Client):
    for _ in range(6):
        visitor.post("/en/petitions/trees/sign/", FORM)
    trip(petition, timezone.now())
    html = " ".join(admin_client.get(screen).content.decode().split())
    assert "Nearly nobody confirms “Plant more trees”: 2 of 300 letters." in html
    assert '<th scope="row">Addresses</th><td>1</td><td>1</td><td>0</td>' in html
    assert '<th scope="row">Networks</th><td>1</td><td>0</td><td>0</td>' in html


def test_what_an_editor_tightens_holds_for_the_next_visitor(
    admin_client: Client, screen: str, petition: Petition, visitor: Client
):
    assert "Check your mailbox" in visitor.post("/en/petitions/trees/sign/", FORM).content.decode()
    assert admin_client.post(screen, {**ORDINARY, "everyone_proves": "on"}).status_code == 302
    assert "Almost there" in visitor.post("/en/petitions/trees/sign/", FORM).content.decode()


def test_a_change_stands_in_the_log_with_what_was_before(admin_client: Client, screen: str, rf: Any):
    admin_client.post(
        screen, {**ORDINARY, "everyone_proves": "on", "effort": "4", "suspicious_domains": "a.example\nb"}
    )
    entry = ModelLogEntry.objects.get(action="petition.protection.change")
    assert entry.user is not None
    assert entry.message == "Everyone proves: no → yes; Effort: 1 → 4; Suspicious domains: – → a.example b"
    admin_client.post(
        screen, {**ORDINARY, "everyone_proves": "on", "effort": "4", "suspicious_domains": "a.example\nb"}
    )
    assert ModelLogEntry.objects.filter(action="petition.protection.change").count() == 1, "nothing changed"


@pytest.mark.parametrize(
    "wrong", [{"soft_per_address": "0"}, {"soft_per_network": "-1"}, {"hold_score": "0"}, {"effort": "2"}]
)
def test_nonsense_is_refused(admin_client: Client, screen: str, wrong: dict[str, str]):
    assert admin_client.post(screen, {**ORDINARY, **wrong}).status_code == 200
    assert throttle.of_site(Site.objects.get().pk) == throttle.Rules()


def test_only_who_may_change_it_sees_it(client: Client, screen: str):
    editor = User.objects.create_user("editor", password="x")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    assert client.get(screen).status_code == 302
    editor.user_permissions.add(Permission.objects.get(codename="change_protection"))
    assert client.get(screen).status_code == 200
    assert Protection.objects.count() == 1
