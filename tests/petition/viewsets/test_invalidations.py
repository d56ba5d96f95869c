"""Invalidations in the admin: said, counted, looked at, started, watched, undone; each with a permission."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from petition import counting
from petition.lifecycle import crowds, invalidating
from petition.models import Alarm, Invalidation, PetitionText, Signature
from tests.petition.conftest import NOW, confirmed
from tests.petition.crowds import crowd, work

pytestmark = pytest.mark.django_db
SCREENS = pytest.mark.parametrize("screen", ["en", "az", "ar"])


def url(view: str, *args: Any) -> str:
    return reverse(f"petition_invalidations:{view}", args=args)


def said(client: Client, text: PetitionText, **pattern: Any) -> Invalidation:
    """What the form makes of a crowd."""
    response = client.post(url("add"), {"petition": text.petition_id, "reason": "automated", **pattern})
    assert response.status_code == 302, response.context["form"].errors
    made = Invalidation.objects.latest("pk")
    assert response["Location"] == url("inspect", made.pk)
    return made


def deeds() -> list[str]:
    """What the log holds of deeds on crowds, oldest first."""
    logged = ModelLogEntry.objects.filter(action__startswith="petition.").exclude(action="petition.signature.list")
    return list(logged.order_by("timestamp", "pk").values_list("action", flat=True))


@SCREENS
def test_from_the_form_to_the_undo_in_the_editors_language(text: PetitionText, admin_in: Any, screen: str) -> None:
    client = admin_in(screen)
    crowd(text, 3)
    confirmed(text, name="Else", email="else@example.org", country="")
    assert client.get(url("add")).status_code == 200
    made = said(client, text, domains="CROWD.example\n", countries=["AZ", "-"], languages=["en"], doors="")
    assert (made.domains, made.countries, made.found, made.found_counted) == (["crowd.example"], ["AZ", ""], 3, 3)
    html = client.get(url("inspect", made.pk)).content.decode()
    assert html.count("Aygün Əliyeva") == 3
    assert "Else" not in html
    client.post(url("deed", made.pk, "start"))
    assert Invalidation.objects.get().started_at is None  # the tick is asked for on the server
    client.post(url("deed", made.pk, "start"), {"sure": "yes"})
    waiting = client.get(url("inspect", made.pk))
    assert waiting["Refresh"] == "3"
    assert "<progress" in waiting.content.decode()
    work()
    assert "Refresh" not in client.get(url("inspect", made.pk)).headers
    assert counting.shown(text.petition_id) == 1
    client.post(url("deed", made.pk, "undo"))
    assert client.get(url("inspect", made.pk))["Refresh"] == "3"
    work()
    assert counting.shown(text.petition_id) == 4
    assert client.get(url("inspect", made.pk)).status_code == 200
    assert client.get(url("index")).status_code == 200
    assert deeds() == [f"petition.invalidation.{each}" for each in ("count", "start", "undo")]


def test_cancelled_in_the_middle_it_says_what_stays(
    text: PetitionText, admin_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowds, "AT_ONCE", 2)
    client = admin_in("en")
    crowd(text, 3)
    made = said(client, text, countries=["AZ"])
    client.post(url("deed", made.pk, "start"), {"sure": "yes"})
    invalidating.next_batch(NOW)
    client.post(url("deed", made.pk, "cancel"))
    work()
    assert "2 of 3 invalidated." in client.get(url("inspect", made.pk)).content.decode()
    assert Signature.objects.invalidated().count() == 2


def test_a_crowd_without_anything_in_common_is_refused(text: PetitionText, admin_in: Any) -> None:
    client = admin_in("en")
    for wrong in (
        {},
        {"domains": "no domain"},
        {"signed_from": "2026-03-02 10:00", "signed_until": "2026-03-02 09:00"},
        {"least_score": "-1"},
        {"countries": ["XX"]},
    ):
        response = client.post(url("add"), {"petition": text.petition_id, "reason": "automated", **wrong})
        assert response.status_code == 200
        assert response.context["form"].errors
    assert not Invalidation.objects.exists()


def test_an_alarm_fills_in_the_form(text: PetitionText, admin_in: Any) -> None:
    alarm = Alarm.objects.create(
        petition_id=text.petition_id, kind="domain", subject="k", label="crowd.example", first_at=NOW, last_at=NOW
    )
    client = admin_in("en")
    assert "crowd.example" in client.get(url("add"), {"alarm": alarm.pk}).content.decode()
    assert client.get(url("add"), {"alarm": 0}).status_code == 404
    assert client.get(url("add"), {"alarm": "x", "quarantine": "x"}).status_code == 200


def test_names_are_opened_for_those_who_may_see_them_and_that_is_logged(
    text: PetitionText, client_who_may: Callable[..., Client]
) -> None:
    crowd(text, 2)
    client = client_who_may("add_invalidation", "view_invalidation")
    made = said(client, text, countries=["AZ"])
    assert "Aygün" not in client.get(url("inspect", made.pk)).content.decode()
    assert not ModelLogEntry.objects.filter(action="petition.signature.list").exists()


def test_the_sample_that_is_seen_is_logged_with_its_number(text: PetitionText, admin_in: Any) -> None:
    client = admin_in("en")
    crowd(text, 2)
    made = said(client, text, countries=["AZ"])
    client.get(url("inspect", made.pk))
    entry = ModelLogEntry.objects.get(action="petition.signature.list")
    assert (entry.data["rows"], entry.data["sought"]) == (2, f"invalidation {made.pk}")


@pytest.mark.parametrize("rights", [(), ("view_signature", "change_signature"), ("view_invalidation",)])
def test_nobody_invalidates_without_the_permission(
    text: PetitionText, client_who_may: Callable[..., Client], rights: tuple[str, ...]
) -> None:
    crowd(text, 1)
    made = Invalidation.objects.create(
        petition_id=text.petition_id, reason="rules", created_at=NOW, counted_at=NOW, found=1, up_to=10**9
    )
    client = client_who_may(*rights)
    refused = [client.get(url("add")), client.post(url("add"), {"petition": text.petition_id, "countries": ["AZ"]})]
    refused += [client.post(url("deed", made.pk, name), {"sure": "yes"}) for name in ("count", "start", "undo")]
    if "view_invalidation" not in rights:
        refused += [client.get(url("index")), client.get(url("inspect", made.pk))]
    assert {response.status_code for response in refused} == {302}
    assert {response["Location"] for response in refused} == {reverse("wagtailadmin_home")}
    assert Invalidation.objects.get().started_at is None


def test_a_deed_that_is_none_and_a_get_of_a_deed_change_nothing(text: PetitionText, admin_in: Any) -> None:
    client = admin_in("en")
    made = said(client, text, countries=["AZ"])
    assert client.post(url("deed", made.pk, "burn")).status_code == 404
    assert client.get(url("deed", made.pk, "start")).status_code == 405
    assert client.post(url("deed", made.pk, "undo"), follow=True).status_code == 200
    assert deeds() == ["petition.invalidation.count"]


def test_the_log_leads_to_the_invalidation(text: PetitionText, admin_in: Any) -> None:
    client = admin_in("en")
    made = said(client, text, countries=["AZ"])
    assert url("inspect", made.pk) in client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
