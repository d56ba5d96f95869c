"""Resealing lets a former key be destroyed: nothing is lost, nothing done twice."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from nacl.public import PrivateKey
from nacl.signing import SigningKey

from petition import lifecycle, tokens, vault
from petition.lifecycle import resealing
from petition.lifecycle.resealing import reseal_after
from petition.models import PetitionText, Signature
from petition.tokens import Purpose
from tests.petition.conftest import NOW, confirmed, link_of, person_of, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(text: PetitionText) -> list[Signature]:
    """Five with their copies, one pending, one erased."""
    found = [confirmed(text, name=f"Person {n}", email=f"person{n}@example.org") for n in range(5)]
    found.append(signed(text, name="Pending", email="pending@example.org"))
    lifecycle.prepare()
    lifecycle.erase(confirmed(text, email="erased@example.org").pk, NOW)
    return found


@pytest.fixture
def new_key(people: list[Signature], settings: Any) -> str:
    """From now on another key seals; the former one still opens."""
    key = PrivateKey.generate()
    settings.VAULT_KEYS_BEFORE = [settings.VAULT_KEY]
    settings.VAULT_KEY, settings.VAULT_PUBLIC_KEY = bytes(key).hex(), bytes(key.public_key).hex()
    return settings.VAULT_KEY


def reseal(*options: str) -> str:
    """What the command says."""
    said = io.StringIO()
    call_command("reseal", *options, stdout=said)
    return said.getvalue()


def test_the_former_key_can_be_destroyed(people: list[Signature], new_key: str, settings: Any) -> None:
    assert "6 looked at, 6 sealed again" in reseal()
    settings.VAULT_KEYS_BEFORE = []
    names = [person_of(Signature.objects.get(pk=signature.pk)).name for signature in people]
    assert names == [*(f"Person {n}" for n in range(5)), "Pending"]


def test_the_worker_writes_copies_and_keys_of_names_anew(people: list[Signature], new_key: str, settings: Any) -> None:
    reseal()
    settings.VAULT_KEYS_BEFORE = []
    assert lifecycle.prepare() == len(people)
    assert Signature.objects.get(name_key=vault.name_key("person 3")).pk == people[3].pk


def test_broken_off_it_goes_on_and_does_nothing_twice(
    people: list[Signature], new_key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resealing, "AT_ONCE", 4)
    first = reseal_after(0)
    assert first is not None
    assert (first.seen, first.resealed, first.last) == (4, 4, people[3].pk)
    done = list(Signature.objects.filter(pk__lte=first.last).values_list("sealed", flat=True))
    assert "4 looked at, 0 sealed again.\n6 looked at, 2 sealed again." in reseal()
    assert list(Signature.objects.filter(pk__lte=first.last).values_list("sealed", flat=True)) == done
    assert "6 looked at, 0 sealed again" in reseal()


def test_what_a_worker_could_not_open_then_is_tried_again(people: list[Signature], settings: Any) -> None:
    Signature.objects.filter(pk=people[0].pk).update(own_copy=b"", name_key="")
    assert lifecycle.prepare() == 0
    reseal()
    assert lifecycle.prepare() == 1
    assert Signature.objects.get(pk=people[0].pk).own_copy


def test_after_a_stolen_link_key_no_own_copy_opens_with_it(people: list[Signature], settings: Any) -> None:
    stolen = tokens.make(Purpose.OWN, link_of(people[0]))
    assert vault.open_for_owner(Signature.objects.get(pk=people[0].pk).own_copy or b"", stolen).name == "Person 0"
    key = SigningKey.generate()
    settings.LINK_KEY, settings.LINK_PUBLIC_KEY = bytes(key).hex(), bytes(key.verify_key).hex()
    assert "6 looked at, 6 sealed again" in reseal("--everything")
    lifecycle.prepare()
    copy = Signature.objects.get(pk=people[0].pk).own_copy or b""
    with pytest.raises(vault.Locked):
        vault.open_for_owner(copy, stolen)
    assert vault.open_for_owner(copy, tokens.make(Purpose.OWN, link_of(people[0]))).name == "Person 0"


def test_what_no_key_opens_is_named_and_left_as_it_is(people: list[Signature], new_key: str) -> None:
    Signature.objects.filter(pk=people[2].pk).update(sealed=b"of another key")
    with pytest.raises(CommandError, match=rf"1 sealed with a key .*, signatures {people[2].pk}\."):
        reseal()
    assert bytes(Signature.objects.get(pk=people[2].pk).sealed or b"") == b"of another key"
    assert person_of(Signature.objects.get(pk=people[5].pk)).name == "Pending"


def test_a_process_without_the_key_says_so(people: list[Signature], settings: Any) -> None:
    settings.VAULT_KEY = ""
    with pytest.raises(CommandError, match="holds no VAULT_KEY"):
        reseal()
