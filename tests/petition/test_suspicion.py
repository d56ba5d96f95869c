"""Suspicion is a sum of small reasons; an ordinary person has none, and nobody is refused for one."""

import datetime as dt
from typing import Any

import pytest

from petition import mailbox, suspicion
from petition.models import PetitionText, Signature
from petition.suspicion import Suspicion, Traces
from tests.petition.conftest import NOW, signed

HOME, DATA_CENTRE = "2.2.2.2", "52.95.110.1"
pytestmark = pytest.mark.django_db


def of(address: str = "aygun@example.org", sender: str = HOME, named: frozenset[str] = frozenset(), **traces: Any):
    return suspicion.of(Traces(address, sender, **traces), named, NOW)


def test_an_ordinary_person_is_not_suspicious():
    assert of().score == of(milliseconds="45000").score == 0


@pytest.mark.parametrize(
    ("found", "part", "points"),
    [
        ({"trap": "x"}, "trap", 6),
        ({"milliseconds": "999"}, "haste", 4),
        ({"milliseconds": "2999"}, "haste", 2),
        ({"address": "a@mailinator.com"}, "disposable", 3),
        ({"address": "a@sub.MAILINATOR.com"}, "disposable", 3),
        ({"sender": DATA_CENTRE}, "hosting", 3),
        ({"sender": "2a01:4f8::1"}, "hosting", 3),
        ({"address": "a@Bad.Example", "named": frozenset({"bad.example"})}, "listed", 8),
        ({"address": "a@sub.bad.example", "named": frozenset({"bad.example"})}, "listed", 8),
    ],
)
def test_each_trace_has_its_points(found: dict[str, Any], part: str, points: int):
    assert of(**found) == Suspicion(**{part: points})


@pytest.mark.parametrize("said", ["", "3000", "-1", "x", "1e3", "９", "9" * 40])
def test_no_time_and_no_nonsense_is_held_against_anybody(said: str):
    assert of(milliseconds=said).haste == 0


def test_no_single_trace_holds_a_signature_unless_editors_named_its_domain():
    singles = [6, 4, 3, 3, 3]
    assert max(singles) < 8 <= of(address="a@bad.example", named=frozenset({"bad.example"})).score


def test_a_top_level_domain_is_no_domain():
    assert not of(address="a@example.org", named=frozenset({"org"})).listed


def crowd(text: PetitionText, domain: str, count: int, at: dt.datetime) -> None:
    signed(text, at, email=f"somebody@{domain}")
    like = Signature.objects.get(domain_key=mailbox.domain_key(domain))
    Signature.objects.bulk_create(
        Signature(
            petition_id=like.petition_id,
            text_id=like.text_id,
            language="en",
            letter_language="en",
            mailbox_key=f"{domain} {number}",
            domain_key=like.domain_key,
            sealed=b"sealed",
            signed_at=at,
        )
        for number in range(count - 1)
    )


def test_many_mailboxes_of_a_small_domain_in_a_day_are_suspicious(text: PetitionText):
    crowd(text, "small.example", 49, NOW)
    assert of("new@small.example").crowd == 0
    signed(text, NOW, email="fiftieth@small.example")
    assert of("new@small.example") == Suspicion(crowd=3)
    assert of("new@other.example").crowd == 0


def test_many_mailboxes_of_a_great_provider_or_of_another_day_are_not(text: PetitionText):
    crowd(text, "gmail.com", 60, NOW)
    crowd(text, "small.example", 60, NOW - dt.timedelta(days=1))
    assert of("new@gmail.com").score == of("new@small.example").score == 0


def test_every_mailbox_costs_the_same_single_question(django_assert_num_queries: Any):
    for address in ("a@gmail.com", "a@mailinator.com", "a@small.example"):
        with django_assert_num_queries(1):
            of(address, sender=DATA_CENTRE, trap="x")
