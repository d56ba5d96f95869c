"""Proofs of work and tickets: only what this site has made, only for what it was made, only for a while."""

import base64
import datetime as dt
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petition.throttle import proofs
from petition.throttle.proofs import Permit, Worthless

NOW = dt.datetime(2026, 3, 1, 12, 0, 0, 500, tzinfo=dt.UTC)
NETWORK, OTHER_NETWORK = "0123456789abcdef", "fedcba9876543210"


def number_of(challenge: dict[str, Any]) -> int:
    """What a device finds."""
    tries = range(challenge["maxnumber"] + 1)
    return next(n for n in tries if proofs.hashed(challenge["salt"], n) == challenge["challenge"])


def encoded(said: Any) -> str:
    return base64.b64encode(json.dumps(said).encode()).decode()


def solved(challenge: dict[str, Any], /, **other: Any) -> str:
    """The payload that a device sends."""
    said = {name: value for name, value in challenge.items() if name != "maxnumber"}
    return encoded({**said, "number": number_of(challenge), **other})


@pytest.fixture
def permit() -> Permit:
    return proofs.new(7, NETWORK, NOW)


@pytest.fixture
def challenge(permit: Permit) -> dict[str, Any]:
    return proofs.challenge(permit, 500)


def test_whoever_finds_the_number_has_earned_the_permit(permit, challenge):
    found = proofs.worked(solved(challenge))
    assert found == permit
    proofs.check(found, 7, NETWORK, NOW)


def test_whoever_has_waited_has_earned_the_same_permit(permit):
    found = proofs.waited(proofs.ticket(permit))
    assert not found.by_work
    assert found.digest == permit.digest, "spent once, whether by work or by patience"


def test_the_challenge_is_altchas(challenge):
    assert set(challenge) == {"algorithm", "challenge", "maxnumber", "salt", "signature"}
    assert challenge["algorithm"] == "SHA-256"
    salt, number = challenge["salt"], number_of(challenge)
    assert hashlib.sha256(f"{salt}{number}".encode()).hexdigest() == challenge["challenge"]
    assert 0 <= number <= challenge["maxnumber"]


@pytest.mark.parametrize(
    ("petition", "network", "later"),
    [(8, NETWORK, 0), (7, OTHER_NETWORK, 0), (7, NETWORK, 1_800), (7, NETWORK, 999_999)],
    ids=["another petition", "another network", "expired", "long expired"],
)
def test_a_permit_is_for_one_petition_and_one_network_and_half_an_hour(permit, petition, network, later):
    with pytest.raises(Worthless):
        proofs.check(permit, petition, network, NOW + dt.timedelta(seconds=later))


@pytest.mark.parametrize(
    "other",
    [
        {"number": 501},
        {"number": -1},
        {"number": True},
        {"number": "1"},
        {"number": 1.0},
        {"number": None},
        {"algorithm": "SHA-1"},
        {"algorithm": None},
        {"signature": "0" * 64},
        {"signature": ""},
        {"signature": "é" * 64},
        {"challenge": "0" * 64},
        {"salt": "\ud800"},
        {"salt": 5},
    ],
    ids=str,
)
def test_a_forged_proof_is_worthless(challenge, other):
    with pytest.raises(Worthless):
        proofs.worked(solved(challenge, **other))


def test_digits_cannot_move_from_the_number_into_the_salt(challenge):
    salt, number = challenge["salt"], str(number_of(challenge))
    for moved in range(1, len(number)):
        with pytest.raises(Worthless):
            proofs.worked(solved(challenge, salt=salt + number[:moved], number=int(number[moved:])))


def test_a_proof_of_a_task_that_somebody_set_themselves_is_worthless(permit):
    own = proofs.hashed(permit.salt, 5)
    said = {"algorithm": "SHA-256", "challenge": own, "salt": permit.salt, "number": 5, "signature": own}
    with pytest.raises(Worthless):
        proofs.worked(encoded(said))


def test_a_ticket_is_no_proof_and_a_proof_is_no_ticket(permit, challenge):
    signed = proofs.ticket(permit)[-64:]
    with pytest.raises(Worthless):
        proofs.worked(solved(challenge, signature=signed))
    with pytest.raises(Worthless):
        proofs.waited(permit.salt + challenge["signature"])


def test_a_ticket_cannot_be_written_anew(permit):
    ticket = proofs.ticket(permit)
    later = ticket.replace(f"expires={int(permit.expires.timestamp())}", "expires=9999999999")
    for forged in (later, ticket[1:], ticket + "0", "", "x" * 2_000, ticket[:-64]):
        with pytest.raises(Worthless):
            proofs.waited(forged)


@given(st.text(max_size=1_100) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(encoded))
def test_no_nonsense_is_more_than_worthless(text):
    for read in (proofs.worked, proofs.waited):
        with pytest.raises(Worthless):
            read(text)


def test_nested_nonsense_is_worthless_too():
    with pytest.raises(Worthless):
        proofs.worked(base64.b64encode(b"[" * 700).decode())


def test_each_permit_is_new():
    assert len({proofs.new(7, NETWORK, NOW).digest for _ in range(50)}) == 50
