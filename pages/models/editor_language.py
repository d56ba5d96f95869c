"""The language that an editor works in, beside the source language."""

from typing import Any

from django.conf import settings
from django.db import models

from pages.languages import CODES


class EditorLanguage(models.Model):
    """One editor's choice; it stays until another is made."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12, choices=settings.LANGUAGES)

    def __str__(self) -> str:
        return f"{self.user}: {self.language}"

    @classmethod
    def of(cls, user: Any, source: str) -> str:
        """The language that `user` works in; the first beside `source` where nothing was chosen."""
        chosen = cls.objects.filter(user=user).values_list("language", flat=True).first() if user and user.pk else None
        return chosen or next(code for code in CODES if code != source)

    @classmethod
    def choose(cls, user: Any, code: str) -> None:
        """Remember that `user` works in `code` from now on."""
        cls.objects.update_or_create(user=user, defaults={"language": code})
