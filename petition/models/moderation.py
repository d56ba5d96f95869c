"""What is done about signatures that are no person's will: alarms, quarantines, invalidations."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Pattern(models.Model):
    """What a crowd of signatures has in common. An empty part means any; all parts that are given must hold."""

    petition = models.ForeignKey("petition.Petition", models.CASCADE, related_name="%(class)ss")
    countries = models.JSONField(_("countries"), default=list, blank=True)  # ISO 3166-1 alpha-2; "" where not told
    languages = models.JSONField(_("languages"), default=list, blank=True)
    domains = models.JSONField(_("domains of mailboxes"), default=list, blank=True)  # as the mail system writes them
    prefixes = models.JSONField(_("networks"), default=list, blank=True)  # Signature.prefix_key
    doors = models.JSONField(_("doors"), default=list, blank=True)
    signed_from = models.DateTimeField(_("signed from"), null=True, blank=True)
    signed_until = models.DateTimeField(_("signed before"), null=True, blank=True)
    least_score = models.PositiveSmallIntegerField(_("suspicion of at least"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_from=None) | Q(signed_until=None) | Q(signed_until__gt=F("signed_from")),
                name="%(class)s_time_runs_forward",
            )
        ]


class Alarm(models.Model):
    """Something that people don't do by themselves; found by petition.alarms."""

    class Kind(models.TextChoices):
        """What was seen."""

        COUNTRY = "country", _("more signatures than one in a hundred inhabitants")
        DOMAIN = "domain", _("many mailboxes of one domain")
        PREFIX = "prefix", _("many signatures from one network")
        HOSTING = "hosting", _("confirmed at once, from computers in data centres")
        BURST = "burst", _("far more signatures than before")
        BREAKER = "breaker", _("nearly nobody confirms")

    petition = models.ForeignKey("petition.Petition", models.CASCADE, related_name="alarms")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    subject = models.CharField(_("subject"), max_length=64, blank=True)  # country, domain key, prefix key, or ""
    label = models.CharField(_("what"), max_length=255, blank=True)  # the same for editors: a domain in letters
    seen = models.PositiveIntegerField(_("seen"), default=0)
    usual = models.PositiveIntegerField(_("limit"), default=0)
    first_at = models.DateTimeField(_("first seen at"))
    last_at = models.DateTimeField(_("last seen at"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True, editable=False)  # when editors got a letter about it

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["petition", "kind", "subject"], condition=Q(answered_at=None), name="alarm_rings_once"
            ),
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="alarm_time_runs_forward"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class QuarantineQuerySet(models.QuerySet["Quarantine"]):
    """Quarantines as adjectives."""

    def active(self) -> Self:
        """Those that hold what is signed now."""
        return self.filter(ended_at=None)


class Quarantine(Pattern):
    """A pattern whose new signatures are held: kept and answered like any other, counted once released."""

    note = models.TextField(_("note"), blank=True)
    alarm = models.ForeignKey(Alarm, models.SET_NULL, null=True, blank=True, related_name="quarantines")
    started_at = models.DateTimeField(_("started at"))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)  # new signatures are no longer held
    release_asked_at = models.DateTimeField(_("release asked at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)  # all that was held counts
    released = models.PositiveIntegerField(_("released"), default=0)

    objects = QuarantineQuerySet.as_manager()

    class Meta(Pattern.Meta):
        verbose_name = _("quarantine")
        verbose_name_plural = _("quarantines")

    def __str__(self) -> str:
        return f"{_('quarantine')} {self.pk}"


class Reason(models.TextChoices):
    """Why signatures were found not to be a person's will; told to everybody."""

    AUTOMATED = "automated", _("made by machines")
    NOT_THEIRS = "not_theirs", _("made with other people's mailboxes")
    REPEATED = "repeated", _("one person many times")
    RULES = "rules", _("against the petition's rules")


class Invalidation(Pattern):
    """A pattern whose signatures cease to count: counted first, done in batches, undone exactly."""

    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    note = models.TextField(_("note"), blank=True, help_text=_("For your colleagues; nobody else reads it."))
    quarantine = models.ForeignKey(Quarantine, models.SET_NULL, null=True, blank=True, related_name="invalidations")
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # The dry run: what it found among the signatures up to this one
    counted_at = models.DateTimeField(_("counted at"), null=True, blank=True)
    found = models.PositiveIntegerField(_("found"), default=0)
    found_counted = models.PositiveIntegerField(_("of these counted"), default=0)
    up_to = models.BigIntegerField(default=0)
    # The deed and its progress
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    done = models.PositiveIntegerField(_("done"), default=0)
    cursor = models.BigIntegerField(default=0)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    # Taking it back
    undo_started_at = models.DateTimeField(_("undo started at"), null=True, blank=True)
    undo_started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone = models.PositiveIntegerField(_("undone"), default=0)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    class Meta(Pattern.Meta):
        verbose_name = _("invalidation")
        verbose_name_plural = _("invalidations")
        constraints = [
            *Pattern.Meta.constraints,
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="invalidation_reason_known"),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(counted_at__isnull=False), name="invalidation_counted_first"
            ),
            models.CheckConstraint(
                condition=Q(undo_started_at=None) | Q(started_at__isnull=False), name="invalidation_undone_after_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{_('invalidation')} {self.pk}"
