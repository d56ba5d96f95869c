"""What people say and ask around translations: comments, supporters' suggestions, words of the glossary, demand."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages.models.translation import OfSubject


class TranslationComment(OfSubject):
    """A remark on one unit in one language."""

    path = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id", "language"], name="translation_comment_of")]

    def __str__(self) -> str:
        return self.text[:60]


class SuggestionLink(OfSubject):
    """An invitation to suggest translations of one subject in one language; who has the link may."""

    language = models.CharField(max_length=12)
    key = models.CharField(max_length=43, unique=True)  # 32 random bytes, base64url
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id} ({self.language})"


class Suggestion(OfSubject):
    """A supporter's translation of one unit. It touches nothing until a reviewer accepts it."""

    link = models.ForeignKey(SuggestionLink, models.CASCADE, related_name="suggestions")
    path = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    text = models.TextField()
    from_text = models.TextField()
    from_digest = models.CharField(max_length=32)
    credit = models.CharField(_("name"), max_length=120, blank=True)
    at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    rejected_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(rejected_at=None), name="suggestion_decided_once"
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id", "language"], name="suggestion_of_subject")]

    def __str__(self) -> str:
        return self.text[:60]


class GlossaryTerm(models.Model):
    """How a term of one language is said in another, or that it is never translated."""

    source_language = models.CharField(_("language of the term"), max_length=12, choices=settings.LANGUAGES)
    term = models.CharField(_("term"), max_length=120)
    language = models.CharField(
        _("translated into"),
        max_length=12,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: every language."),
    )
    translation = models.CharField(_("translation"), max_length=120, blank=True)
    is_kept = models.BooleanField(
        _("do not translate"), default=False, help_text=_("The term stands in every translation as it is.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["term", "language"]
        constraints = [
            models.UniqueConstraint(fields=["source_language", "term", "language"], name="glossary_term_once"),
            models.CheckConstraint(
                condition=models.Q(is_kept=True) | ~models.Q(translation=""),
                name="glossary_term_says_something",
                violation_error_message=_("Give a translation, or tick “do not translate”."),
            ),
        ]

    def __str__(self) -> str:
        return self.term


class LanguageDemand(models.Model):
    """How often visitors asked for a language on one day: for a page that wasn't there in it, or by their browser.

    Counted without cookies, addresses or any other trace of the person.
    """

    day = models.DateField()
    language = models.CharField(max_length=12)  # may be one that the site has no columns for
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")  # a site's root: the site as a whole
    fallback_views = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "page"], name="language_demand_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.language}"
