"""A petition: what is asked, of whom, from when to when, and what its form asks a signatory."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from pages import languages, memory
from pages.fields import StreamField
from pages.languages import CODES
from pages.translations.publishing import TranslatedContent
from pages.translations.text import Text, first_heading
from petition.models.addressees import Addressees
from petition.models.text import PetitionText, write_texts

RICH_TEXT = ["bold", "italic", "ol", "ul"]


class PetitionQuerySet(models.QuerySet["Petition"]):
    """Petitions as adjectives."""

    def live(self) -> Self:
        """Those that visitors can read in some language."""
        return self.filter(live=True)


class CountryQuestion(models.TextChoices):
    """Whether the form asks for a country."""

    REQUIRED = "required", _("required")
    OPTIONAL = "optional", _("optional")
    NO = "no", _("not asked")


class PetitionWords(Text):
    """A petition in one language, also for the head of a page, which asks for what pages have."""

    meta_title = ""
    meta_description = ""

    @property
    def introduction(self) -> str:
        """The demand: what search engines and cards show under the heading."""
        return str(self.demand)


class Petition(
    TranslatedContent, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, models.Model
):
    """A demand in many languages, with one count. What stands in a language for good is a PetitionText."""

    heading = models.CharField(_("heading"), max_length=255, blank=True)
    demand = RichTextField(
        _("demand"), blank=True, features=RICH_TEXT, help_text=_("The sentences that people stand behind.")
    )
    addressees = StreamField(Addressees(required=False), verbose_name=_("addressees"), blank=True)
    consent = models.TextField(
        _("consent"), blank=True, help_text=_("The sentence beside the box that a signatory has to tick.")
    )
    news_consent = models.TextField(
        _("consent to news"), blank=True, help_text=_("The sentence beside the box for news.")
    )
    thanks = RichTextField(
        _("thanks"), blank=True, features=[*RICH_TEXT, "link"], help_text=_("Shown when a signature is confirmed.")
    )
    share_text = models.TextField(
        _("words to share"), blank=True, help_text=_("What a signatory sends to friends, before the address.")
    )

    slug = models.SlugField(
        _("slug"),
        max_length=120,
        unique=True,
        help_text=_("The last part of the petition's address, the same in every language."),
    )
    goal = models.PositiveIntegerField(
        _("goal"), null=True, blank=True, help_text=_("How many signatures we hope for.")
    )
    opens_at = models.DateTimeField(_("opens at"), default=timezone.now)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    asks_country = models.CharField(
        _("country"), max_length=8, choices=CountryQuestion, default=CountryQuestion.REQUIRED
    )
    asks_comment = models.BooleanField(_("ask for a comment"), default=False)
    asks_public_name = models.BooleanField(_("ask whether the name may be shown"), default=True)
    asks_news = models.BooleanField(_("offer news by e-mail"), default=False)
    privacy_page = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("privacy page")
    )

    objects: ClassVar[Any] = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("petition")
        verbose_name_plural = _("petitions")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="petition_closes_after_opening",
                violation_error_message=_("A petition closes after it opens."),
            ),
            models.CheckConstraint(condition=Q(goal=None) | Q(goal__gt=0), name="petition_goal_positive"),
        ]

    def __str__(self) -> str:
        return first_heading(self, [self.source_language, *CODES]) or self.slug

    def in_language(self, code: str) -> PetitionWords:
        return PetitionWords(self, code)

    def is_open_at(self, moment: datetime) -> bool:
        """Whether it can be signed at `moment`."""
        return self.opens_at <= moment and not self.is_closed_at(moment)

    def is_closed_at(self, moment: datetime) -> bool:
        """Whether the time to sign is over at `moment`."""
        return self.closes_at is not None and moment >= self.closes_at

    # What is public ---------------------------------------------------------------------------------------------------
    def refresh_public(self) -> None:
        write_texts(self, timezone.now())

    @cached_property
    def live_texts(self) -> dict[str, PetitionText]:
        """{language: the words that a signature is bound to now}, in the languages that visitors can read."""
        newest = memory.shared(("texts", self.pk), self.newest_texts)
        return {code: newest[code] for code in self.live_languages() if code in newest}

    def newest_texts(self) -> dict[str, PetitionText]:
        """{language: the newest words}, also of languages that are live no more."""
        return {text.language: text for text in PetitionText.objects.filter(petition_id=self.pk).newest()}

    def shown_language(self, wanted: str, offered: Iterable[str] = CODES) -> str | None:
        """The live language that serves a reader of `wanted` best; None where none is live."""
        return languages.nearest(wanted, set(self.live_languages()) & set(offered), self.source_language)

    def url(self, code: str) -> str:
        """The address of the petition's own page in the language `code`."""
        with translation.override(code):
            return reverse("petition:petition", args=[self.slug])

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "petition/petition.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {
            "petition": self,
            "request": request,
            "text": self.in_language(mode_name),
            "shown": languages.language(mode_name),
            "is_fallback": False,
            "is_preview": True,
        }
