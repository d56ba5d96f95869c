"""Tokens: what we made is read as it was; whatever anyone else makes is forged."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from config.keys import public_half, seed
from petition import tokens
from petition.tokens import Link, Purpose

links = st.builds(
    Link,
    signature_id=st.integers(0, 2**63 - 1),
    petition_id=st.integers(0, 2**31 - 1),
    epoch=st.integers(0, tokens.HIGHEST_EPOCH),
)
purposes = st.sampled_from(Purpose)


@given(purposes, links)
def test_a_token_is_read_as_it_was_made_and_made_alike_each_time(purpose: Purpose, link: Link) -> None:
    token = tokens.make(purpose, link)
    assert tokens.read(purpose, token) == link
    assert tokens.make(purpose, link) == token
    assert len(token) == 112


@given(links)
def test_a_token_for_one_purpose_is_forged_for_the_other(link: Link) -> None:
    with pytest.raises(tokens.Forged):
        tokens.read(Purpose.OWN, tokens.make(Purpose.NEWS, link))


@given(purposes, links, st.integers(0, 111), st.sampled_from("ABCDEFabcdef0123456789-_"))
def test_a_token_with_one_character_changed_is_forged(purpose: Purpose, link: Link, place: int, character: str) -> None:
    token = tokens.make(purpose, link)
    assume(token[place] != character)
    with pytest.raises(tokens.Forged):
        tokens.read(purpose, token[:place] + character + token[place + 1 :])


@given(purposes, st.one_of(st.text(max_size=130), st.text("ABCabc-_0", min_size=112, max_size=112)))
def test_anything_else_is_forged(purpose: Purpose, token: str) -> None:
    with pytest.raises(tokens.Forged):
        tokens.read(purpose, token)


@given(links)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_links_of_a_former_key_still_work_and_of_an_unknown_one_do_not(settings: Any, link: Link) -> None:
    former, former_half = pair_of("old")
    settings.LINK_KEY, settings.LINK_PUBLIC_KEY, settings.LINK_PUBLIC_KEYS_BEFORE = former, former_half, []
    token = tokens.make(Purpose.OWN, link)
    settings.LINK_KEY, settings.LINK_PUBLIC_KEY = pair_of("new")
    settings.LINK_PUBLIC_KEYS_BEFORE = [pair_of("older")[1], former_half]
    assert tokens.read(Purpose.OWN, token) == link
    assert tokens.make(Purpose.OWN, link) != token
    settings.LINK_PUBLIC_KEYS_BEFORE = []
    with pytest.raises(tokens.Forged):
        tokens.read(Purpose.OWN, token)


def test_a_process_that_strangers_talk_to_reads_links_and_cannot_make_them(settings: Any) -> None:
    token = tokens.make(Purpose.OWN, Link(1, 2, 3))
    settings.LINK_KEY = ""
    assert tokens.read(Purpose.OWN, token) == Link(1, 2, 3)
    with pytest.raises(tokens.CannotMake):
        tokens.make(Purpose.OWN, Link(1, 2, 3))


def test_what_stands_for_a_link_opens_nothing() -> None:
    with pytest.raises(tokens.Forged):
        tokens.read(Purpose.OWN, tokens.SPECIMEN)


def pair_of(secret: str) -> tuple[str, str]:
    """The private key of a secret, and its public half."""
    private = seed("LINK_KEY", secret)
    return private, public_half("LINK_KEY", private)
