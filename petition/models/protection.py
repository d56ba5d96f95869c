"""How a site protects its petitions, as editors set it, and the breaker that trips by itself."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


class Effort(models.IntegerChoices):
    """How much a proof of work costs, in multiples of the normal."""

    NORMAL = 1, _("normal")
    MORE = 4, _("four times")
    MUCH = 16, _("sixteen times")


@register_setting(icon="lock", order=300)
class Protection(BaseSiteSetting):
    """What editors can tighten at once; how it works is in petition.throttle and petition.suspicion."""

    everyone_proves = models.BooleanField(
        _("everyone proves"),
        default=False,
        help_text=_("Each device computes for a few seconds before a signature is taken, not only those in a crowd."),
    )
    effort = models.PositiveSmallIntegerField(_("effort"), choices=Effort, default=Effort.NORMAL)
    soft_per_address = models.PositiveSmallIntegerField(
        _("signatures from one address in ten minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1_000)],
        help_text=_("Beyond it a device has to compute first. Ten times as many are refused for a while."),
    )
    soft_per_network = models.PositiveSmallIntegerField(
        _("signatures from one network in ten minutes"),
        default=60,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("The same for neighbours who share the beginning of an address."),
    )
    hold_score = models.PositiveSmallIntegerField(
        _("hold from this suspicion on"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("More suspicious signatures are kept but not counted until somebody has looked at them."),
    )
    holds_everything = models.BooleanField(
        _("hold everything"), default=False, help_text=_("No new signature counts until somebody has looked at it.")
    )
    suspicious_domains = models.TextField(
        _("suspicious domains"), blank=True, help_text=_("Domains of mailboxes, one on each line.")
    )

    panels = [
        HelpPanel(template="petition/admin/protection.html", heading=_("How it stands now")),
        MultiFieldPanel([FieldPanel("everyone_proves"), FieldPanel("effort")], heading=_("Proof of work")),
        MultiFieldPanel([FieldPanel("soft_per_address"), FieldPanel("soft_per_network")], heading=_("Limits")),
        MultiFieldPanel(
            [FieldPanel("hold_score"), FieldPanel("holds_everything"), FieldPanel("suspicious_domains")],
            heading=_("Suspicion"),
        ),
    ]

    class Meta:
        verbose_name = _("protection")


class Breaker(models.Model):
    """Whether nearly nobody confirms what a petition sends; written by petition.throttle."""

    petition = models.OneToOneField("petition.Petition", models.CASCADE, primary_key=True, related_name="breaker")
    tripped_at = models.DateTimeField(_("tripped at"), null=True, blank=True)
    sent = models.PositiveIntegerField(_("letters sent"), default=0)
    confirmed = models.PositiveIntegerField(_("of these confirmed"), default=0)
    checked_at = models.DateTimeField(_("checked at"))

    def __str__(self) -> str:
        return f"{self.confirmed} of {self.sent}"
