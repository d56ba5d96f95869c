"""The languages: codes, names, direction, columns. The only place that builds a column's name."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db import models
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from modeltranslation.fields import TranslationField
from modeltranslation.utils import build_localized_fieldname

CODES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)

# Whom a reader of one language most likely understands too, before the source language and English are tried.
KIN: dict[str, tuple[str, ...]] = {"az": ("tr", "ru"), "tr": ("az",), "pt": ("es",), "es": ("pt",), "it": ("fr", "es")}


@dataclass(frozen=True)
class Language:
    """One language that the site is provisioned for."""

    code: str
    name: str  # what its readers call it: "العربية"
    english: str
    direction: str  # "ltr" or "rtl"

    def __str__(self) -> str:
        return self.name


@cache
def language(code: str) -> Language:
    """The language `code`; KeyError if the site has no columns for it."""
    english = dict(settings.LANGUAGES)[code]
    info = LANG_INFO[code]
    own = str(info["name_local"])
    is_rtl = code.split("-")[0] in settings.LANGUAGES_BIDI  # LANG_INFO says that Azerbaijani in Latin letters is, too
    return Language(code, own[:1].upper() + own[1:], english, "rtl" if is_rtl else "ltr")


def direction(code: str) -> str:
    """ "ltr" or "rtl"."""
    return language(code).direction


def all_languages() -> list[Language]:
    """Every provisioned language, in the order of the settings."""
    return [language(code) for code in CODES]


def current() -> str:
    """The code of the language active now; the first language's where none of ours is."""
    active = translation.get_language() or settings.LANGUAGE_CODE
    for code in (active, active.split("-")[0]):
        if code in CODES:
            return code
    return settings.LANGUAGE_CODE


@cache
def column(base: str, code: str) -> str:
    """The column that holds `base` in the language `code`."""
    return str(build_localized_fieldname(base, code))


@cache
def columns(model: type[models.Model]) -> dict[str, dict[str, str]]:
    """{base name: {language: column}} of a model registered with modeltranslation; {} for any other."""
    found: dict[str, dict[str, str]] = {}
    for field in model._meta.get_fields():
        if isinstance(field, TranslationField):
            found.setdefault(field.translated_field.name, {})[field.language] = field.name
    return found


def ordered(codes: Iterable[str]) -> list[str]:
    """`codes` in the order of the settings, unknown ones left out."""
    wanted = set(codes)
    return [code for code in CODES if code in wanted]


def nearest(wanted: str, available: Collection[str], source: str) -> str | None:
    """The language of `available` that a reader of `wanted` is served best with; None where nothing is available."""
    for code in (wanted, *KIN.get(wanted, ()), source, settings.LANGUAGE_CODE, *CODES):
        if code in available:
            return code
    return None


def best(accept_language: str, available: Collection[str], default: str = settings.LANGUAGE_CODE) -> str | None:
    """The language of `available` that the header `Accept-Language` asks for first (RFC 9110, 12.5.4)."""
    wanted = [
        code
        for tag, quality in parse_accept_lang_header(accept_language.lower())
        if quality > 0 and (code := supported(tag))
    ]
    for code in [*wanted, *(kin for asked in wanted for kin in KIN.get(asked, ()))]:
        if code in available:
            return code
    return nearest(default, available, default)


def supported(tag: str) -> str | None:
    """Our code for a browser's language tag ("pt-br" → "pt", "zh-cn" → "zh-hans"); None where we have none."""
    try:
        code = translation.get_supported_language_variant(tag)
    except LookupError:
        return None
    return code if code in CODES else None
