"""What an editor does because a signatory asks: asked first, done by POST, logged."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from petition.models import PetitionText, Signature
from petition.models.letter import Kind
from petition.models.signature import CONFIRM_WITHIN
from petition.outbox import MOST_EVER
from tests.petition.conftest import confirmed, kinds, signed
from tests.petition.viewsets.conftest import signatures_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> dt.datetime:
    return timezone.now() - dt.timedelta(minutes=5)


def ask(client: Client, signature: Signature, name: str) -> Any:
    """Press the button that `name` stands for."""
    return client.post(signatures_url("request", signature.pk, name))


@pytest.mark.parametrize("screen", ["en", "az", "ar"])
@pytest.mark.parametrize("name", ["resend", "withdraw", "erase"])
def test_asking_changes_nothing(text: PetitionText, admin_in: Any, screen: str, name: str, now: dt.datetime) -> None:
    signature = confirmed(text, now)
    answer = admin_in(screen).get(signatures_url("request", signature.pk, name))
    assert answer.status_code == 200
    assert 'method="post"' in answer.content.decode()
    assert Signature.objects.values().get() == Signature.objects.filter(pk=signature.pk).values().get()
    assert kinds(signature) == [Kind.RECEIPT]


def test_the_letter_that_is_due_is_sent_again(text: PetitionText, admin_in: Any, now: dt.datetime) -> None:
    client = admin_in("en")
    pending, standing = signed(text, now), confirmed(text, now, email="b@example.org")
    ask(client, pending, "resend")
    ask(client, standing, "resend")
    assert kinds(pending) == [Kind.CONFIRM, Kind.CONFIRM]
    assert kinds(standing) == [Kind.RECEIPT, Kind.RECEIPT]


def test_a_signature_has_its_limit_of_letters_from_editors_too(
    text: PetitionText, admin_in: Any, now: dt.datetime
) -> None:
    signature = signed(text, now)
    client = admin_in("en")
    for _each in range(MOST_EVER + 3):
        ask(client, signature, "resend")
    assert len(kinds(signature)) <= MOST_EVER
    assert ModelLogEntry.objects.filter(action="petition.signature.resend").count() == len(kinds(signature)) - 1


def test_no_letter_is_sent_with_a_link_that_is_dead(text: PetitionText, admin_in: Any, now: dt.datetime) -> None:
    signature = signed(text, now - CONFIRM_WITHIN)
    client = admin_in("en")
    assert "resend" not in client.get(signatures_url("inspect", signature.pk)).content.decode()
    ask(client, signature, "resend")
    assert kinds(signature) == [Kind.CONFIRM]


def test_withdrawing_takes_it_from_the_count_and_tells_its_signatory(
    text: PetitionText, admin_in: Any, editor: Any, now: dt.datetime
) -> None:
    signature = confirmed(text, now)
    client = admin_in("en")
    for _twice in range(2):
        ask(client, signature, "withdraw")
    withdrawn = Signature.objects.get()
    assert (withdrawn.withdrawn_at is not None, withdrawn.is_counted) == (True, False)
    assert kinds(signature).count(Kind.WITHDRAWN) == 1
    entry = ModelLogEntry.objects.get(action="petition.signature.withdraw")
    assert (entry.user, entry.object_id, entry.label) == (editor, str(signature.pk), f"Signature {signature.pk}")


def test_erasing_leaves_the_fact_alone(text: PetitionText, admin_in: Any, now: dt.datetime) -> None:
    signature = confirmed(text, now)
    answer = ask(admin_in("en"), signature, "erase")
    assert answer.url == signatures_url("inspect", signature.pk)
    erased = Signature.objects.get()
    assert (erased.sealed, erased.own_copy, erased.letters.count(), erased.is_counted) == (None, None, 0, True)
    assert ModelLogEntry.objects.filter(action="petition.signature.erase").count() == 1


def test_what_was_never_confirmed_is_erased_wholly(text: PetitionText, admin_in: Any, now: dt.datetime) -> None:
    answer = ask(admin_in("en"), signed(text, now), "erase")
    assert answer.url == signatures_url("index")
    assert not Signature.objects.exists()
    assert ModelLogEntry.objects.filter(action="petition.signature.erase").count() == 1


def test_each_request_has_its_right(
    text: PetitionText, client_who_may: Callable[..., Client], now: dt.datetime
) -> None:
    signature = confirmed(text, now)
    client = client_who_may("view_signature", "change_signature")
    assert ask(client, signature, "erase").url != signatures_url("inspect", signature.pk)
    assert Signature.objects.get().erased_at is None
    ask(client, signature, "withdraw")
    assert Signature.objects.get().withdrawn_at is not None


def test_nothing_else_can_be_asked_for(text: PetitionText, admin_in: Any, now: dt.datetime) -> None:
    signature = confirmed(text, now)
    assert ask(admin_in("en"), signature, "confirm").status_code == 404
    assert admin_in("en").get(signatures_url("request", 10**6, "erase")).status_code == 404


def test_whoever_is_asked_about_is_shown_and_that_is_logged(
    text: PetitionText, admin_in: Any, now: dt.datetime
) -> None:
    signature = confirmed(text, now)
    html = admin_in("en").get(signatures_url("request", signature.pk, "withdraw")).content.decode()
    assert "Aygün Əliyeva" in html
    assert "aygun@example.org" in html
    assert ModelLogEntry.objects.filter(action="petition.signature.view", object_id=signature.pk).count() == 1


def test_what_no_key_opens_can_be_erased_and_gets_no_letter(
    text: PetitionText, admin_in: Any, now: dt.datetime
) -> None:
    signature = confirmed(text, now)
    Signature.objects.update(sealed=b"of another key")
    client = admin_in("en")
    assert client.get(signatures_url("request", signature.pk, "resend")).status_code == 200
    ask(client, signature, "resend")
    assert kinds(signature) == [Kind.RECEIPT]
    ask(client, signature, "erase")
    assert Signature.objects.get().sealed is None
