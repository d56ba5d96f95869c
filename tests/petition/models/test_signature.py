"""What the database itself keeps of a signature's life, whoever writes."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from petition.models import PetitionText, Signature
from tests.petition.conftest import NOW, confirmed, signed

BEFORE = NOW - dt.timedelta(seconds=1)
AFTER = NOW + dt.timedelta(seconds=1)
EMPTY = {"mailbox_key": None, "domain_key": "", "name_key": "", "sealed": None, "own_copy": None}


@pytest.mark.parametrize(
    "columns",
    [
        {"confirmed_at": BEFORE},
        {"withdrawn_at": BEFORE},
        {"confirmed_at": AFTER, "withdrawn_at": NOW},
        {"invalidated_at": BEFORE},
        {"held_at": BEFORE},
        {"erased_at": BEFORE, **EMPTY},
        {"confirmed_at": AFTER, "erased_at": NOW, **EMPTY},
        {"withdrawn_at": AFTER, "erased_at": NOW, **EMPTY},
    ],
)
def test_states_come_in_their_order(text: PetitionText, columns: dict[str, Any]) -> None:
    signature = signed(text)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(**columns)


@pytest.mark.parametrize(
    "left",
    [
        {"mailbox_key": "k"},
        {"domain_key": "k"},
        {"name_key": "k"},
        {"prefix_key": "k"},
        {"sealed": b"A"},
        {"own_copy": b"A"},
        {"shows_name": True},
        {"shows_name": True, "public_name": "A"},
        {"wants_news": True},
    ],
)
def test_an_erased_row_holds_nothing_of_a_person(text: PetitionText, left: dict[str, Any]) -> None:
    signature = confirmed(text)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(erased_at=AFTER, **{**EMPTY, **left})


@pytest.mark.parametrize("missing", ["mailbox_key", "sealed"])
def test_any_other_row_names_its_person(text: PetitionText, missing: str) -> None:
    signature = signed(text)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.filter(pk=signature.pk).update(**{missing: EMPTY[missing]})


@pytest.mark.parametrize(
    "columns",
    [
        {"shows_name": False},
        {"withdrawn_at": AFTER},
        {"invalidated_at": AFTER},
        {"held_at": AFTER},
        {"confirmed_at": None},
    ],
)
def test_a_name_is_in_clear_only_while_it_is_shown(text: PetitionText, columns: dict[str, Any]) -> None:
    shown = Signature.objects.filter(pk=confirmed(text, shows_name=True).pk)
    assert shown.update(public_name="A")
    with pytest.raises(IntegrityError), transaction.atomic():
        shown.update(**columns)


def test_a_mailbox_signs_a_petition_once(text: PetitionText) -> None:
    signature = signed(text)
    signature.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        signature.save(force_insert=True)


def test_any_number_of_signatures_may_be_erased(text: PetitionText) -> None:
    for name in ("a", "b"):
        signature = confirmed(text, email=f"{name}@example.org")
        Signature.objects.filter(pk=signature.pk).update(erased_at=AFTER, **EMPTY)
    assert Signature.objects.erased().confirmed().count() == 2
