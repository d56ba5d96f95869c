"""How far each language of an object is: live, live with a newer draft, draft, or missing."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pages import languages
from pages.languages import CODES, Language, columns
from pages.translations.publishing import TranslatedContent
from pages.translations.sheets import plain

LABELS = {
    "": "",  # of settings, which have no drafts
    "live": _("live"),
    "newer": _("live, the draft is newer"),
    "draft": _("draft"),
    "missing": _("missing"),
}


@dataclass(frozen=True)
class LanguageState:
    """One language of one object: `name` is a key of LABELS."""

    language: Language
    name: str
    is_source: bool = False

    @property
    def label(self) -> Any:
        """The state in words."""
        return LABELS[self.name]

    @property
    def sentence(self) -> str:
        """ "العربية — live"."""
        return f"{self.language.name} — {self.label}"


def of(draft: Any) -> list[LanguageState]:
    """The state of each language of `draft` against its live row; without a name for what has no drafts."""
    if not isinstance(draft, TranslatedContent):
        return [LanguageState(known, "", known.code == draft.source_language) for known in languages.all_languages()]
    live = type(draft).objects.filter(pk=draft.pk).first() if draft.pk else None
    return [
        LanguageState(languages.language(code), name(draft, live, code), code == draft.source_language)
        for code in CODES
    ]


def name(draft: TranslatedContent, live: TranslatedContent | None, code: str) -> str:
    """The state of the language `code`: a key of LABELS."""
    if live and code in live.live_languages():
        return "newer" if differs(draft, live, code) else "live"
    written = any(plain(getattr(draft, per_language[code])) for per_language in columns(type(draft)).values())
    return "draft" if written else "missing"


def differs(draft: TranslatedContent, live: TranslatedContent, code: str) -> bool:
    """Whether any text in `code` is not the same in the draft as it is live."""
    names = [per_language[code] for per_language in columns(type(draft)).values()]
    return any(plain(getattr(draft, name)) != plain(getattr(live, name)) for name in names)
