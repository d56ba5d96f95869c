"""Who sends is known for a day, and to nobody who has only the database or only the key."""

import datetime as dt
from typing import Any

import pytest

from petition.models import DaySecret
from petition.throttle import buckets, senders
from petition.throttle.buckets import Places

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
HOST, NETWORK = "203.0.113.7/32", "203.0.113.0/24"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_a_new_process() -> None:
    senders.forget()


def test_two_processes_know_a_sender_by_the_same_keys():
    known = senders.known(HOST, NETWORK, NOW)
    senders.forget()
    assert senders.known(HOST, NETWORK, NOW + dt.timedelta(hours=11)) == known
    assert DaySecret.objects.count() == 1


def test_the_next_day_a_sender_has_other_keys_but_its_permits_hold():
    today, tomorrow = (senders.known(HOST, NETWORK, NOW + dt.timedelta(days=days)) for days in (0, 1))
    assert today.host_key != tomorrow.host_key
    assert today.prefix_key != tomorrow.prefix_key
    assert today.binding == tomorrow.binding


def test_nobody_begins_anew_at_midnight_what_still_runs():
    midnight = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    before, after = midnight - dt.timedelta(minutes=4), midnight + dt.timedelta(minutes=4)
    sender = senders.known(HOST, NETWORK, before)
    fresh = senders.known(HOST, NETWORK, after)
    buckets.take(sender, Places(5, 60), before)
    later = senders.known(HOST, NETWORK, after)
    assert (
        (later.host_key, later.network_key)
        == (sender.host_key, sender.network_key)
        != (fresh.host_key, fresh.network_key)
    )
    assert later.prefix_key == fresh.prefix_key != sender.prefix_key
    assert senders.known(HOST, NETWORK, midnight + dt.timedelta(minutes=7)) == fresh
    other = senders.known("203.0.113.8/32", NETWORK, after)
    assert other.network_key == sender.network_key
    assert other.host_key != fresh.host_key


def test_neighbours_share_the_network_alone():
    one, other = senders.known(HOST, NETWORK, NOW), senders.known("203.0.113.8/32", NETWORK, NOW)
    assert one.host_key != other.host_key
    assert one.network_key == other.network_key
    assert 16 < len(one.prefix_key) <= len(one.network_key) <= 64


@pytest.mark.parametrize("lost", ["secret", "key"])
def test_without_the_days_secret_or_the_key_outside_the_database_nothing_can_be_computed_again(
    settings: Any, lost: str
):
    known = senders.known(HOST, NETWORK, NOW)
    if lost == "secret":
        DaySecret.objects.all().delete()
    else:
        settings.MAILBOX_KEY = "another key of a thief, long enough"
    senders.forget()
    assert senders.known(HOST, NETWORK, NOW).prefix_key != known.prefix_key


def test_a_process_asks_the_database_once_a_day(django_assert_num_queries: Any):
    senders.known(HOST, NETWORK, NOW)
    with django_assert_num_queries(0):
        senders.known("198.51.100.1/32", "198.51.100.0/24", NOW)
