"""What is public: one row for each page in each language that visitors can read, and the addresses it once had."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, Site

from pages.languages import Language, language


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions as adjectives."""

    def offered(self, codes: Iterable[str]) -> Self:
        """Those in languages that the site offers."""
        return self.filter(language__in=list(codes))

    def matching(self, words: Iterable[str]) -> Self:
        """Those whose text holds every one of `words` (folded as in pages.search)."""
        found = self
        for word in words:
            found = found.filter(words__contains=word)
        return found


class Edition(models.Model):
    """One public page in one language. Derived from the live row: `manage.py rebuild_editions` makes them anew."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="editions")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    path = models.CharField(max_length=1000)  # below the site's root in the language, "" or with a slash at its end
    heading = models.CharField(max_length=255)
    description = models.TextField(default="")
    words = models.TextField(default="")  # folded for search, see pages.search
    live_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "language"], name="edition_once_a_language"),
            models.UniqueConstraint(fields=["site", "language", "path"], name="edition_address_unique"),
        ]
        indexes = [models.Index(fields=["site", "path"], name="edition_by_path")]

    def __str__(self) -> str:
        return f"{self.heading} ({self.language})"

    @property
    def in_language(self) -> Language:
        """The language as an object."""
        return language(self.language)

    @property
    def article(self) -> Page:
        """The page as a news article; for editions of articles only."""
        return self.page.newspage

    @property
    def url(self) -> str:
        """The address on its site: "/az/nə-baş-verdi/"."""
        return page_url(self.language, self.path)


class OldPath(models.Model):
    """An address at which a page once stood in a language; the newest comes first where several pages held it."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12)
    path = models.CharField(max_length=1000)
    left_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "language", "path", "page"], name="old_path_once_a_page"),
        ]

    def __str__(self) -> str:
        return f"/{self.language}/{self.path}"


@lru_cache(maxsize=10_000)
def page_url(code: str, path: str) -> str:
    """The address of `path` in the language `code`."""
    with translation.override(code):
        return reverse("wagtail_serve", args=[path])
