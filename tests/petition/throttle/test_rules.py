"""What editors set holds within seconds, and no longer than it stands."""

from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import Site

from petition.models import Petition, Protection
from petition.throttle import rules
from petition.throttle.buckets import Places
from petition.throttle.rules import Rules
from tests.petition.conftest import NOW
from tests.petition.throttle.test_breaker import trip

pytestmark = pytest.mark.django_db


def test_a_site_that_nobody_has_set_up_has_the_ordinary_rules():
    assert rules.read(Site.objects.get().pk) == rules.read(None) == Rules()
    assert Rules().hard == Places(50, 600)


def test_every_setting_reaches_the_rules():
    site = Site.objects.get()
    Protection.objects.create(
        site=site,
        everyone_proves=True,
        effort=16,
        soft_per_address=2,
        soft_per_network=20,
        hold_score=5,
        holds_everything=True,
        suspicious_domains="Example.org\n\n  throwaway.example\r\n",
    )
    assert rules.read(site.pk) == Rules(
        soft=Places(2, 20),
        effort=16,
        everyone_proves=True,
        hold_score=5,
        holds_everything=True,
        suspicious_domains=frozenset({"example.org", "throwaway.example"}),
    )


def test_rules_are_read_once_in_five_seconds(monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any):
    site, clock = Site.objects.get(), [1000.0]
    monkeypatch.setattr(rules, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    before = rules.of_site(site.pk)
    Protection.objects.create(site=site, everyone_proves=True)
    with django_assert_num_queries(0):
        assert rules.of_site(site.pk) == before
    clock[0] += 5.1
    assert rules.of_site(site.pk).everyone_proves
    Protection.objects.update(everyone_proves=False)
    rules.forget()
    assert not rules.of_site(site.pk).everyone_proves


def test_a_tripped_breaker_makes_everyone_prove_and_costs_four_times_as_much(petition: Petition):
    ordinary = Rules()
    trip(petition, NOW)
    found = rules.read(None)
    assert found.must_prove(petition.pk)
    assert not found.must_prove(petition.pk + 1)
    assert found.cost(petition.pk, Places(0, 0)) == 4 * ordinary.cost(petition.pk, Places(0, 0))


def test_what_is_held_is_what_looks_suspicious_enough_or_everything():
    assert [Rules().holds(score) for score in (0, 7, 8, 20)] == [False, False, True, True]
    assert Rules(holds_everything=True).holds(0)
