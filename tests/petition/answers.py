"""Thousands of mailboxes in each state, all of equal length: for the measurement of the time that answers take."""

import datetime as dt
from collections.abc import Iterable
from random import Random

from django.db import connection
from django.utils import timezone

from petition import mailbox, outbox, tokens
from petition.models import Letter, PetitionText, Signature
from tests.petition.cast import Somebody, disposable_domain
from tests.petition.conftest import add_petition

SINCE = dt.timedelta(days=2)
BRING = {
    "pending": Somebody.sign,
    "confirmed": Somebody.shown,
    "withdrawn": Somebody.withdrawn,
    "invalidated": Somebody.invalidated,
}


def address(state: str, number: int) -> str:
    """The mailbox of somebody: as long as any other's."""
    domain = disposable_domain(len("example.org")) if state == "disposable" else "example.org"
    return f"{state[:3]}{number:06}@{domain}"


def in_random_order(states: Iterable[str], each: int, seed: int) -> list[tuple[str, str]]:
    """(state, mailbox) of everybody."""
    people = [(state, address(state, number)) for state in states for number in range(each)]
    Random(seed).shuffle(people)
    return people


def fill(states: Iterable[str], each: int) -> PetitionText:
    """So many signatures in each state, copies of one that the deeds have made; the words that they signed."""
    now = timezone.now() - SINCE
    text = PetitionText.objects.select_related("petition").get(petition=add_petition(), language="en")
    for state in states:
        first = Somebody(text, f"{state}@example.org", now)
        BRING[state](first)
        copy(first.row, [address(state, number) for number in range(each)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does by itself that was not filled a moment ago
    return text


def copy(row: Signature, mailboxes: list[str]) -> None:
    """The same signature, and its letters, for other mailboxes."""
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    letters = list(row.letters.values())
    made = Signature.objects.bulk_create(
        Signature(
            **columns | {"id": None, "epoch": tokens.new_epoch(), "mailbox_key": mailbox.key(each, row.petition_id)}
        )
        for each in mailboxes
    )
    Letter.objects.bulk_create(
        Letter(
            **letter
            | {"id": None, "signature_id": one.pk, "announcement_id": None, "message_id": outbox.new_message_id()}
            | {"bucket": mailbox.day_bucket(each, letter["due_at"].date()) if letter["bucket"] else ""}
        )
        for one, each in zip(made, mailboxes, strict=True)
        for letter in letters
    )
