"""A letter to a signatory: first a row, then an e-mail. Only `petition.outbox` writes one."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from petition.models.text import words_through

WAITING = Q(sent_at=None, failed_at=None)
TRACES = Q(kind="news") | ~Q(error="", bucket="")  # what a letter holds beyond its kind and time


class Kind(models.TextChoices):
    """What a letter is about."""

    CONFIRM = "confirm", _("please confirm")
    REMINDER = "reminder", _("reminder")
    ALREADY_SIGNED = "already_signed", _("already signed")
    RECEIPT = "receipt", _("receipt")
    WITHDRAWN = "withdrawn", _("withdrawn")
    NEWS = "news", _("news")


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters as adjectives."""

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(WAITING)

    def due(self, now: datetime) -> Self:
        """Waiting, their time has come, and no worker holds them."""
        return self.waiting().filter(Q(leased_until=None) | Q(leased_until__lte=now), due_at__lte=now)

    def with_all_it_says(self) -> Self:
        """With what a letter is made of, but without a petition's words in all languages, which none quotes.

        What many letters have in common is read once for all of them.
        """
        signature: Any = self.model._meta.get_field("signature").related_model
        petition, text = (signature._meta.get_field(name).related_model for name in ("petition", "text"))
        return (
            self.select_related("signature")
            .defer("signature__own_copy")
            .prefetch_related(
                Prefetch("signature__petition", petition.objects.defer(*words_through("", petition))),
                Prefetch("signature__text", text.objects.defer("demand", "consent")),
                "announcement",
            )
        )

    def sent(self) -> Self:
        """Taken over by the mail server."""
        return self.filter(sent_at__isnull=False)

    def failed(self) -> Self:
        """Given up: the mailbox refused it, or three days of trying were over."""
        return self.filter(failed_at__isnull=False)


class Letter(models.Model):
    """One letter, with what is needed to send it once."""

    signature = models.ForeignKey(
        "petition.Signature", models.CASCADE, related_name="letters", verbose_name=_("signature")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    language = models.CharField(_("language"), max_length=12)
    announcement = models.ForeignKey(
        "petition.Announcement", models.CASCADE, null=True, blank=True, related_name="letters", db_index=False
    )
    # Mailbox and day of a letter that strangers can set off, see petition.mailbox.day_bucket
    bucket = models.CharField(max_length=64, blank=True, editable=False)
    queued_at = models.DateTimeField(_("queued at"))
    due_at = models.DateTimeField(_("due at"))
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    failed_at = models.DateTimeField(_("failed at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    message_id = models.CharField(max_length=120, unique=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(failed_at=None), name="letter_sent_or_failed"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="letter_kind_known"),
            models.UniqueConstraint(fields=["announcement", "signature"], name="letter_news_once"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=WAITING, name="letter_waiting"),
            models.Index(fields=["bucket"], condition=~Q(bucket=""), name="letter_by_full_bucket"),
            models.Index(fields=["queued_at"], condition=TRACES, name="letter_with_traces"),
            models.Index(fields=["failed_at"], condition=Q(failed_at__isnull=False), name="letter_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"
