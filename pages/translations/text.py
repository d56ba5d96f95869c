"""The text of an object in one language: what templates read instead of columns."""

from typing import Any

from django.db import models

from pages import languages
from pages.languages import Language, column


class Text:
    """Reads the translated fields of `source` in one language by their base names: `text.heading`, `text.body`."""

    def __init__(self, source: models.Model, code: str) -> None:
        self._source = source
        self._names = {base: per_language[code] for base, per_language in languages.columns(type(source)).items()}
        self.language: Language = languages.language(code)

    def __getattr__(self, base: str) -> Any:
        try:
            name = self._names[base]
        except KeyError:
            raise AttributeError(f"{type(self._source).__name__} has no translated field {base!r}.") from None
        return getattr(self._source, name)


def first_heading(source: models.Model, codes: list[str]) -> str:
    """The heading in the first of `codes` that has one, else ""."""
    return next((heading for code in codes if (heading := getattr(source, column("heading", code)))), "")
