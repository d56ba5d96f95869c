"""Which languages a site offers: off, in preparation, open to visitors. Texts are kept through all of it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Model, Q
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page

from pages import formats, languages
from pages.models.edition import Edition
from pages.models.site_settings import SiteSettings
from pages.models.translation import SheetState, TranslationSheet
from pages.translations import desk
from pages.translations.publishing import TranslatedContent
from pages.translations.readiness import Lack, NotReady

OFF, PREPARED, OPEN = "off", "prepared", "open"


class LastLanguage(ValueError):
    """The only language that visitors can read is not closed."""


def state(site: SiteSettings, code: str) -> str:
    """OFF, PREPARED or OPEN."""
    if code in site.codes:
        return OPEN
    return PREPARED if code in site.prepared else OFF


# Deeds ----------------------------------------------------------------------------------------------------------------
@transaction.atomic
def prepare(site: SiteSettings, code: str, user: Any) -> None:
    """Switch the language `code` on for those who write; visitors don't see it yet."""
    row = locked(site)
    if state(row, code) == OFF:
        put(row, row.codes, [*row.prepared, code], "prepare", code, user)


@transaction.atomic
def open_to_visitors(site: SiteSettings, code: str, user: Any) -> None:
    """Offer the language `code` to visitors; NotReady says what forbids it, whoever asks."""
    row = locked(site)
    if forbidding := [lack for lack in lacks(row, code) if lack.is_blocking]:
        raise NotReady({code: forbidding})
    if state(row, code) != OPEN:
        put(row, [*row.codes, code], without(row.prepared, code), "open", code, user)


@transaction.atomic
def close(site: SiteSettings, code: str, user: Any) -> None:
    """Take the language `code` from visitors: its addresses lead to other languages, writing goes on. LastLanguage."""
    row = locked(site)
    if state(row, code) == OPEN:
        if len(row.codes) == 1:
            raise LastLanguage(code)
        put(row, without(row.codes, code), [*row.prepared, code], "close", code, user)


@transaction.atomic
def switch_off(site: SiteSettings, code: str, user: Any) -> None:
    """Take the language `code`, which is not open, out of the desk."""
    row = locked(site)
    if state(row, code) == PREPARED:
        put(row, row.codes, without(row.prepared, code), "off", code, user)


DEEDS = {"prepare": prepare, "open": open_to_visitors, "close": close, "off": switch_off}


def locked(site: SiteSettings) -> SiteSettings:
    """The settings as they are stored now; nobody else changes them until the transaction ends."""
    return SiteSettings.objects.select_for_update().get(pk=site.pk)


def without(codes: list[str], code: str) -> list[str]:
    """`codes` but for `code`."""
    return [known for known in codes if known != code]


def put(row: SiteSettings, offered: list[str], prepared: list[str], deed: str, code: str, user: Any) -> None:
    """Store what is offered and prepared now, and note the deed in the history."""
    row.languages, row.prepared = languages.ordered(offered), languages.ordered(prepared)
    row.save(update_fields=["languages", "prepared"])
    log(row, f"translations.language_{deed}", user=user, data={"languages": [code]})


# What a language lacks ------------------------------------------------------------------------------------------------
def untranslated(code: str) -> int:
    """How many sentences of the interface the language `code` lacks."""
    count: int = import_string(settings.INTERFACE_MESSAGES)(code)
    return count


def lacks(site: SiteSettings, code: str) -> list[Lack]:
    """What the language `code` lacks to be open to visitors: two things forbid it, of the rest visitors get another."""
    return [*forbidding(site, code), *unfinished(site, code)]


def forbidding(site: SiteSettings, code: str) -> Iterator[Lack]:
    """A whole interface, and one page to arrive at, have to be there."""
    if count := untranslated(code):
        sentence = ngettext(
            "%(count)s sentence of the interface is not translated, such as a button or an error.",
            "%(count)s sentences of the interface are not translated, such as buttons and errors.",
            count,
        )
        yield Lack(sentence % {"count": shown(count)})
    if not Edition.objects.filter(site_id=site.site_id, language=code).exists():
        yield Lack(_("No page is public in it."), matrix_url(code))


def unfinished(site: SiteSettings, code: str) -> Iterator[Lack]:
    """What visitors would still meet in another language."""
    pages = public_pages(site)
    if 0 < pages[code] < pages[""]:
        sentence = ngettext(
            "%(count)s page is not public in it; visitors get it in another language.",
            "%(count)s pages are not public in it; visitors get them in another language.",
            pages[""] - pages[code],
        )
        yield Lack(sentence % {"count": shown(pages[""] - pages[code])}, matrix_url(code), is_blocking=False)
    for sheet in open_sheets(code):
        subject = sheet.subject
        if isinstance(subject, TranslatedContent):
            sentence = _("“%(name)s” is not public in it.") % {"name": desk.label(subject)}
        else:
            sentence = _("“%(name)s” is not finished.") % {"name": desk.label(subject)}
        yield Lack(sentence, desk.sheet_url(subject, code), is_blocking=False)


def matrix_url(code: str) -> str:
    """Where the desk shows everything in the language `code`."""
    return f"{reverse('translations:matrix')}?language={code}"


def open_sheets(code: str) -> list[TranslationSheet]:
    """Petitions that are not live in `code`, and settings with something missing. Pictures are left to their pages."""
    sheets = TranslationSheet.objects.filter(language=code, is_source=False).select_related("content_type")
    with_drafts = Q(content_type__in=others()) & ~Q(state=SheetState.LIVE)
    kinds = [kind for kind, model in desk.subject_types().items() if issubclass(model, SiteSettings)]
    return list(sheets.filter(with_drafts | Q(content_type__in=kinds, missing__gt=0)).order_by("content_type", "pk"))


def others() -> dict[int, type[Model]]:
    """{content type's number: model} of what is published by itself and is no page: petitions."""
    return {
        kind: model
        for kind, model in desk.subject_types().items()
        if issubclass(model, TranslatedContent) and not issubclass(model, Page)
    }


def public_others() -> dict[int, Counter[str]]:
    """{content type's number: {language: how many of `others` are live in it}}, and under "" how many are at all."""
    found: dict[int, Counter[str]] = {kind: Counter() for kind in others()}
    live = TranslationSheet.objects.filter(content_type__in=found, state=SheetState.LIVE)
    for kind, code, number in live.values_list("content_type", "language").annotate(number=Count("pk")):
        found[kind][code] = number
    for kind, number in live.values_list("content_type").annotate(number=Count("object_id", distinct=True)):
        found[kind][""] = number
    return found


def public_pages(site: SiteSettings) -> Counter[str]:
    """{language: how many pages are public in it}, and under "" how many are at all."""
    rows = list(Edition.objects.filter(site_id=site.site_id).values_list("page_id", "language"))
    return Counter([*(language for _page, language in rows), *([""] * len({page for page, _language in rows}))])


def shown(count: int) -> str:
    """A number as the screen's language writes it."""
    return formats.number(count, languages.current())
