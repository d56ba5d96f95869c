"""A signature is in one state, and the filter agrees with the tag."""

import datetime as dt
import itertools

import pytest

from petition.models import PetitionText, Signature
from petition.viewsets.states import State, having, state_of
from tests.petition.conftest import NOW


@pytest.mark.django_db
def test_every_signature_is_found_under_its_own_state_only(text: PetitionText) -> None:
    later = NOW + dt.timedelta(hours=1)
    names = ("confirmed_at", "withdrawn_at", "invalidated_at", "erased_at", "held_at")
    for number, moments in enumerate(itertools.product([None, later], repeat=len(names))):
        columns = dict(zip(names, moments, strict=True))
        person = {} if columns["erased_at"] else {"mailbox_key": str(number), "sealed": b""}
        Signature.objects.create(petition=text.petition, text=text, language="en", signed_at=NOW, **columns, **person)
    found = {state: set(having(Signature.objects.all(), state)) for state in State}
    assert sum(len(signatures) for signatures in found.values()) == 32
    for state, signatures in found.items():
        assert {state_of(signature) for signature in signatures} == {state}
    assert found[State.CONFIRMED] == set(Signature.objects.confirmed().filter(erased_at=None))
