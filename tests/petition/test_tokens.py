"""Tokens: what we made is read as it was; whatever anyone else makes is forged."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from petition import tokens
from petition.tokens import Link, Purpose

links = st.builds(
    Link,
    signature_id=st.integers(0, 2**63 - 1),
    petition_id=st.integers(0, 2**31 - 1),
    epoch=st.integers(0, 2**15 - 1),
)
purposes = st.sampled_from(Purpose)


@given(purposes, links)
def test_a_token_is_read_as_it_was_made_and_made_alike_each_time(purpose: Purpose, link: Link) -> None:
    token = tokens.make(purpose, link)
    assert tokens.read(purpose, token) == link
    assert tokens.make(purpose, link) == token
    assert len(token) == 48


@given(links)
def test_a_token_for_one_purpose_is_forged_for_the_other(link: Link) -> None:
    with pytest.raises(tokens.Forged):
        tokens.read(Purpose.WITHDRAW, tokens.make(Purpose.CONFIRM, link))


@given(purposes, links, st.integers(0, 47), st.sampled_from("ABCDEFabcdef0123456789-_"))
def test_a_token_with_one_character_changed_is_forged(purpose: Purpose, link: Link, place: int, character: str) -> None:
    token = tokens.make(purpose, link)
    assume(token[place] != character)
    with pytest.raises(tokens.Forged):
        tokens.read(purpose, token[:place] + character + token[place + 1 :])


@given(purposes, st.one_of(st.text(max_size=60), st.text("ABCabc-_0", min_size=48, max_size=48)))
def test_anything_else_is_forged(purpose: Purpose, token: str) -> None:
    with pytest.raises(tokens.Forged):
        tokens.read(purpose, token)


@given(links)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_links_of_a_former_key_still_work_and_of_an_unknown_one_do_not(settings: Any, link: Link) -> None:
    settings.LINK_KEY, settings.LINK_KEYS_BEFORE = "old" * 20, []
    token = tokens.make(Purpose.CONFIRM, link)
    settings.LINK_KEY, settings.LINK_KEYS_BEFORE = "new" * 20, ["older" * 10, "old" * 20]
    assert tokens.read(Purpose.CONFIRM, token) == link
    assert tokens.make(Purpose.CONFIRM, link) != token
    settings.LINK_KEYS_BEFORE = []
    with pytest.raises(tokens.Forged):
        tokens.read(Purpose.CONFIRM, token)
