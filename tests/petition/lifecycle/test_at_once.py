"""Many at once: whoever comes first decides, nobody is counted, kept or written to twice. On both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from petition import counting, lifecycle, mailbox, outbox
from petition.models import Letter, Petition, PetitionText, Signature, TallyEntry
from tests.petition.conftest import FORM, NOW, confirmed, given, link_of, read, signed

T = TypeVar("T")
VARIANTS = [
    "ay.gun@gmail.com",
    "AYGUN@gmail.com",
    "aygun+trees@gmail.com",
    "a.y.g.u.n@GoogleMail.com",
    "aygun@gmail.com",
]

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deeds: list[Callable[[], T]], threads: int = 25) -> list[T]:
    """Do all of `deeds`, as many at once as there are threads; their results."""
    start = Barrier(min(threads, len(deeds)))

    def one(place: int) -> list[T]:
        start.wait()
        try:
            return [deed() for deed in deeds[place::threads]]
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return [result for results in pool.map(one, range(min(threads, len(deeds)))) for result in results]


def test_fifty_equal_forms_make_one_signature_one_letter_and_fifty_equal_answers(
    petition: Petition, letters: Path
) -> None:
    def post(place: int, email: str) -> tuple[int, str, dict[str, str]]:
        client = Client(headers={"Sec-Fetch-Site": "same-origin"}, REMOTE_ADDR=f"10.0.{place}.1")  # no crowd anywhere
        answer = client.post("/en/petitions/trees/sign/", {**FORM, "email": email})
        return answer.status_code, answer.content.decode().replace(email, "…"), dict(answer.headers)

    answers = at_once([partial(post, *numbered) for numbered in enumerate(VARIANTS * 10)], threads=50)
    assert len(answers) == 50
    assert all(status == 200 for status, _body, _headers in answers)
    lengths = {headers.pop("Content-Length", None) for _status, _body, headers in answers}
    assert len(lengths) <= len(VARIANTS)
    assert all(answer == answers[0] for answer in answers)
    assert Signature.objects.count() == Letter.objects.count() == 1
    while outbox.send_due(timezone.now()):
        pass
    assert len(read(letters)) == 1


def test_a_hundred_equal_confirmations_count_once(text: PetitionText) -> None:
    link = link_of(signed(text))
    results = at_once([lambda: lifecycle.confirm(link, NOW)] * 100)
    assert {signature.pk for signature in results} == {link.signature_id}
    assert TallyEntry.objects.count() == 1
    assert list(Letter.objects.values_list("kind", flat=True)) == ["receipt"]
    counting.fold(NOW)
    assert counting.shown(text.petition_id) == 1
    assert counting.faults() == []


def test_equal_withdrawals_take_away_once(text: PetitionText) -> None:
    link = link_of(confirmed(text))
    at_once([lambda: lifecycle.withdraw(link, NOW)] * 30)
    assert sorted(TallyEntry.objects.values_list("change", flat=True)) == [-1, 1]


def test_confirming_and_withdrawing_at_once_leaves_the_accounts_equal(text: PetitionText) -> None:
    def confirm() -> None:
        with suppress(lifecycle.Withdrawn):
            lifecycle.confirm(link, NOW)

    link = link_of(signed(text))
    at_once([confirm, lambda: lifecycle.withdraw(link, NOW)] * 15)
    assert Signature.objects.get().withdrawn_at == NOW
    counting.fold(NOW)
    assert counting.shown(text.petition_id) == 0
    assert counting.faults() == []


def test_many_people_at_once_are_all_kept_and_several_workers_fold_each_once(text: PetitionText) -> None:
    def sign_and_confirm(number: int) -> None:
        lifecycle.sign(text, given(email=f"person{number}@example.org"), "en", NOW)
        signature = Signature.objects.get(mailbox_key=mailbox.key(f"person{number}@example.org", text.petition_id))
        lifecycle.confirm(link_of(signature), NOW)

    people = [lambda number=number: sign_and_confirm(number) for number in range(60)]
    at_once([*people, *[lambda: counting.fold(NOW)] * 20])
    counting.fold(NOW)
    assert counting.shown(text.petition_id) == 60
    assert counting.faults() == []


def test_several_workers_send_each_letter_once(text: PetitionText, letters: Path) -> None:
    for number in range(50):
        lifecycle.sign(text, given(email=f"person{number}@example.org"), "en", NOW)
    at_once([lambda: outbox.send_due(NOW)] * 12, threads=6)
    assert Letter.objects.sent().count() == 50
    assert len({letter["Message-ID"] for letter in read(letters)}) == len(read(letters)) == 50
