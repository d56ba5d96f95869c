"""The count: a journal of what changed, and what it folds into. Only `petition.counting` writes here."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

UNFOLDED = Q(folded_at=None)


class TallyEntryQuerySet(models.QuerySet["TallyEntry"]):
    """Entries as adjectives."""

    def unfolded(self) -> Self:
        """Those that no tally holds yet."""
        return self.filter(UNFOLDED)


class TallyEntry(models.Model):
    """One line of the journal: a signature began to count (+1) or ceased to (-1). It names no signature."""

    petition = models.ForeignKey("petition.Petition", models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=12)
    country = models.CharField(max_length=2, blank=True)
    # Of the words that were signed; those are never deleted, so nothing has to be checked or looked up by it
    text = models.ForeignKey(
        "petition.PetitionText", models.DO_NOTHING, null=True, related_name="+", db_index=False, db_constraint=False
    )
    day = models.DateField()  # on which the signature was confirmed (UTC), for the -1 too
    change = models.SmallIntegerField()
    made_at = models.DateTimeField()
    folded_at = models.DateTimeField(null=True)

    objects = TallyEntryQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(change__in=[1, -1]), name="tally_entry_is_one")]
        indexes = [models.Index(fields=["petition", "id"], condition=UNFOLDED, name="tally_entry_waiting")]

    def __str__(self) -> str:
        return f"{self.change:+} ({self.language}, {self.country or '–'}, {self.day})"


class Tally(models.Model):
    """How many signatures that count were confirmed on a day, in a language, from a country ("" where not told)."""

    petition = models.ForeignKey("petition.Petition", models.CASCADE, related_name="tallies", db_index=False)
    language = models.CharField(_("language"), max_length=12)
    country = models.CharField(_("country"), max_length=2, blank=True)
    day = models.DateField(_("day"))
    count = models.IntegerField(_("count"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "language", "country", "day"], name="tally_one_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.count} ({self.language}, {self.country or '–'}, {self.day})"


class Total(models.Model):
    """The number that a petition shows, and since when it is that."""

    petition = models.OneToOneField("petition.Petition", models.CASCADE, primary_key=True, related_name="total")
    count = models.IntegerField(_("count"), default=0)
    as_of = models.DateTimeField(_("as of"))

    def __str__(self) -> str:
        return str(self.count)
