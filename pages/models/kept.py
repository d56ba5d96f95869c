"""What is kept of the pages that visitors read: one version for all of them, and each as it was rendered."""

from django.db import models


class Content(models.Model):
    """The version of everything that visitors read; one row."""

    version = models.PositiveBigIntegerField(default=1)
    rendered_version = models.PositiveBigIntegerField(default=0)  # a stamp as below: all of it was rendered ahead
    leased_until = models.DateTimeField(null=True)  # while one process renders ahead, the others only read

    def __str__(self) -> str:
        return f"version {self.version}"


class ContentChange(models.Model):
    """Something that visitors read has changed. Rows are only added, so nobody waits; watchers fold them."""

    def __str__(self) -> str:
        return f"change {self.pk}"


class KeptPage(models.Model):
    """One address as it was rendered, for processes that start later. Derived: the table may be emptied at any time."""

    site_id = models.BigIntegerField()
    path = models.CharField(max_length=1000)  # "/az/nə-baş-verdi/"
    version = models.PositiveBigIntegerField(db_index=True)  # and release, see pages.memory.changes.stamp
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=list)  # [[name, value]]
    facts = models.JSONField(default=dict)  # see pages.memory.answers.Facts
    body = models.BinaryField()  # gzip, with the marks of its slots

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site_id", "path"], name="kept_page_once")]

    def __str__(self) -> str:
        return self.path
