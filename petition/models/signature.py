"""A signature: one person's support of one petition. Its state is its timestamps."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

CONFIRM_WITHIN = timedelta(days=7)
COUNTED = Q(confirmed_at__isnull=False, withdrawn_at=None, invalidated_at=None)


# Whoever comes first makes the row; everyone else meets it and waits for its lock. One statement on both databases.
MEET = """
INSERT INTO petition_signature ({columns}) VALUES ({values})
ON CONFLICT (petition_id, mailbox_key) DO UPDATE SET mailbox_key = excluded.mailbox_key RETURNING *
"""


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Signatures as adjectives."""

    def met(self, **columns: Any) -> "Signature":
        """The signature of this petition and mailbox, locked until the transaction ends; made of `columns` if new."""
        fields = [field for field in self.model._meta.concrete_fields if field.attname in columns]
        values = [field.get_db_prep_save(columns[field.attname], connection) for field in fields]
        statement = MEET.format(
            columns=", ".join(str(field.column) for field in fields), values=", ".join(["%s"] * len(fields))
        )
        return self.raw(statement, values)[0]

    def pending(self) -> Self:
        """Sent from the form, not confirmed."""
        return self.filter(confirmed_at=None, withdrawn_at=None, erased_at=None)

    def confirmed(self) -> Self:
        """Those that count; an erased one is still a fact."""
        return self.filter(COUNTED)

    def withdrawn(self) -> Self:
        """Taken back by the signatory."""
        return self.filter(withdrawn_at__isnull=False)

    def invalidated(self) -> Self:
        """Found not to be a person's will."""
        return self.filter(invalidated_at__isnull=False)

    def erased(self) -> Self:
        """Emptied of personal data."""
        return self.filter(erased_at__isnull=False)

    def public(self) -> Self:
        """Confirmed, by people who chose to show their name."""
        return self.confirmed().exclude(public_name="")

    def unconfirmed_since(self, moment: datetime) -> Self:
        """Never confirmed, and signed at `moment` or before."""
        return self.filter(confirmed_at=None, signed_at__lte=moment)


class Signature(models.Model):
    """`pending → confirmed → withdrawn | invalidated | erased`. Only `petition.lifecycle` writes one."""

    petition = models.ForeignKey(
        "petition.Petition", models.PROTECT, related_name="signatures", db_index=False, verbose_name=_("petition")
    )
    text = models.ForeignKey("petition.PetitionText", models.PROTECT, related_name="signatures", verbose_name=_("text"))
    language = models.CharField(_("language"), max_length=12)
    # See petition.mailbox; an erased signature has none, and any number of them may have none
    mailbox_key = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    name = models.TextField(_("name"), blank=True)
    public_name = models.TextField(_("name shown publicly"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)  # ISO 3166-1 alpha-2
    comment = models.TextField(_("comment"), blank=True)
    wants_news = models.BooleanField(_("wants news"), default=False)
    epoch = models.PositiveSmallIntegerField(default=1)  # the links of former epochs are dead
    signed_at = models.DateTimeField(_("signed at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    invalidated_at = models.DateTimeField(_("invalidated at"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        default_permissions = ("view", "change", "delete")  # nobody adds one for somebody else
        permissions = [("export_signature", "Can export signatures")]
        constraints = [
            models.UniqueConstraint(fields=["petition", "mailbox_key"], name="signature_once_a_mailbox"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(confirmed_at__gte=F("signed_at")),
                name="signature_confirmed_after_signed",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | Q(withdrawn_at__gte=F("signed_at")) & (Q(confirmed_at=None) | Q(withdrawn_at__gte=F("confirmed_at"))),
                name="signature_withdrawn_last",
            ),
            models.CheckConstraint(
                condition=Q(invalidated_at=None) | Q(invalidated_at__gte=F("signed_at")),
                name="signature_invalidated_after_signed",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(erased_at__gte=F("signed_at"))
                & (Q(confirmed_at=None) | Q(erased_at__gte=F("confirmed_at")))
                & (Q(withdrawn_at=None) | Q(erased_at__gte=F("withdrawn_at"))),
                name="signature_erased_last",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None, mailbox_key__isnull=False) & ~Q(email="") & ~Q(name="")
                | Q(
                    erased_at__isnull=False,
                    mailbox_key=None,
                    email="",
                    name="",
                    public_name="",
                    comment="",
                    wants_news=False,
                ),
                name="signature_erased_holds_no_person",
            ),
        ]
        indexes = [
            models.Index(fields=["petition", "-signed_at", "-id"], name="signature_newest"),
            models.Index(fields=["-signed_at", "-id"], name="signature_newest_of_all"),
            models.Index(fields=["petition", "country"], name="signature_by_country"),
            models.Index(fields=["petition", "language"], name="signature_by_language"),
            models.Index(fields=["signed_at"], condition=Q(confirmed_at=None), name="signature_unconfirmed"),
            models.Index(
                fields=["petition", "-confirmed_at"], condition=COUNTED & ~Q(public_name=""), name="signature_public"
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(_("Erased signature"))

    @property
    def is_pending(self) -> bool:
        """Whether it waits for its confirmation."""
        return self.confirmed_at is None and self.withdrawn_at is None and self.erased_at is None

    @property
    def link_lives_until(self) -> datetime:
        """When the link that confirms it dies."""
        return self.signed_at + CONFIRM_WITHIN

    @property
    def is_standing(self) -> bool:
        """Whether it was confirmed and not taken back, as its signatory sees it."""
        return self.confirmed_at is not None and self.withdrawn_at is None and self.erased_at is None

    @property
    def is_counted(self) -> bool:
        """Whether it is one of those that the petition's count holds."""
        return self.confirmed_at is not None and self.withdrawn_at is None and self.invalidated_at is None
