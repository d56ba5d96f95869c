"""A random life: whatever happens in whatever order, the count is the rows is the journal."""

import datetime as dt
from typing import Any

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from petition import counting, lifecycle, outbox
from petition.models import Letter, Petition, PetitionText, Signature, TallyEntry, Total
from petition.tokens import Link
from tests.petition.conftest import NOW

MAILBOXES = [f"{name}@example.org" for name in ("a", "b", "c", "d")]
mailboxes = st.sampled_from(MAILBOXES)


class Life(RuleBasedStateMachine):
    """Four mailboxes, one petition, and a clock that goes on. `counted` is what we know to be right without asking."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now = NOW
        self.counted: set[str] = set()
        self.erased = 0
        self.links: dict[str, list[Link]] = {mailbox: [] for mailbox in MAILBOXES}

    @initialize()
    def begin(self) -> None:
        self.texts = list(PetitionText.objects.select_related("petition"))

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def link(self, mailbox: str, data: Any) -> Link | None:
        return data.draw(st.sampled_from(self.links[mailbox])) if self.links[mailbox] else None

    @rule(minutes=st.sampled_from([1, 60, 60 * 47, 60 * 24 * 8]))
    def time_passes(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)

    @rule(mailbox=mailboxes, country=st.sampled_from(["", "AZ", "TR"]), data=st.data(), at_once=st.booleans())
    def sign(self, mailbox: str, country: str, data: Any, at_once: bool) -> None:
        text = data.draw(st.sampled_from(self.texts))
        lifecycle.sign(text, lifecycle.Given("N", mailbox, country), text.language, self.now, at_once=at_once)
        signature = Signature.objects.get(email=mailbox)
        self.links[mailbox].append(Link(signature.pk, signature.petition_id, signature.epoch))

    @rule(mailbox=mailboxes, data=st.data())
    def confirm(self, mailbox: str, data: Any) -> None:
        if link := self.link(mailbox, data):
            try:
                lifecycle.confirm(link, self.now)
            except (lifecycle.Expired, lifecycle.Withdrawn):
                return
            self.counted.add(mailbox)

    @rule(mailbox=mailboxes, data=st.data())
    def withdraw(self, mailbox: str, data: Any) -> None:
        if link := self.link(mailbox, data):
            try:
                lifecycle.withdraw(link, self.now)
            except lifecycle.Expired:
                return
            self.counted.discard(mailbox)

    @rule(mailbox=mailboxes)
    def erase(self, mailbox: str) -> None:
        if signature := Signature.objects.filter(email=mailbox).first():
            lifecycle.erase(signature.pk, self.now)
            self.erased += mailbox in self.counted
            self.counted.discard(mailbox)

    @rule()
    def the_worker_works(self) -> None:
        counting.fold(self.now)
        lifecycle.remind(self.now)
        lifecycle.expire(self.now)
        while outbox.send_due(self.now):
            pass

    @invariant()
    def the_accounts_agree(self) -> None:
        expected = len(self.counted) + self.erased
        assert Signature.objects.confirmed().count() == expected
        assert sum(TallyEntry.objects.values_list("change", flat=True)) == expected
        assert counting.faults() == []
        waiting = sum(TallyEntry.objects.unfolded().values_list("change", flat=True))
        assert sum(Total.objects.values_list("count", flat=True)) == expected - waiting

    @invariant()
    def letters_stay_within_their_limits(self) -> None:
        for signature in Signature.objects.prefetch_related("letters"):
            assert len(signature.letters.all()) <= outbox.MOST_EVER
        assert not Letter.objects.failed().exists()


def test_any_order_of_deeds_keeps_the_accounts_equal(petition: Petition) -> None:
    run_state_machine_as_test(Life, settings=settings(max_examples=15, stateful_step_count=40))
