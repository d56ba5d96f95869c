"""What is kept of one signature, told to its signatory: the state it is in, and everything as data."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings

from petition.models import Letter, Signature
from petition.vault import Person

FORMAT = 1  # of the copy; a change of its keys is another one
MOMENTS = ("signed_at", "confirmed_at", "held_at", "withdrawn_at", "invalidated_at")


class State(StrEnum):
    """How a signature stands, as its signatory is told."""

    PENDING = "pending"  # waits for its confirmation
    COUNTED = "counted"
    HELD = "held"  # confirmed, and looked through before it counts
    WITHDRAWN = "withdrawn"
    INVALIDATED = "invalidated"


def state_of(signature: Signature) -> State:
    """The state of a signature that is not erased."""
    if signature.withdrawn_at is not None:
        return State.WITHDRAWN
    if signature.invalidated_at is not None:
        return State.INVALIDATED
    if signature.confirmed_at is None:
        return State.PENDING
    return State.HELD if signature.held_at is not None else State.COUNTED


def letters_of(signature: Signature) -> list[Letter]:
    """The letters written to the signatory, oldest first."""
    return list(signature.letters.order_by("queued_at", "pk"))


def as_data(signature: Signature, person: Person | None) -> dict[str, Any]:
    """The copy that a signatory takes away, ready for JSON; docs/privacy.md explains its keys.

    `person` is None in the moment before the letter worker has made the own copy; name, email, comment are null then.
    Moments are ISO 8601 in UTC, or null. Keyed digests are not in it: they say nothing to anybody without our keys.
    """
    petition, text = signature.petition, signature.text
    return {
        "format": FORMAT,
        "petition": {"slug": petition.slug, "address": settings.SITE_URL + petition.url(text.language)},
        "signed": {
            "language": text.language,
            "version": text.version,
            "heading": text.heading,
            "demand": text.demand,
            "consent": text.consent,
        },
        "name": person.name if person else None,
        "email": person.email if person else None,
        "comment": person.comment if person else None,
        "country": signature.country,
        "language": signature.language,
        "letter_language": signature.letter_language,
        "shows_name": signature.shows_name,
        "public_name": signature.public_name,
        "wants_news": signature.wants_news,
        "state": state_of(signature).value,
        **{name: iso(getattr(signature, name)) for name in MOMENTS},
        "door": signature.door,
        "has_network_code": bool(signature.prefix_key),
        "letters": [letter_data(letter) for letter in letters_of(signature)],
    }


def letter_data(letter: Letter) -> dict[str, Any]:
    """One letter: what it was about, in which language, and what became of it."""
    return {
        "kind": letter.kind,
        "language": letter.language,
        **{name: iso(getattr(letter, name)) for name in ("queued_at", "sent_at", "failed_at")},
    }


def iso(moment: datetime | None) -> str | None:
    """ "2026-02-25T10:45:01+00:00"."""
    return moment.isoformat(timespec="seconds") if moment else None
