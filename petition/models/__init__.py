"""Tables, constraints, querysets; no deeds."""

from petition.models.announcement import Announcement
from petition.models.integrity import IntegrityCount, IntegrityEntry
from petition.models.letter import Letter
from petition.models.margin import Margin
from petition.models.moderation import Alarm, Invalidation, Quarantine
from petition.models.petition import Petition
from petition.models.protection import Breaker, Protection
from petition.models.signature import Signature
from petition.models.tally import Tally, TallyEntry, Total
from petition.models.text import PetitionText
from petition.models.throttle import Bucket, DaySecret, SpentProof

__all__ = [
    "Alarm",
    "Announcement",
    "Breaker",
    "Bucket",
    "DaySecret",
    "IntegrityCount",
    "IntegrityEntry",
    "Invalidation",
    "Letter",
    "Margin",
    "Petition",
    "PetitionText",
    "Protection",
    "Quarantine",
    "Signature",
    "SpentProof",
    "Tally",
    "TallyEntry",
    "Total",
]
