"""A signature: one person's support of one petition. Its state is its timestamps."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from petition import rows
from petition.models.meeting import MET, Met, meeting

CONFIRM_WITHIN = timedelta(days=7)
COUNTED = Q(confirmed_at__isnull=False, withdrawn_at=None, invalidated_at=None, held_at=None)
TO_BE_SHOWN = COUNTED & Q(shows_name=True, public_name="", erased_at=None)
HELD = Q(held_at__isnull=False, invalidated_at=None, withdrawn_at=None)
UNPREPARED = Q(own_copy=None, erased_at=None)
TAKEN_BACK = Q(withdrawn_at__isnull=False, erased_at=None)
STRUCK = Q(invalidated_at__isnull=False, erased_at=None)
ERASED = Q(erased_at__isnull=False)


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Signatures as adjectives."""

    def met(self, **columns: Any) -> "Signature":
        """The signature of this petition and mailbox with `columns` as MEET says, locked until the transaction ends."""
        fields = rows.fields_of(self.model, tuple(columns))
        values = [field.get_db_prep_save(columns[field.attname], connection) for field in fields]
        source = f"VALUES ({', '.join(['%s'] * len(fields))})"
        return self.raw(meeting(tuple(columns), source, "*"), values)[0]

    def met_many(self, columns: Sequence[str], lines: Sequence[rows.Row]) -> dict[tuple[int, str], Met]:
        """The same for many, each mailbox of a petition once: {(petition, mailbox key): what one must know of it}.

        They are met in the order of their keys, so that nobody who meets many waits for somebody who waits for them.
        """
        petition, mailbox = columns.index("petition_id"), columns.index("mailbox_key")
        lines = sorted(lines, key=lambda line: (line[petition], line[mailbox]))
        source, values = rows.source(rows.fields_of(self.model, tuple(columns)), lines)
        found = rows.write(meeting(tuple(columns), source, ", ".join(MET)), values)
        return {(row[0], row[1]): Met(*row[2:]) for row in found}

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

    def held(self) -> Self:
        """Confirmed, but not counted until somebody has looked at the pattern that they belong to."""
        return self.filter(HELD, confirmed_at__isnull=False)

    def unprepared(self) -> Self:
        """Those whose own copy and name key the letter worker has not written yet."""
        return self.filter(UNPREPARED)

    def to_be_shown(self) -> Self:
        """Those whose name shall be public and is not yet."""
        return self.filter(TO_BE_SHOWN)

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
    text = models.ForeignKey(
        "petition.PetitionText", models.PROTECT, related_name="signatures", db_index=False, verbose_name=_("text")
    )
    language = models.CharField(_("language"), max_length=12)  # of the form: under it the signature counts
    letter_language = models.CharField(_("language of letters"), max_length=12)
    # See petition.mailbox; an erased signature has none, and any number of them may have none
    mailbox_key = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    domain_key = models.CharField(max_length=32, blank=True, editable=False)  # see petition.mailbox.domain_key
    name_key = models.CharField(max_length=32, blank=True, editable=False)  # see petition.vault.name_key
    sealed = models.BinaryField(null=True)  # petition.vault.Person, for those who hold the private key
    own_copy = models.BinaryField(null=True)  # the same for whoever holds a link from a letter
    shows_name = models.BooleanField(_("shows the name"), default=False)
    public_name = models.TextField(_("name shown publicly"), blank=True)  # in clear only as long as it is shown
    country = models.CharField(_("country"), max_length=2, blank=True)  # ISO 3166-1 alpha-2
    wants_news = models.BooleanField(_("wants news"), default=False)
    epoch = models.PositiveIntegerField(default=1)  # the links of another epoch are dead; see petition.tokens.new_epoch
    # Where it came from, as far as moderation needs it: no address, and the network's hash only for a while
    prefix_key = models.CharField(max_length=64, blank=True, editable=False)  # of /24 or /48, see petition.throttle
    door = models.CharField(_("door"), max_length=24, blank=True)  # "petition" or "page-<id>": where the form stood
    score = models.PositiveSmallIntegerField(_("suspicion"), default=0)  # see petition.suspicion
    signed_at = models.DateTimeField(_("signed at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    invalidated_at = models.DateTimeField(_("invalidated at"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    held_at = models.DateTimeField(_("held at"), null=True, blank=True)
    quarantine = models.ForeignKey(
        "petition.Quarantine", models.SET_NULL, null=True, blank=True, related_name="signatures", db_index=False
    )
    invalidation = models.ForeignKey(
        "petition.Invalidation", models.PROTECT, null=True, blank=True, related_name="signatures", db_index=False
    )

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
                condition=Q(erased_at=None, mailbox_key__isnull=False, sealed__isnull=False)
                | Q(
                    erased_at__isnull=False,
                    mailbox_key=None,
                    sealed=None,
                    own_copy=None,
                    domain_key="",
                    name_key="",
                    public_name="",
                    prefix_key="",
                    shows_name=False,
                    wants_news=False,
                ),
                name="signature_erased_holds_no_person",
            ),
            models.CheckConstraint(
                condition=Q(public_name="") | COUNTED & Q(shows_name=True), name="signature_name_shown_while_counted"
            ),
            models.CheckConstraint(
                condition=Q(invalidation=None) | Q(invalidated_at__isnull=False),
                name="signature_invalidation_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(quarantine=None) | Q(held_at__isnull=False), name="signature_quarantine_has_moment"
            ),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(held_at__gte=F("signed_at")), name="signature_held_after_signed"
            ),
        ]
        # Each is written three times a signature (signed, confirmed, prepared), so: none that another can stand in for,
        # and where few rows are meant, those alone. Lists are read newest first from beside a row (viewsets.keyset).
        indexes = [
            models.Index(fields=["petition", "-signed_at", "-id"], name="signature_newest"),
            models.Index(fields=["-signed_at", "-id"], name="signature_newest_of_all"),
            models.Index(fields=["petition", "country", "-signed_at", "-id"], name="signature_of_country"),
            models.Index(fields=["petition", "language", "-signed_at", "-id"], name="signature_of_language"),
            models.Index(fields=["signed_at"], condition=Q(confirmed_at=None), name="signature_unconfirmed"),
            models.Index(
                fields=["petition", "-confirmed_at"], condition=COUNTED & ~Q(public_name=""), name="signature_public"
            ),
            models.Index(fields=["id"], condition=UNPREPARED, name="signature_unprepared"),
            models.Index(fields=["id"], condition=TO_BE_SHOWN, name="signature_to_be_shown"),
            models.Index(fields=["name_key", "-signed_at", "-id"], condition=~Q(name_key=""), name="signature_of_name"),
            models.Index(fields=["domain_key", "signed_at"], name="signature_by_domain"),
            models.Index(fields=["signed_at", "prefix_key"], condition=~Q(prefix_key=""), name="signature_network"),
            models.Index(
                fields=["invalidation", "id"], condition=Q(invalidation__isnull=False), name="signature_invalid"
            ),
            models.Index(fields=["quarantine", "id"], condition=Q(quarantine__isnull=False), name="signature_held"),
            models.Index(
                fields=["petition", "-signed_at", "-id", "quarantine"], condition=HELD, name="signature_newest_on_hold"
            ),
            models.Index(fields=["petition", "-signed_at", "-id"], condition=TAKEN_BACK, name="signature_newest_back"),
            models.Index(fields=["petition", "-signed_at", "-id"], condition=STRUCK, name="signature_newest_struck"),
            models.Index(fields=["petition", "-signed_at", "-id"], condition=ERASED, name="signature_newest_erased"),
            models.Index(fields=["withdrawn_at"], condition=TAKEN_BACK, name="signature_back_since"),
            models.Index(fields=["invalidated_at"], condition=STRUCK, name="signature_struck_since"),
        ]

    def __str__(self) -> str:
        return f"{gettext('Signature')} {self.pk}"  # nobody's name: this stands in logs and histories

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
        moments = (self.withdrawn_at, self.invalidated_at, self.held_at)
        return self.confirmed_at is not None and not any(moments)
