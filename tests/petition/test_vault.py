"""petition.vault: what is put in comes out byte for byte, for those who may; the others get nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.keys import public_half, seed
from petition import tokens, vault
from petition.tokens import Link, Purpose
from petition.vault import Person

people = st.builds(Person, email=st.emails(), name=st.text(min_size=1, max_size=200), comment=st.text(max_size=1_000))
LINK = Link(7, 1, 12345)


@given(people)
def test_what_is_sealed_is_opened_as_it_was(person: Person) -> None:
    assert vault.unseal(vault.seal(person)) == person


@given(people)
def test_a_link_opens_the_copy_made_for_it_and_no_other(person: Person) -> None:
    copy = vault.seal_for_owner(person, tokens.make(Purpose.OWN, LINK))
    assert vault.open_for_owner(copy, tokens.make(Purpose.OWN, LINK)) == person
    for other in (tokens.make(Purpose.NEWS, LINK), tokens.make(Purpose.OWN, Link(8, 1, 12345)), tokens.SPECIMEN):
        with pytest.raises(vault.Locked):
            vault.open_for_owner(copy, other)


def test_equal_people_look_different_and_short_names_as_long_as_long_ones() -> None:
    short, long = Person("a@b.example", "O"), Person("a@b.example", "Oluwaseun-Adebayo")
    assert vault.seal(short) != vault.seal(short)
    assert len(vault.seal(short)) == len(vault.seal(long))


def test_a_process_without_the_private_key_seals_and_opens_nothing(settings: Any) -> None:
    settings.VAULT_KEY, settings.VAULT_KEYS_BEFORE = "", []
    sealed = vault.seal(Person("a@b.example", "A"))
    with pytest.raises(vault.Locked):
        vault.unseal(sealed)
    with pytest.raises(vault.Locked):
        vault.name_key("A")


def test_a_former_key_still_opens_what_it_sealed(settings: Any) -> None:
    person, former = Person("a@b.example", "A"), settings.VAULT_KEY
    sealed = vault.seal(person)
    settings.VAULT_KEY = seed("VAULT_KEY", "another")
    settings.VAULT_PUBLIC_KEY = public_half("VAULT_KEY", settings.VAULT_KEY)
    with pytest.raises(vault.Locked):
        vault.unseal(sealed)
    settings.VAULT_KEYS_BEFORE = [former]
    assert vault.unseal(sealed) == person


@pytest.mark.parametrize("garbage", [b"", b"x", b"x" * 200])
def test_garbage_is_locked_and_no_failure(garbage: bytes) -> None:
    with pytest.raises(vault.Locked):
        vault.unseal(garbage)


def test_a_name_is_found_however_it_is_cased_or_composed_and_no_other() -> None:
    assert vault.name_key("Aygün Əliyeva") == vault.name_key("  aygün  əliyeva ")
    assert vault.name_key("Aygün Əliyeva") != vault.name_key("Aygun Eliyeva")
