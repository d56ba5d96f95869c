"""How far each language of an object is, for forms and lists: read from its sheets, one query for a whole list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages import formats, languages
from pages.languages import CODES, Language
from pages.models.translation import SheetState, TranslationSheet

NEWER = "newer"
LABELS = {**dict(SheetState.choices), NEWER: _("live, the draft is newer")}


@dataclass(frozen=True)
class LanguageState:
    """One language of one object: `name` is a value of SheetState, or "newer"; `percent` of its texts are done."""

    language: Language
    name: str = SheetState.OFF.value
    is_source: bool = False
    percent: int = 0

    @property
    def label(self) -> Any:
        """The state in words."""
        return LABELS[self.name]

    @property
    def is_live(self) -> bool:
        """Whether visitors can read it."""
        return self.name in (SheetState.LIVE.value, NEWER)

    @property
    def progress(self) -> str:
        """How much is done, where that says anything: "40 %"; else ""."""
        if self.is_source or self.name == SheetState.OFF or self.percent == 100:
            return ""
        return formats.percent(self.percent, 100, languages.current())

    @property
    def sentence(self) -> str:
        """ "العربية — live"."""
        return f"{self.language.name} — {self.label}"


def of(subject: Any) -> list[LanguageState]:
    """The state of each language of `subject`, in the order of the settings."""
    return of_many([subject])[subject.pk]


def of_many(subjects: Iterable[Any]) -> dict[Any, list[LanguageState]]:
    """{id: the states of its languages} for objects of one model, or pages of any."""
    found = list(subjects)
    keys = [one.pk for one in found if one.pk]
    kinds = {kind_of(one) for one in found}
    sheets = TranslationSheet.objects.filter(content_type__in=kinds, object_id__in=keys) if keys else []
    by_place = {(sheet.object_id, sheet.language): sheet for sheet in sheets}
    return {one.pk: [state(by_place.get((one.pk, code)), code, one) for code in CODES] for one in found}


def kind_of(subject: Any) -> int:
    """The number of the subject's type; a page of a list may not be read as what it is."""
    if isinstance(subject, Page) and subject.content_type_id:
        return int(subject.content_type_id)
    return ContentType.objects.get_for_model(subject).pk


def state(sheet: TranslationSheet | None, code: str, subject: Any) -> LanguageState:
    """The state that a sheet tells; without one, nothing is there."""
    if sheet is None:
        return LanguageState(languages.language(code), is_source=code == getattr(subject, "source_language", None))
    name = NEWER if sheet.is_newer else sheet.state
    return LanguageState(languages.language(code), name, sheet.is_source, sheet.percent)
