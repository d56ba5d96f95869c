"""The breaker trips when nearly nothing that is sent is confirmed, and closes by itself."""

import datetime as dt

import pytest

from petition import outbox, throttle
from petition.models import Breaker, Letter, Petition, PetitionText, Signature
from petition.models.letter import Kind
from tests.petition.conftest import NOW, add_petition, kinds, signed

HOUR = dt.timedelta(hours=1)


def trip(petition: Petition, now: dt.datetime) -> None:
    """Let the breaker be tripped."""
    Breaker.objects.create(petition=petition, tripped_at=now, sent=300, confirmed=2, checked_at=now)
    throttle.forget()


def crowd(text: PetitionText, count: int, confirmed: int, at: dt.datetime) -> None:
    """`count` signatures with a letter each, of which the first `confirmed` are confirmed."""
    made = Signature.objects.bulk_create(
        Signature(
            petition_id=text.petition_id,
            text=text,
            language="en",
            letter_language="en",
            mailbox_key=f"{text.petition_id} {at} {number}",
            sealed=b"sealed",
            signed_at=at,
            confirmed_at=at if number < confirmed else None,
        )
        for number in range(count)
    )
    Letter.objects.bulk_create(
        Letter(
            signature=signature,
            kind=Kind.CONFIRM,
            language="en",
            queued_at=at,
            due_at=at,
            sent_at=at,
            message_id=f"<{signature.mailbox_key}>",
        )
        for signature in made
    )


@pytest.mark.parametrize(
    ("count", "confirmed", "hours", "trips"),
    [
        (200, 9, 2, True),
        (200, 10, 2, False),
        (199, 0, 2, False),
        (200, 0, 0.5, False),
        (200, 0, 7, False),
        (1, 0, 2, False),
    ],
    ids=["almost nobody", "five in a hundred", "too few to judge", "too young", "long ago", "one"],
)
def test_it_trips_when_enough_letters_had_time_and_almost_none_was_confirmed(
    text: PetitionText, count: int, confirmed: int, hours: float, trips: bool
):
    crowd(text, count, confirmed, NOW - hours * HOUR)
    assert throttle.check_breakers(NOW) == ([text.petition_id] if trips else [])


def test_letters_that_were_not_sent_trip_nothing(text: PetitionText):
    crowd(text, 300, 0, NOW - 2 * HOUR)
    Letter.objects.update(sent_at=None)
    assert throttle.check_breakers(NOW) == []


def test_it_tells_why(text: PetitionText):
    crowd(text, 250, 3, NOW - 2 * HOUR)
    throttle.check_breakers(NOW)
    breaker = Breaker.objects.get()
    assert (breaker.sent, breaker.confirmed, breaker.tripped_at) == (250, 3, NOW)


def test_it_stays_as_long_as_it_is_bad_and_remembers_since_when(text: PetitionText):
    crowd(text, 250, 3, NOW - 2 * HOUR)
    throttle.check_breakers(NOW)
    assert throttle.check_breakers(NOW + HOUR) == [text.petition_id]
    assert Breaker.objects.get().tripped_at == NOW


def test_it_closes_when_confirmations_come_back(text: PetitionText):
    crowd(text, 250, 3, NOW - 2 * HOUR)
    throttle.check_breakers(NOW)
    Signature.objects.filter(pk__in=Signature.objects.values_list("pk")[:30]).update(confirmed_at=NOW)
    assert throttle.check_breakers(NOW + HOUR) == []
    assert Breaker.objects.get().tripped_at is None


def test_it_closes_when_the_wave_is_over(text: PetitionText):
    crowd(text, 250, 0, NOW - 2 * HOUR)
    throttle.check_breakers(NOW)
    assert throttle.check_breakers(NOW + 6 * HOUR) == []


def test_one_petitions_breaker_is_no_others(text: PetitionText):
    other = add_petition(slug="rivers").live_texts["en"]
    crowd(text, 250, 0, NOW - 2 * HOUR)
    crowd(other, 250, 200, NOW - 2 * HOUR)
    assert throttle.check_breakers(NOW) == [text.petition_id]


def test_a_look_costs_the_same_however_much_was_sent(text: PetitionText, django_assert_max_num_queries):
    crowd(text, 400, 0, NOW - 2 * HOUR)
    with django_assert_max_num_queries(10):
        throttle.check_breakers(NOW)


def test_while_it_is_tripped_a_mailbox_gets_one_letter_a_day(petition: Petition, text: PetitionText):
    trip(petition, NOW)
    signature = signed(text, NOW)
    for hour in range(1, 6):
        signed(text, NOW + hour * HOUR)
    assert kinds(signature) == ["confirm"]
    signed(text, NOW + 24 * HOUR)
    assert kinds(signature) == ["confirm"] * 2
    assert outbox.MOST_WHEN_TRIPPED == 1
