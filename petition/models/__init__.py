"""Tables, constraints, querysets; no deeds."""

from petition.models.letter import Letter
from petition.models.petition import Petition
from petition.models.signature import Signature
from petition.models.tally import Tally, TallyEntry, Total
from petition.models.text import PetitionText

__all__ = ["Letter", "Petition", "PetitionText", "Signature", "Tally", "TallyEntry", "Total"]
