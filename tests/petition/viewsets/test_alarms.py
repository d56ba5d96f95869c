"""Alarms in the admin: on the front page, in a list, answered by those who may."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pages import formats
from petition.models import Alarm, PetitionText
from tests.petition.conftest import NOW

pytestmark = pytest.mark.django_db


def url(view: str, *args: Any) -> str:
    return reverse(f"petition_alarms:{view}", args=args)


@pytest.fixture
def alarm(text: PetitionText) -> Alarm:
    return Alarm.objects.create(
        petition_id=text.petition_id, kind="country", subject="VA", label="VA", seen=11, first_at=NOW, last_at=NOW
    )


@pytest.mark.parametrize("screen", ["en", "az", "ar"])
def test_an_alarm_stands_on_the_front_page_and_in_the_list_until_it_is_answered(
    alarm: Alarm, admin_in: Any, screen: str
) -> None:
    client = admin_in(screen)
    ways = [reverse("petition_quarantines:add"), reverse("petition_invalidations:add"), url("deed", alarm.pk, "answer")]
    for page in (reverse("wagtailadmin_home"), url("index")):
        html = client.get(page).content.decode()
        assert formats.locale(screen).territories["VA"] in html
        assert not [way for way in ways if way not in html]
    assert client.post(url("deed", alarm.pk, "answer"))["Location"] == url("index")
    alarm.refresh_from_db()
    assert alarm.answered_by is not None
    assert ways[2] not in client.get(url("index")).content.decode()
    assert ways[2] not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_whoever_may_not_see_quarantines_sees_no_alarm(alarm: Alarm, client_who_may: Callable[..., Client]) -> None:
    client = client_who_may("view_signature", "change_petition")
    assert url("deed", alarm.pk, "answer") not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(url("index")).status_code == 302
    assert client.post(url("deed", alarm.pk, "answer"))["Location"] == reverse("wagtailadmin_home")
    alarm.refresh_from_db()
    assert alarm.answered_at is None


def test_whoever_may_only_look_gets_no_button(alarm: Alarm, client_who_may: Callable[..., Client]) -> None:
    client = client_who_may("view_quarantine")
    html = client.get(url("index")).content.decode()
    assert "VA" in html or "Vatican" in html
    assert url("deed", alarm.pk, "answer") not in html
    client.post(url("deed", alarm.pk, "answer"))
    alarm.refresh_from_db()
    assert alarm.answered_at is None
