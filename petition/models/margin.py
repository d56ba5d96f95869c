"""Sums of the two accounts by one thing at a time: what people look at, however many lines the accounts have."""

from django.db import models

COUNTED = "counted"  # in the place of an event: the tally; every other event is of the account of integrity


class By(models.TextChoices):
    """What the lines of a sum have in common."""

    LANGUAGE = "language"
    COUNTRY = "country"
    DAY = "day"
    TEXT = "text"


class Margin(models.Model):
    """How many of a petition's signatures met with one event in one language, one country, on one day, of one text.

    A petition has a line for each cell of language × country × day in its accounts, some hundred thousand in the end,
    and a few thousand of these.
    """

    petition = models.ForeignKey("petition.Petition", models.CASCADE, related_name="+", db_index=False)
    event = models.CharField(max_length=12)
    reason = models.CharField(max_length=12, blank=True)
    by = models.CharField(max_length=8, choices=By)
    value = models.CharField(max_length=20, blank=True)  # a code, an ISO 8601 day, the id of a text
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "event", "by", "value", "reason"], name="margin_one_a_key")
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.event} ({self.by} {self.value or '–'})"
