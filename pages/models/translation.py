"""The desk's own tables: units of text, how far each language of each subject is, and what changed in the source.

A *subject* is whatever has translated columns: a page, a petition, the settings of a site, an image. None of these
tables decides what visitors are served; what is derived can be rebuilt from drafts and live rows at any time.
"""

from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


class OfSubjectQuerySet(models.QuerySet[Any]):
    """Rows that belong to subjects."""

    def of(self, subject: models.Model) -> Self:
        """Those of one subject."""
        return self.filter(content_type=ContentType.objects.get_for_model(subject), object_id=subject.pk)


class OfSubject(models.Model):
    """Belongs to a subject."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey()

    objects = OfSubjectQuerySet.as_manager()

    class Meta:
        abstract = True


class SourceUnit(OfSubject):
    """One piece of text of a subject in its source language, as it is drafted now."""

    path = models.CharField(max_length=200)  # "heading", "body.<block id>.text": see pages.translations.leaves
    position = models.PositiveIntegerField()  # in reading order
    text = models.TextField()
    digest = models.CharField(max_length=32)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "path"], name="source_unit_once"),
        ]

    def __str__(self) -> str:
        return self.path


class UnitState(models.TextChoices):
    """How far a person is with a unit. Missing units have no row; stale is asked of the digests, never stored."""

    MACHINE = "machine", _("machine")
    DRAFT = "draft", _("draft")
    DONE = "done", _("done")


class TranslationUnit(OfSubject):
    """One piece of text in one language, and the source's text that it was translated from."""

    path = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    state = models.CharField(max_length=8, choices=UnitState)
    text = models.TextField()
    digest = models.CharField(max_length=32)
    from_text = models.TextField()
    from_digest = models.CharField(max_length=32)
    tool = models.CharField(max_length=40, blank=True)  # "form", "desk", "xliff", "machine:deepl", "suggestion", …
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    credit = models.CharField(max_length=120, blank=True)  # a supporter's name, as given
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language", "path"], name="translation_unit_once"
            ),
        ]
        indexes = [models.Index(fields=["language", "from_digest"], name="translation_unit_memory")]

    def __str__(self) -> str:
        return f"{self.path} ({self.language})"


class SheetState(models.TextChoices):
    """How far a subject is in a language."""

    OFF = "off", _("not begun")
    DRAFT = "draft", _("draft")
    REVIEW = "review", _("in review")
    LIVE = "live", _("live")
    WITHDRAWN = "withdrawn", _("withdrawn")


class TranslationSheet(OfSubject):
    """One subject in one language: how far it is, its own structure, its plans. The source language has one, too."""

    language = models.CharField(max_length=12)
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.OFF)
    is_source = models.BooleanField(default=False)
    is_newer = models.BooleanField(default=False)  # live, and the draft holds something else

    # Units: each is in one of these
    total = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    machine = models.PositiveIntegerField(default=0)
    drafted = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)

    # Structure: what this language has otherwise than the source, and texts whose blocks went
    known = models.JSONField(default=list)  # of the source: the ids of its blocks when it was last saved
    hidden = models.JSONField(default=list)  # ids of the source's blocks that this language leaves out
    own = models.JSONField(default=list)  # ids of blocks that only this language has
    attic = models.JSONField(default=dict)  # {path: text}

    # Plans and decisions
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    needs_approval_at = models.DateTimeField(null=True)  # the demand changed, and nobody has said that this still fits
    go_live_at = models.DateTimeField(null=True)
    go_live_revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    withdraw_at = models.DateTimeField(null=True)
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    draft = models.JSONField(default=dict)  # {path: text} of a subject without drafts of its own (settings, images)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "language"], name="translation_sheet_once"),
        ]
        indexes = [models.Index(fields=["language", "state"], name="translation_sheet_state")]
        permissions = [
            *(("translate_" + code, f"Can translate into {name}") for code, name in settings.LANGUAGES),
            *(("publish_" + code, f"Can make {name} public") for code, name in settings.LANGUAGES),
            ("edit_source", "Can change what is translated from"),
            ("publish_unready", "Can make a language public that is not ready"),
            ("manage_languages", "Can switch languages on and off, and invite supporters"),
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id} ({self.language})"

    @property
    def percent(self) -> int:
        """Of the source's units, how many are done and up to date; 100 only when all are."""
        return self.done * 100 // self.total if self.total else 0


class ChangeKind(models.TextChoices):
    """What a change of the source means for its translations."""

    CONTENT = "content", _("The meaning changed")
    COSMETIC = "cosmetic", _("Only spelling or style")
    DEMAND = "demand", _("The demand changed")


class SourceChange(OfSubject):
    """One save in which a piece of the source changed, and of which kind its editor said it was."""

    path = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=ChangeKind)
    before_digest = models.CharField(max_length=32)
    after_digest = models.CharField(max_length=32)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id", "at"], name="source_change_of_subject")]

    def __str__(self) -> str:
        return f"{self.path}: {self.kind}"
