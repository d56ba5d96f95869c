"""Withdrawing: at any time, and it no longer counts."""

import datetime as dt

from petition import counting, lifecycle
from petition.models import Letter, PetitionText, Signature, TallyEntry
from tests.petition.conftest import NOW, confirmed, given, kinds, link_of, signed

LATER = NOW + dt.timedelta(days=40)


def test_withdrawing_what_counted_takes_it_from_the_day_on_which_it_was_confirmed(text: PetitionText) -> None:
    link = link_of(confirmed(text))
    assert lifecycle.withdraw(link, LATER).withdrawn_at == LATER
    assert list(TallyEntry.objects.order_by("pk").values_list("change", "day")) == [(1, NOW.date()), (-1, NOW.date())]
    counting.fold(LATER)
    assert counting.shown(text.petition_id) == 0
    assert counting.faults() == []


def test_withdrawing_twice_takes_away_once(text: PetitionText) -> None:
    link = link_of(confirmed(text))
    first = lifecycle.withdraw(link, NOW)
    assert lifecycle.withdraw(link, LATER).withdrawn_at == first.withdrawn_at
    assert TallyEntry.objects.count() == 2


def test_a_pending_signature_is_withdrawn_without_a_further_letter(text: PetitionText) -> None:
    signature = signed(text)
    lifecycle.withdraw(link_of(signature), NOW)
    assert not TallyEntry.objects.exists()
    assert kinds(signature) == []


def test_withdrawing_is_answered_with_a_letter_even_when_the_days_letters_are_spent(text: PetitionText) -> None:
    signature = signed(text)
    Letter.objects.update(sent_at=NOW)
    lifecycle.confirm(link_of(signature), NOW)
    lifecycle.sign(text, given(name="x"), "en", NOW)
    Letter.objects.update(sent_at=NOW)
    lifecycle.withdraw(link_of(signature), NOW)
    assert kinds(signature) == ["confirm", "receipt", "already_signed", "withdrawn"]


def test_the_name_of_a_withdrawn_signature_is_not_public(text: PetitionText) -> None:
    signature = confirmed(text, shows_name=True)
    lifecycle.prepare()
    assert Signature.objects.public().get() == signature
    lifecycle.withdraw(link_of(signature), NOW)
    lifecycle.prepare()
    assert not Signature.objects.public().exists()
    assert Signature.objects.get().public_name == ""
