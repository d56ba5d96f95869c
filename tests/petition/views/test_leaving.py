"""Withdrawing and erasing: a page that says what happens, a tick, and it is done for good."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from petition import lifecycle
from petition.models import Letter, PetitionText, Signature
from tests.petition.conftest import confirmed, kinds, link_of, signed
from tests.petition.views.test_letter_links import TICKED, address


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now()


@pytest.fixture
def signature(text: PetitionText, now: dt.datetime) -> Signature:
    return confirmed(text, now, shows_name=True)


def test_withdrawing_takes_a_link_a_tick_and_a_button(signature: Signature, visitor: Client) -> None:
    where = address(signature, "withdraw/")
    assert "Withdraw my signature" in visitor.get(where).content.decode()
    untouched = visitor.post(where)
    assert untouched.status_code == 422
    assert "Tick this box to withdraw your signature." in untouched.content.decode()
    assert Signature.objects.get().is_counted
    answer = visitor.post(where, TICKED)
    assert answer.status_code == 200
    assert "Your signature is withdrawn" in answer.content.decode()
    assert not Signature.objects.confirmed().exists()
    assert visitor.get(where).content == answer.content == visitor.post(where, TICKED).content
    assert kinds(signature) == ["withdrawn"]


def test_a_pending_signature_can_be_withdrawn_and_erased(text: PetitionText, visitor: Client, now: dt.datetime) -> None:
    signature = signed(text, now)
    where = address(signature, "erase/")
    assert visitor.post(address(signature, "withdraw/"), TICKED).status_code == 200
    page = visitor.get(where).content.decode()
    assert "As you have not confirmed it, nothing of it stays." in page
    assert visitor.post(where, TICKED).status_code == 200
    assert not Signature.objects.exists()
    assert visitor.get(where).status_code == 410


def test_erasing_says_what_goes_and_what_stays_and_then_the_link_is_dead(signature: Signature, visitor: Client) -> None:
    lifecycle.prepare()
    where = address(signature, "erase/")
    page = visitor.get(where).content.decode()
    assert "name, e-mail, comment, choices and the list of our letters" in page
    assert "What stays is" in page
    refused = visitor.post(where)
    assert refused.status_code == 422
    assert "Tick this box to erase everything about you." in refused.content.decode()
    assert Signature.objects.get().erased_at is None
    answer = visitor.post(where, TICKED)
    assert answer.status_code == 200
    assert "Everything about you is erased" in answer.content.decode()
    assert "Aygün" not in answer.content.decode()
    erased = Signature.objects.get()
    assert erased.erased_at is not None
    assert (erased.sealed, erased.own_copy, erased.public_name) == (None, None, "")
    assert not erased.is_counted
    assert not Letter.objects.exists()
    for each in ("", "confirm/", "withdraw/", "erase/", "copy.json"):
        assert visitor.get(where.replace("erase/", each)).status_code == 410


@pytest.mark.parametrize("moment", ["invalidated_at", "held_at"])
def test_who_is_not_counted_can_still_leave(signature: Signature, visitor: Client, moment: str) -> None:
    Signature.objects.update(**{moment: signature.confirmed_at})
    assert visitor.post(address(signature, "withdraw/"), TICKED).status_code == 200
    assert visitor.post(address(signature, "erase/"), TICKED).status_code == 200
    assert Signature.objects.get().erased_at is not None


def test_a_link_of_a_former_life_erases_nothing(signature: Signature, visitor: Client) -> None:
    where = address(signature, "erase/")
    Signature.objects.filter(pk=signature.pk).update(epoch=link_of(signature).epoch % 1000 + 1)
    assert visitor.post(where, TICKED).status_code == 410
    assert Signature.objects.get().erased_at is None
