"""Supporters' translations: who has a link may suggest, and what is suggested waits for a reviewer. Knows no HTTP."""

from pages.translations.suggestions.inviting import Over, Unknown, close, find, invite, links_of
from pages.translations.suggestions.pieces import Piece, pieces
from pages.translations.suggestions.reviewing import (
    Decided,
    Gone,
    Waiting,
    accept,
    accept_all,
    put_back,
    reject,
    rejected,
    waiting,
)
from pages.translations.suggestions.sending import Refused, Typed, send
from pages.translations.suggestions.standing import credits, of_edition, open_count, open_counts

__all__ = [
    "Decided",
    "Gone",
    "Over",
    "Piece",
    "Refused",
    "Typed",
    "Unknown",
    "Waiting",
    "accept",
    "accept_all",
    "close",
    "credits",
    "find",
    "invite",
    "links_of",
    "of_edition",
    "open_count",
    "open_counts",
    "pieces",
    "put_back",
    "reject",
    "rejected",
    "send",
    "waiting",
]
