"""Looking for letters tells nobody whose mailbox is known."""

import pytest

from petition.outbox import queueing


def test_old_signatures_are_looked_for_among_as_many_as_new_ones(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(queueing._newest, "signature", 0)
    assert queueing.number_of_signatures([3, 900]) == 900
    assert queueing.number_of_signatures([5]) == queueing.number_of_signatures([899, 7]) == 900
    assert queueing.number_of_signatures([901]) == 901
