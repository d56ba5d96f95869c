"""Quarantines in the admin: begun from an alarm or by hand, ended, released, chosen from one by one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from petition import counting, lifecycle
from petition.lifecycle import Circumstances, quarantining
from petition.models import Alarm, Invalidation, PetitionText, Quarantine, Signature
from petition.viewsets import held as held_view
from tests.petition.conftest import NOW, confirmed, given, link_of
from tests.petition.crowds import crowd, work

pytestmark = pytest.mark.django_db


def url(view: str, *args: Any) -> str:
    return reverse(f"petition_quarantines:{view}", args=args)


def held(text: PetitionText, *scores: int) -> list[Signature]:
    """Confirmed signatures that are held by their score alone."""
    found = []
    for score in scores:
        circumstances = Circumstances(score=score, is_held=True)
        lifecycle.sign(text, given(email=f"s{score}@example.org"), "en", NOW, circumstances=circumstances)
        found.append(lifecycle.confirm(link_of(Signature.objects.latest("pk")), NOW))
    return found


def deeds() -> list[str]:
    """What the log holds of deeds on crowds, oldest first."""
    logged = ModelLogEntry.objects.filter(action__startswith="petition.").exclude(action="petition.signature.list")
    return list(logged.order_by("timestamp", "pk").values_list("action", flat=True))


@pytest.mark.parametrize("screen", ["en", "az", "ar"])
def test_from_an_alarm_to_the_release(text: PetitionText, admin_in: Any, screen: str) -> None:
    alarm = Alarm.objects.create(
        petition_id=text.petition_id, kind="domain", subject="k", label="crowd.example", first_at=NOW, last_at=NOW
    )
    client = admin_in(screen)
    form = f"{url('add')}?alarm={alarm.pk}"
    assert "crowd.example" in client.get(form).content.decode()
    response = client.post(form, {"petition": text.petition_id, "domains": "crowd.example", "note": "Since noon"})
    quarantine = Quarantine.objects.get()
    assert response["Location"] == url("inspect", quarantine.pk)
    assert (quarantine.alarm, quarantine.domains) == (alarm, ["crowd.example"])
    crowd(text, 2)
    assert client.get(url("inspect", quarantine.pk)).context["held"] == 2
    assert client.get(url("index")).status_code == 200
    client.post(url("deed", quarantine.pk, "end"))
    client.post(url("deed", quarantine.pk, "release"))
    assert Quarantine.objects.get().release_asked_at is None  # the tick is asked for on the server
    client.post(url("deed", quarantine.pk, "release"), {"sure": "yes"})
    assert client.get(url("inspect", quarantine.pk))["Refresh"] == "3"
    work()
    work(timezone.now() + quarantining.ON_ITS_WAY)
    assert "Refresh" not in client.get(url("inspect", quarantine.pk)).headers
    assert counting.shown(text.petition_id) == 2
    assert deeds() == [f"petition.quarantine.{each}" for each in ("hold", "end", "release")]


def test_ticked_ones_are_released_and_the_rest_stays(text: PetitionText, admin_in: Any) -> None:
    first, second = held(text, 8, 9)
    client = admin_in("en")
    page = client.get(url("held"))
    assert {row.signature for row in page.context["rows"]} == {first, second}
    client.post(url("held"), {"signature": [first.pk, "x"], "which": "ticked", "deed": "release"})
    work()
    assert counting.shown(text.petition_id) == 1
    assert Signature.objects.get(pk=first.pk).is_counted
    assert [row.signature for row in client.get(url("held")).context["rows"]] == [second]
    assert deeds() == ["petition.quarantine.gather", "petition.quarantine.release"]


def test_all_that_match_are_put_apart_and_invalidated(text: PetitionText, admin_in: Any) -> None:
    held(text, 8, 9, 12)
    confirmed(text)
    client = admin_in("en")
    listed = f"{url('held')}?petition={text.petition_id}&least_score=9"
    assert client.get(listed).context["number"] == 2
    response = client.post(listed, {"which": "all", "deed": "invalidate"})
    apart = Quarantine.objects.get()
    assert response["Location"] == f"{reverse('petition_invalidations:add')}?quarantine={apart.pk}"
    assert client.get(response["Location"]).status_code == 200
    client.post(response["Location"], {"reason": "automated"})
    made = Invalidation.objects.get()
    assert (made.quarantine, made.petition_id, made.found) == (apart, text.petition_id, 2)


def test_of_a_flood_the_held_list_says_that_there_are_more(
    text: PetitionText, admin_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(text, 8, 9, 12)
    for most, said in ((3, "All that match: 3<"), (2, "All that match: 2+<")):
        monkeypatch.setattr(held_view, "MOST_COUNTED", most)
        assert said in admin_in("en").get(url("held"), {"petition": text.petition_id}).content.decode()


def test_the_held_list_follows_a_quarantine_and_filters(text: PetitionText, admin_in: Any) -> None:
    quarantine = Quarantine.objects.create(petition_id=text.petition_id, started_at=NOW, countries=["AZ"])
    crowd(text, 2)
    client = admin_in("ar")
    chosen = {"petition": text.petition_id, "quarantine": quarantine.pk}
    assert client.get(url("held"), chosen).context["number"] == 2
    assert client.get(url("held"), {**chosen, "country": "-"}).context["number"] == 0
    assert client.get(url("held"), {**chosen, "language": "de"}).context["number"] == 0
    assert client.get(url("held"), {"least_score": "nonsense"}).context["number"] == 0
    assert client.get(url("held")).context["number"] == 0


def test_nothing_chosen_changes_nothing(text: PetitionText, admin_in: Any) -> None:
    held(text, 8)
    client = admin_in("en")
    for posted in ({}, {"which": "ticked", "signature": ["0"]}):
        assert client.post(url("held"), {**posted, "deed": "release"})["Location"] == url("held")
    assert not Quarantine.objects.exists()


@pytest.mark.parametrize("rights", [(), ("view_signature", "change_signature"), ("view_quarantine",)])
def test_nobody_holds_or_releases_without_the_permission(
    text: PetitionText, client_who_may: Callable[..., Client], rights: tuple[str, ...]
) -> None:
    quarantine = Quarantine.objects.create(petition_id=text.petition_id, started_at=NOW)
    (signature,) = held(text, 8)
    client = client_who_may(*rights)
    refused = [client.get(url("add")), client.post(url("add"), {"petition": text.petition_id, "countries": ["AZ"]})]
    refused += [client.post(url("deed", quarantine.pk, name), {"sure": "yes"}) for name in ("end", "release")]
    refused.append(client.post(url("held"), {"signature": [signature.pk], "deed": "release"}))
    if "view_quarantine" not in rights:
        refused += [client.get(url("index")), client.get(url("inspect", quarantine.pk)), client.get(url("held"))]
    assert {response.get("Location") for response in refused} == {reverse("wagtailadmin_home")}
    assert list(Quarantine.objects.values_list("ended_at")) == [(None,)]
