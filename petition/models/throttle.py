"""What limits need to remember for a while: no address, only hashes under a key that is gone in two days."""

from django.db import models


class DaySecret(models.Model):
    """A random number of one day; with it goes what the day's hashes were made of. See petition.throttle."""

    day = models.DateField(primary_key=True)
    secret = models.BinaryField()

    def __str__(self) -> str:
        return self.day.isoformat()


class Bucket(models.Model):
    """How often something was done in one stretch of time."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%H:%M}"


class SpentProof(models.Model):
    """A proof of work, or a ticket of the slow lane, that was used: none works twice."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.digest[:8]
