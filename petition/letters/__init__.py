"""What a letter says, in its reader's language. No visitor's words before the mailbox is proven to be theirs."""

from petition.letters.kinds import WRITTEN, compose
from petition.letters.news import can_be_told, edition_for, sample
from petition.letters.skeletons import Desk, Wire

__all__ = ["WRITTEN", "Desk", "Wire", "can_be_told", "compose", "edition_for", "sample"]
