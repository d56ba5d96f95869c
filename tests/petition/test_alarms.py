"""Alarms: each pattern that people don't make by themselves rings once; a large campaign does not."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core import mail
from wagtail.users.models import UserProfile

from petition import alarm_letters, alarms, counting, mailbox
from petition.models import Alarm, Breaker, Invalidation, PetitionText, Quarantine, Signature
from tests.petition.conftest import NOW, confirmed, signed
from tests.petition.crowds import work

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def copies(signature: Signature, number: int, **columns: Any) -> None:
    """`number` rows like `signature`, but for their mailboxes."""
    values = Signature.objects.filter(pk=signature.pk).values().get()
    del values["id"]
    start = Signature.objects.count()
    Signature.objects.bulk_create(
        Signature(**values | {"mailbox_key": f"{start + each:064}"} | columns) for each in range(number)
    )


def rings(now: dt.datetime = NOW) -> list[tuple[str, str, int, int]]:
    """What is new at `now`."""
    return [(each.kind, each.label, each.seen, each.usual) for each in alarms.look(now)]


# What rings -----------------------------------------------------------------------------------------------------------
def test_a_state_with_more_signatures_than_one_in_a_hundred_inhabitants_rings(text: PetitionText) -> None:
    for number in range(11):
        confirmed(text, email=f"p{number}@example.org", country="VA")
    confirmed(text, email="de@example.org", country="DE")
    confirmed(text, email="nowhere@example.org", country="")
    counting.fold(NOW)
    assert rings() == [("country", "VA", 11, 10)]
    work(NOW)
    assert rings() == []


def test_a_domain_rings_by_its_name_and_a_large_provider_does_not(text: PetitionText) -> None:
    copies(signed(text, email="x@crowd.example"), 100)
    copies(signed(text, email="x@gmail.com"), 150)
    copies(signed(text, NOW - 2 * HOUR, email="x@earlier.example"), 150)
    assert rings() == [("domain", "crowd.example", 101, 100)]
    assert Alarm.objects.get().subject == mailbox.domain_key("crowd.example")


def test_even_a_large_provider_rings_at_a_multiple(text: PetitionText, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarms, "PROVIDER", 2)
    copies(signed(text, email="x@gmail.com"), 200)
    assert rings() == [("domain", "gmail.com", 201, 200)]


def test_a_network_rings_and_what_is_held_by_a_quarantine_or_invalid_does_not(text: PetitionText) -> None:
    copies(signed(text), 101, prefix_key="a" * 64, domain_key="")
    quarantine = Quarantine.objects.create(petition_id=text.petition_id, started_at=NOW)
    copies(signed(text), 101, prefix_key="b" * 64, domain_key="", held_at=NOW, quarantine_id=quarantine.pk)
    invalidation = Invalidation.objects.create(petition_id=text.petition_id, reason="rules", created_at=NOW)
    taken = {"invalidated_at": NOW, "invalidation_id": invalidation.pk}
    copies(signed(text), 101, prefix_key="c" * 64, domain_key="", **taken)
    assert rings() == [("prefix", "aaaaaaaa", 101, 100)]


def test_confirmed_within_a_minute_from_data_centres_rings(text: PetitionText) -> None:
    quick = {"domain_key": "", "score": 3, "signed_at": NOW, "confirmed_at": NOW + dt.timedelta(seconds=59)}
    copies(signed(text), 21, **quick)
    copies(signed(text), 21, **quick | {"score": 2})
    copies(signed(text), 21, **quick | {"confirmed_at": NOW + dt.timedelta(seconds=61)})
    assert rings(NOW + HOUR / 2) == [("hosting", "", 21, 20)]


def test_a_leap_rings_and_a_campaign_that_spreads_does_not(text: PetitionText, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarms, "LEAST_BURST", 30)
    anybody = signed(text, NOW - 3 * DAY)
    for hour, number in enumerate((8, 16, 30, 60, 100), start=-5):  # a day on which many tell others
        copies(anybody, number, domain_key="", signed_at=NOW + hour * HOUR + HOUR / 2)
    assert rings() == []
    copies(anybody, 401, domain_key="", signed_at=NOW + HOUR / 2)
    assert rings(NOW + HOUR) == [("burst", "", 401, 400)]
    copies(anybody, 401, domain_key="", signed_at=NOW + HOUR * 3 / 2)
    Alarm.objects.update(answered_at=NOW + HOUR)
    assert rings(NOW + 2 * HOUR) == []  # as large as before is no leap


def test_a_petition_of_today_has_no_measure_yet(text: PetitionText) -> None:
    copies(signed(text), 400, domain_key="")
    text.petition.__class__.objects.update(opens_at=NOW - HOUR)
    assert rings() == []


def test_a_breaker_that_tripped_rings(text: PetitionText) -> None:
    Breaker.objects.create(petition_id=text.petition_id, tripped_at=NOW, sent=300, confirmed=4, checked_at=NOW)
    assert rings() == [("breaker", "", 4, 300)]


# Once -----------------------------------------------------------------------------------------------------------------
def test_it_rings_once_learns_what_is_seen_and_rests_once_answered(text: PetitionText) -> None:
    copies(signed(text, email="x@crowd.example"), 100)
    assert len(rings()) == 1
    copies(signed(text, email="y@crowd.example"), 20)
    assert rings(NOW + HOUR / 2) == []
    alarm = Alarm.objects.get()
    assert (alarm.seen, alarm.first_at, alarm.last_at) == (122, NOW, NOW + HOUR / 2)
    assert alarms.answer(alarm.pk, None, NOW + HOUR / 2)
    assert not alarms.answer(alarm.pk, None, NOW + HOUR / 2)
    assert rings(NOW + HOUR / 2) == []
    copies(signed(text, email="z@crowd.example"), 122)
    assert [ring[2] for ring in rings(NOW + HOUR / 2)] == [245]  # twice what was answered for


@pytest.mark.parametrize(
    ("kind", "named", "pattern"),
    [
        ("country", {"subject": "VA"}, {"countries": ["VA"]}),
        ("domain", {"subject": "k", "label": "a.example"}, {"domains": ["a.example"], "signed_from": NOW - HOUR}),
        ("domain", {"subject": "k"}, {"signed_from": NOW - HOUR}),
        ("prefix", {"subject": "abc"}, {"prefixes": ["abc"], "signed_from": NOW - HOUR}),
        ("hosting", {}, {"least_score": 3, "signed_from": NOW - HOUR}),
        ("burst", {}, {"signed_from": NOW - HOUR}),
        ("breaker", {}, {"signed_from": NOW - HOUR}),
    ],
)
def test_an_alarm_says_what_its_signatures_have_in_common(
    kind: str, named: dict[str, str], pattern: dict[str, Any]
) -> None:
    assert alarms.pattern_of(Alarm(kind=kind, first_at=NOW, **named)) == pattern


# Letters --------------------------------------------------------------------------------------------------------------
def test_those_who_can_do_something_get_one_letter_an_hour_in_their_language(text: PetitionText) -> None:
    users = get_user_model().objects
    users.create_superuser("chief", "chief@example.org", "x")
    manager = users.create_user("manager", "manager@example.org", "x")
    manager.user_permissions.add(Permission.objects.get(codename="add_quarantine"))
    UserProfile.objects.create(user=manager, preferred_language="az")
    users.create_user("writer", "writer@example.org", "x")
    users.create_superuser("mute", "", "x")
    copies(signed(text, email="x@crowd.example"), 100)
    alarms.look(NOW)
    assert alarm_letters.tell(NOW) == 2
    assert {letter.to[0] for letter in mail.outbox} == {"chief@example.org", "manager@example.org"}
    assert "crowd.example" in mail.outbox[0].body
    copies(signed(text), 101, prefix_key="a" * 64, domain_key="")
    alarms.look(NOW + HOUR / 4)
    assert alarm_letters.tell(NOW + HOUR / 2) == 0
    assert alarm_letters.tell(NOW + HOUR) == 2
    assert "crowd.example" not in mail.outbox[-1].body
    assert alarm_letters.tell(NOW + 3 * HOUR) == 0


def test_without_an_alarm_nobody_gets_a_letter(text: PetitionText) -> None:
    get_user_model().objects.create_superuser("chief", "chief@example.org", "x")
    assert alarm_letters.tell(NOW) == 0
    assert mail.outbox == []
