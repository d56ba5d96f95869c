"""Signing: from the form to a pending signature and its letter, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from petition import counting, mailbox, outbox, patterns, tokens, vault
from petition.models import Petition, PetitionText, Signature
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
    epoch = tokens.new_epoch()
    wanted = columns(text, given, language, now, circumstances)
    key = mailbox.key(given.email, text.petition_id)
    signature = Signature.objects.met(petition_id=text.petition_id, mailbox_key=key, epoch=epoch, **wanted)
    is_new = signature.epoch == epoch
    counting.note(signature, Event.RECEIVED if is_new else Event.REPEATED, now)
    kind = Kind.ALREADY_SIGNED if signature.is_standing else Kind.CONFIRM
    outbox.queue(signature, kind, language, now, address=given.email, at_once=at_once or is_new)


def columns(
    text: PetitionText, given: Given, language: str, now: datetime, circumstances: Circumstances
) -> dict[str, Any]:
    """What a pending signature holds."""
    wanted = {
        "text_id": text.pk,
        "language": language,
        "letter_language": language,
        "sealed": vault.seal(Person(given.email, given.name, given.comment)),
        "domain_key": mailbox.domain_key(mailbox.domain_of(given.email)),
        "name_key": "",
        "shows_name": given.shows_name,
        "public_name": "",
        "country": given.country,
        "wants_news": given.wants_news,
        "prefix_key": circumstances.prefix_key,
        "door": circumstances.door,
        "score": circumstances.score,
        "signed_at": now,
    }
    quarantine = patterns.quarantine_of(text.petition_id, wanted)
    is_held = circumstances.is_held or quarantine is not None
    return wanted | {"held_at": now if is_held else None, "quarantine_id": quarantine.pk if quarantine else None}
