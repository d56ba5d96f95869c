"""Erasing: nothing of the person stays, and the count does not fall by it."""

import datetime as dt

import pytest

from petition import counting, lifecycle
from petition.models import Letter, PetitionText, Signature
from tests.petition.conftest import NOW, confirmed, link_of, signed

LATER = NOW + dt.timedelta(days=40)


def test_an_erased_signature_is_a_fact_without_a_person(text: PetitionText) -> None:
    signature = confirmed(text, comment="Because", shows_name=True, wants_news=True)
    lifecycle.erase(signature.pk, LATER)
    left = Signature.objects.get()
    assert (left.mailbox_key, left.sealed, left.own_copy) == (None, None, None)
    assert (left.public_name, left.name_key, left.domain_key, left.prefix_key) == ("", "", "", "")
    assert (left.wants_news, left.shows_name) == (False, False)
    assert left.erased_at == LATER
    assert not Letter.objects.exists()
    counting.fold(LATER)
    assert counting.shown(text.petition_id) == 1
    assert counting.faults() == []


def test_erasing_twice_changes_nothing(text: PetitionText) -> None:
    signature = confirmed(text)
    lifecycle.erase(signature.pk, LATER)
    lifecycle.erase(signature.pk, LATER + dt.timedelta(days=1))
    assert Signature.objects.get().erased_at == LATER


def test_the_links_of_an_erased_signature_are_dead(text: PetitionText) -> None:
    signature = confirmed(text)
    link = link_of(signature)
    lifecycle.erase(signature.pk, LATER)
    with pytest.raises(lifecycle.Expired):
        lifecycle.withdraw(link, LATER)


def test_what_was_never_confirmed_is_no_fact(text: PetitionText) -> None:
    lifecycle.erase(signed(text).pk, LATER)
    assert not Signature.objects.exists()


def test_a_withdrawn_signature_can_be_erased(text: PetitionText) -> None:
    signature = confirmed(text)
    lifecycle.withdraw(link_of(signature), LATER)
    lifecycle.erase(signature.pk, NOW)
    assert Signature.objects.get().erased_at == LATER
