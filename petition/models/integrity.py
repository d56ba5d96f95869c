"""What happened to a petition's signatures, in numbers: the public account of its integrity."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """What can happen to a signature."""

    RECEIVED = "received", _("received")  # a new pending signature, or a withdrawn one begun anew
    REPEATED = "repeated", _("repeated")  # the form came again from a mailbox that is pending or stands
    CONFIRMED = "confirmed", _("confirmed")
    QUARANTINED = "quarantined", _("held for review")
    RELEASED = "released", _("counted after review")
    INVALIDATED = "invalidated", _("invalidated")
    RESTORED = "restored", _("made valid again")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("not confirmed in time")


class IntegrityLine(models.Model):
    """So many signatures of a language and a country met with the same on one day (UTC)."""

    petition = models.ForeignKey("petition.Petition", models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    language = models.CharField(max_length=12)
    country = models.CharField(max_length=2, blank=True)
    event = models.CharField(max_length=12, choices=Event)
    reason = models.CharField(max_length=12, blank=True)  # petition.models.moderation.Reason, of what was invalidated

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.event} ({self.language}, {self.country or '–'})"


class IntegrityEntry(IntegrityLine):
    """One line of the journal, written with the deed; gone once it is folded."""

    amount = models.PositiveIntegerField(default=1)


class IntegrityCount(IntegrityLine):
    """The sum of a day's lines of one kind."""

    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "day", "language", "country", "event", "reason"], name="integrity_one_a_key"
            )
        ]
