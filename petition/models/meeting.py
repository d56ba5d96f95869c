"""How a signature that is sent meets the one that may be there: one statement, the same for every mailbox."""

from functools import lru_cache
from typing import Any, NamedTuple

# Whoever comes first makes the row; everyone else meets it and waits for its lock. One statement on both databases, of
# the same cost whatever state the row is in, so that no clock tells who has signed. A signature that stands stays as it
# is; a pending one takes what was given last; a withdrawn one begins anew, and the links of its former life die. What
# was found invalid or is held stays so.
MEET = """
INSERT INTO petition_signature AS known ({columns}) {source}
ON CONFLICT (petition_id, mailbox_key) DO UPDATE SET {taken},
own_copy = CASE WHEN {stands} THEN known.own_copy END,
name_key = CASE WHEN {stands} THEN known.name_key ELSE '' END,
epoch = CASE WHEN known.withdrawn_at IS NULL THEN known.epoch ELSE excluded.epoch END,
confirmed_at = CASE WHEN {stands} THEN known.confirmed_at END,
withdrawn_at = NULL,
invalidated_at = CASE WHEN {stands} OR known.invalidated_at IS NULL OR known.invalidated_at > excluded.signed_at
    THEN known.invalidated_at ELSE excluded.signed_at END,
held_at = CASE WHEN {stands} THEN known.held_at WHEN known.held_at IS NULL THEN excluded.held_at
    ELSE excluded.signed_at END,
quarantine_id = CASE WHEN {stands} THEN known.quarantine_id
    ELSE COALESCE(known.quarantine_id, excluded.quarantine_id) END
RETURNING {returned}
"""
STANDS = "(known.confirmed_at IS NOT NULL AND known.withdrawn_at IS NULL)"
OWN_RULE = {"petition_id", "mailbox_key", "epoch", "held_at", "quarantine_id", "public_name", "name_key"}


# What `met_many` gives back of each: no more than its letter and the journal need
MET = ("petition_id", "mailbox_key", "id", "epoch", "language", "country", "confirmed_at", "withdrawn_at", "erased_at")


class Met(NamedTuple):
    """A signature that was met, as it stands then."""

    id: int
    epoch: int
    language: str
    country: str
    confirmed_at: Any  # a moment or None, as the database writes it
    withdrawn_at: Any
    erased_at: Any

    @property
    def is_standing(self) -> bool:
        """Whether it was confirmed and not taken back, as its signatory sees it."""
        return self.confirmed_at is not None and self.withdrawn_at is None and self.erased_at is None


@lru_cache(maxsize=128)
def meeting(columns: tuple[str, ...], source: str, returned: str) -> str:
    """MEET for these columns."""
    taken = [column for column in columns if column not in OWN_RULE]
    return MEET.format(
        columns=", ".join(columns),
        source=source,
        taken=", ".join(f"{name} = CASE WHEN {STANDS} THEN known.{name} ELSE excluded.{name} END" for name in taken),
        stands=STANDS,
        returned=returned,
    )
