"""Signing: from the form to a pending signature and its letter, in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from petition import counting, mailbox, outbox, patterns, tokens, vault
from petition.models import Petition, PetitionText, Quarantine, Signature
from petition.models.integrity import Event
from petition.models.letter import Kind
from petition.vault import Person


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


@dataclass(frozen=True)
class Circumstances:
    """How a signature came, as far as moderation may know it: no address."""

    prefix_key: str = ""  # petition.throttle
    door: str = ""  # "petition" or "page-<id>"
    score: int = 0  # petition.suspicion
    is_held: bool = False  # whether its score, or the site's protection, wants somebody to look at it first


UNKNOWN = Circumstances()


def check_open(petition: Petition, now: datetime) -> None:
    """Raises NotYetOpen or Closed where the petition can't be signed at `now`."""
    if petition.is_closed_at(now):
        raise Closed
    if not petition.is_open_at(now):
        raise NotYetOpen


@transaction.atomic
def sign(
    text: PetitionText,
    given: Given,
    language: str,
    now: datetime,
    *,
    at_once: bool = False,
    circumstances: Circumstances = UNKNOWN,
) -> None:
    """Sign `text` in the interface's `language`. `at_once`: the signatory asks for the letter again.

    Says nothing on purpose: nobody can ask the site whether a mailbox has signed. A new mailbox becomes a pending
    signature; a pending one takes what was given last; a withdrawn one begins anew; for a confirmed one nothing
    changes. Each has its own letter. Raises NotYetOpen or Closed.
    """
    check_open(text.petition, now)
    meet(columns(text, given, language, now), given.email, circumstances, at_once=at_once)


def columns(text: PetitionText, given: Given, language: str, now: datetime) -> dict[str, Any]:
    """What a pending signature holds of a form that no other row has a say in: sealed, and with its mailbox's key."""
    address = mailbox.canonical(given.email)
    return {
        "petition_id": text.petition_id,
        "mailbox_key": mailbox.key_of_canonical(address, text.petition_id),
        "epoch": tokens.new_epoch(),
        "text_id": text.pk,
        "language": language,
        "letter_language": language,
        "sealed": vault.seal(Person(given.email, given.name, given.comment)),
        "domain_key": mailbox.domain_key(mailbox.domain_of_canonical(address)),
        "name_key": "",
        "shows_name": given.shows_name,
        "public_name": "",
        "country": given.country,
        "wants_news": given.wants_news,
        "signed_at": now,
    }


def judged(own: Mapping[str, Any], circumstances: Circumstances, quarantines: Iterable[Quarantine]) -> dict[str, Any]:
    """What it holds besides: how it came, and whether it is held by that or by one of its petition's quarantines."""
    seen = {"prefix_key": circumstances.prefix_key, "door": circumstances.door, "score": circumstances.score}
    quarantine = patterns.first_match(quarantines, {**own, **seen})
    is_held = circumstances.is_held or quarantine is not None
    return {
        **own,
        **seen,
        "held_at": own["signed_at"] if is_held else None,
        "quarantine_id": quarantine.pk if quarantine else None,
    }


def meet(own: Mapping[str, Any], address: str, circumstances: Circumstances, *, at_once: bool) -> None:
    """Write the signature of `columns`, what the journal says of it and its letter to `address`, in a transaction."""
    petition_id, language, now = own["petition_id"], own["language"], own["signed_at"]
    quarantines = patterns.active([petition_id]).get(petition_id, [])
    signature = Signature.objects.met(**judged(own, circumstances, quarantines))
    is_new = signature.epoch == own["epoch"]
    counting.note(signature, Event.RECEIVED if is_new else Event.REPEATED, now)
    kind = Kind.ALREADY_SIGNED if signature.is_standing else Kind.CONFIRM
    outbox.queue(signature, kind, language, now, address=address, at_once=at_once or is_new)
