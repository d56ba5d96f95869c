"""Signing: from the form to a pending signature and its letter, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from petition import mailbox, outbox
from petition.models import Petition, PetitionText, Signature
from petition.models.letter import Kind


class NotYetOpen(Exception):
    """The petition can't be signed yet."""


class Closed(Exception):
    """The time to sign the petition is over."""


@dataclass(frozen=True)
class Given:
    """What a signatory gave, already checked and tidy."""

    name: str
    email: str
    country: str = ""
    comment: str = ""
    shows_name: bool = False
    wants_news: bool = False


def check_open(petition: Petition, now: datetime) -> None:
    """Raises NotYetOpen or Closed where the petition can't be signed at `now`."""
    if petition.is_closed_at(now):
        raise Closed
    if not petition.is_open_at(now):
        raise NotYetOpen


@transaction.atomic
def sign(text: PetitionText, given: Given, language: str, now: datetime, *, at_once: bool = False) -> None:
    """Sign `text` in the interface's `language`. `at_once`: the signatory asks for the letter again.

    Says nothing on purpose: nobody can ask the site whether a mailbox has signed. A new mailbox becomes a pending
    signature; a pending one takes what was given last; a withdrawn one begins anew; for a confirmed one nothing
    changes. Each has its own letter. Raises NotYetOpen or Closed.
    """
    check_open(text.petition, now)
    key = mailbox.key(given.email, text.petition_id)
    wanted = columns(text, given, language, now)
    signature = Signature.objects.met(petition_id=text.petition_id, mailbox_key=key, epoch=1, **wanted)
    if signature.is_standing:
        outbox.queue(signature, Kind.ALREADY_SIGNED, language, now, at_once=at_once)
        return
    begins_anew = signature.withdrawn_at is not None
    if begins_anew:
        wanted |= {"confirmed_at": None, "withdrawn_at": None, "epoch": signature.epoch + 1}  # its old links are void
    take(signature, wanted)
    outbox.queue(signature, Kind.CONFIRM, language, now, at_once=at_once or begins_anew)


def columns(text: PetitionText, given: Given, language: str, now: datetime) -> dict[str, Any]:
    """What a pending signature holds."""
    return {
        "text_id": text.pk,
        "language": language,
        "email": given.email,
        "name": given.name,
        "public_name": given.name if given.shows_name else "",
        "country": given.country,
        "comment": given.comment,
        "wants_news": given.wants_news,
        "signed_at": now,
    }


def take(signature: Signature, wanted: dict[str, Any]) -> None:
    """Let a pending signature hold what was given last. One found invalid stays so."""
    if all(getattr(signature, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(signature, name, value)
    if signature.invalidated_at is not None:
        signature.invalidated_at = max(signature.invalidated_at, signature.signed_at)
    signature.save(update_fields=[*wanted, "invalidated_at"])
