"""News by e-mail: a page told to those signatories who wanted to hear of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Announcement(models.Model):
    """One page of news on its way to a petition's signatories; letters are queued in batches by the worker."""

    petition = models.ForeignKey("petition.Petition", models.CASCADE, related_name="announcements")
    page = models.ForeignKey("wagtailcore.Page", models.PROTECT, related_name="+", verbose_name=_("page"))
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    up_to = models.BigIntegerField(default=0)  # the newest signature when it was asked for
    cursor = models.BigIntegerField(default=0)
    queued = models.PositiveIntegerField(_("letters"), default=0)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [models.UniqueConstraint(fields=["petition", "page"], name="announcement_once_a_page")]

    def __str__(self) -> str:
        return f"{_('announcement')} {self.pk}"
