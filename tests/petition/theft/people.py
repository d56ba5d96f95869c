"""People planted in every state that a signature can have, through the same deeds as anybody's signature."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from smtplib import SMTPRecipientsRefused
from unittest import mock

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.test import Client
from django.urls import reverse

from petition import counting, lifecycle, outbox
from petition.lifecycle import Choices, Given, invalidating
from petition.models import Invalidation, PetitionText, Quarantine, Signature
from petition.models.moderation import Reason
from petition.tokens import Link

MAILBOX, UNPUBLISHED, PUBLISHED = "Planted.Mail", "Plantəd", "Şhown"  # in each mailbox, name or comment of the kind
NEVER_SHOWN = ("pending", "confirmed", "held", "repeated", "withdrawn", "anew", "erased", "refused")
SHOWN_ONCE = ("hidden", "shown and withdrawn", "shown and invalidated", "shown and erased")
STATES = (*NEVER_SHOWN, *SHOWN_ONCE, "shown")
AT_ONCE = 100  # in one transaction


def email(number: int, state: str) -> str:
    """The mailbox of one of them."""
    return f"{MAILBOX}{number}.{'refused' if state == 'refused' else 'x'}@Example{number % 50}.org"


def plant(text: PetitionText, amount: int, now: dt.datetime, letters: int) -> None:
    """`amount` people, as many in each state; `letters` of their letters are sent."""
    Quarantine.objects.create(petition=text.petition, countries=["FR"], started_at=now)  # they will be held
    numbers = iter(range(amount))
    people: list[tuple[str, Link]] = []
    while batch := list(islice(numbers, AT_ONCE)):
        with transaction.atomic():
            people += [sign(text, number, STATES[number % len(STATES)], now) for number in batch]
    send(now, letters)
    in_batches(people, confirm, now)
    work(now)
    assert Signature.objects.filter(public_name__startswith=UNPUBLISHED).exists()  # SHOWN_ONCE, and no longer
    in_batches(people, change, now)
    sign_anew(text, amount, now)
    invalidate(text, now)
    work(now)
    send(now, letters)


def sign(text: PetitionText, number: int, state: str, now: dt.datetime) -> tuple[str, Link]:
    """One of them fills in the form; those who sign twice write another name, and their mailbox in capitals."""
    name = f"{PUBLISHED if state == 'shown' else UNPUBLISHED} Əliyeva {number}"
    shows = state in SHOWN_ONCE or state == "shown"
    country = "DE" if state == "shown and invalidated" else "FR" if state == "held" else "AZ"
    given = Given(name, email(number, state), country, f"{UNPUBLISHED} words\nof {number}", shows, wants_news=True)
    lifecycle.sign(text, given, "en", now)
    if state == "repeated":
        lifecycle.sign(text, replace(given, name=f"{name} again", email=given.email.upper()), "az", now)
    return state, Link(*Signature.objects.order_by("-pk").values_list("pk", "petition_id", "epoch")[0])


def in_batches(people: list[tuple[str, Link]], deed: Callable[..., None], now: dt.datetime) -> None:
    """Let `deed` happen to everybody."""
    rest = iter(people)
    while batch := list(islice(rest, AT_ONCE)):
        with transaction.atomic():
            for state, link in batch:
                deed(state, link, now)


def confirm(state: str, link: Link, now: dt.datetime) -> None:
    """Those who are not to stay pending confirm."""
    if state not in ("pending", "refused"):
        lifecycle.confirm(link, now)


def change(state: str, link: Link, now: dt.datetime) -> None:
    """What makes each state what it is."""
    if state == "hidden":
        lifecycle.choose(link, Choices(shows_name=False, wants_news=False, letter_language="az"))
    elif state in ("withdrawn", "shown and withdrawn", "anew"):
        lifecycle.withdraw(link, now)
    elif state == "erased":
        lifecycle.erase(link.signature_id, now)
    elif state == "shown and erased":
        lifecycle.erase_own(link, now)


def sign_anew(text: PetitionText, amount: int, now: dt.datetime) -> None:
    """Those who had withdrawn and come back."""
    with transaction.atomic():
        for number in range(STATES.index("anew"), amount, len(STATES)):
            given = Given(f"{UNPUBLISHED} Back", email(number, "anew").upper(), comment=f"{UNPUBLISHED} anew")
            lifecycle.sign(text, given, "de", now)


def invalidate(text: PetitionText, now: dt.datetime) -> None:
    """An editor invalidates those from one country."""
    user = get_user_model().objects.create_superuser("planter", "planter@example.net", "planter")
    found = Invalidation.objects.create(
        petition=text.petition, countries=["DE"], reason=Reason.REPEATED, created_at=now, note="A crowd."
    )
    invalidating.count_first(found.pk, now)
    invalidating.start(found.pk, user, now)


def work(now: dt.datetime) -> None:
    """What the worker does besides letters."""
    while lifecycle.prepare() + lifecycle.work_off(now) + counting.fold(now):
        pass


class PostOffice:
    """Takes every letter but those to mailboxes that it does not know; its refusals repeat the mailbox."""

    def open(self) -> None:
        """There."""

    def close(self) -> None:
        """Gone."""

    def send_messages(self, messages: list[EmailMessage]) -> None:
        """Take or refuse."""
        for message in messages:
            if "refused" in message.to[0]:
                reply = f"5.1.1 <{message.to[0]}> no such user".encode()
                raise SMTPRecipientsRefused({message.to[0]: (550, reply)})


def send(now: dt.datetime, most: int) -> None:
    """Send up to about `most` letters that are due."""
    with mock.patch.object(outbox.sending, "mail_server", PostOffice):
        while most > 0 and (done := outbox.send_due(now)):
            most -= done


def look(client: Client) -> None:
    """What editors do all day: list, search, open, ask, export."""
    seen = Signature.objects.filter(erased_at=None).order_by("pk")[1]
    index = reverse("petition_signatures:index")
    for typed in (email(1, STATES[1]), f"{UNPUBLISHED} Əliyeva 1", f"{UNPUBLISHED} Əliyeva"):
        assert client.get(index, {"q": typed}).status_code == 200
    assert UNPUBLISHED in client.get(index).content.decode()
    for view, *arguments in (("inspect", seen.pk), ("request", seen.pk, "withdraw")):
        assert UNPUBLISHED in client.get(reverse(f"petition_signatures:{view}", args=arguments)).content.decode()
    order = {"petition": seen.petition_id, "kind": "complete", "reason": "Handed over"}
    file = b"".join(client.post(reverse("petition_signatures:export"), order).streaming_content)
    assert MAILBOX.encode() in file
