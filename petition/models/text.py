"""The words that signatures are bound to: each version of each language, for good."""

import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from pages.languages import columns

if TYPE_CHECKING:
    from petition.models.petition import Petition

WORDS = ("heading", "demand", "consent")


class PetitionTextQuerySet(models.QuerySet["PetitionText"]):
    """Texts as adjectives."""

    def newest(self) -> Self:
        """The newest of each language of each petition."""
        same = PetitionText.objects.filter(petition=OuterRef("petition"), language=OuterRef("language"))
        return self.filter(pk=Subquery(same.order_by("-version").values("pk")[:1]))

    def with_terms(self) -> Self:
        """With the petition's terms, but without its words in all languages: half the time of a query with them."""
        return self.select_related("petition").defer(*words_through("petition__", self.model))


class PetitionText(models.Model):
    """One version of a petition's words in one language. Append-only: a database trigger refuses a change."""

    petition = models.ForeignKey("petition.Petition", models.CASCADE, related_name="texts", db_index=False)
    language = models.CharField(_("language"), max_length=12)
    version = models.PositiveIntegerField(_("version"))
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 of the words, hexadecimal
    heading = models.CharField(_("heading"), max_length=255)
    demand = models.TextField(_("demand"))
    consent = models.TextField(_("consent"))
    created_at = models.DateTimeField(_("created at"))

    objects = PetitionTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of a petition")
        verbose_name_plural = _("texts of petitions")
        constraints = [
            models.UniqueConstraint(fields=["petition", "language", "version"], name="petition_text_version")
        ]

    def __str__(self) -> str:
        return f"{self.heading} ({self.language}, {self.version})"


def words_through(path: str, model: type[models.Model]) -> list[str]:
    """`path` and each column of a petition's words, in all languages, for `defer`; such as "text__petition__" or ""."""
    petition: Any = model
    for name in path.split("__")[:-1]:
        petition = petition._meta.get_field(name).related_model
    per_field = columns(petition)
    names = [*per_field, *(name for per_language in per_field.values() for name in per_language.values())]
    return [f"{path}{name}" for name in names]


def digest(words: dict[str, str]) -> str:
    """A fingerprint of `words` (heading, demand, consent), the same for the same words only."""
    return hashlib.sha256(json.dumps(words, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def write_texts(petition: "Petition", now: datetime) -> None:
    """Write a new version for each live language whose words are not those of its newest version."""
    newest = {text.language: text for text in PetitionText.objects.filter(petition_id=petition.pk).newest()}
    for code in petition.live_languages():
        text, before = petition.in_language(code), newest.get(code)
        words = {name: str(getattr(text, name)) for name in WORDS}
        if before is None or before.digest != digest(words):
            version = before.version + 1 if before else 1
            PetitionText.objects.create(
                petition_id=petition.pk, language=code, version=version, digest=digest(words), created_at=now, **words
            )
