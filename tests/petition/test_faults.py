"""Broken off before or after any statement, by an error or a lost connection, a deed is done wholly or not at all."""

import pytest

from petition.models import PetitionText
from tests.petition import faults
from tests.petition.cast import Somebody, State
from tests.petition.conftest import NOW
from tests.petition.faults import SITUATIONS, Trial

pytestmark = pytest.mark.django_db(transaction=True)


DEEDS = {deed.__name__: [state for state, each in SITUATIONS if each == deed] for _state, deed in SITUATIONS}


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_that_is_broken_off_leaves_no_trace(text: PetitionText, deed: str) -> None:
    def trial(state: State, name: str) -> Trial:
        return Trial(Somebody(text, f"{state.__name__}-{name}@example.org", NOW), state, getattr(Somebody, deed))

    for state in DEEDS[deed]:
        trial(state, "first").length()  # reads what a process then keeps in memory
        *breaking_off, answer_lost = faults.every_fault(trial(state, "whole").length())
        broken_off = trial(state, "broken-off")
        for fault in breaking_off:
            broken_off.break_off(fault)
        broken_off.do()
        trial(state, "unanswered").break_off(answer_lost)
    faults.assert_accounts_agree(NOW)
