"""What the ordinary subject lacks in a language: a heading; as advice, units that are open, pictures without words."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, ReferenceIndex

from pages import languages
from pages.languages import column, columns
from pages.models.image import CampaignImage
from pages.models.translation import TranslationSheet
from pages.translations import desk
from pages.translations.readiness import Lack


def lacks(draft: Any, code: str) -> list[Lack]:
    """Only a language without a heading can't go live; the rest is advice."""
    pictures = without_words([draft.pk], code) if isinstance(draft, Page) and draft.pk else []
    return [*heading(draft, code), *open_units(draft, code), *(alt_text(image, code, False) for image in pictures)]


def address(draft: Any, code: str, path: str = "") -> str:
    """Where the piece `path` is written: at the desk, for the source in its form; "" for what isn't saved yet.

    Made when it is shown: most publishes ask what is missing and show nobody.
    """
    if not draft.pk:
        return ""
    is_source = code == draft.source_language
    return lazy(desk.edit_url, str)(draft) if is_source else lazy(desk.sheet_url, str)(draft, code, path)


def heading(draft: Any, code: str) -> list[Lack]:
    """A heading is what makes a language be there."""
    model: type[Model] = type(draft)
    if "heading" not in columns(model) or getattr(draft, column("heading", code)):
        return []
    sentence = _("A heading in %(language)s is needed.") % {"language": languages.language(code).name}
    return [Lack(sentence, address(draft, code, "heading"), path="heading")]


def open_units(draft: Any, code: str) -> list[Lack]:
    """How many pieces of text are not done."""
    sheet = TranslationSheet.objects.of(draft).filter(language=code).first() if draft.pk else None
    if sheet is None or sheet.is_source:
        return []
    told = {
        ngettext("%(count)s text is missing.", "%(count)s texts are missing.", sheet.missing): sheet.missing,
        ngettext(
            "%(count)s text was made by a machine and read by nobody.",
            "%(count)s texts were made by a machine and read by nobody.",
            sheet.machine,
        ): sheet.machine,
        ngettext("%(count)s text is a draft.", "%(count)s texts are drafts.", sheet.drafted): sheet.drafted,
        ngettext(
            "%(count)s text was translated from what the source no longer says.",
            "%(count)s texts were translated from what the source no longer says.",
            sheet.stale,
        ): sheet.stale,
    }
    url = address(draft, code)
    return [Lack(sentence % {"count": count}, url, is_blocking=False) for sentence, count in told.items() if count]


def without_words(pages: list[int], code: str) -> list[CampaignImage]:
    """The images used on `pages` whose alt text is not there in the language `code`."""
    used = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page) for page in pages],
        to_content_type=ContentType.objects.get_for_model(CampaignImage),
    )
    shown = {int(pk) for pk in used.values_list("to_object_id", flat=True)}
    return list(CampaignImage.objects.filter(pk__in=shown, **{column("alt_text", code): ""}).order_by("pk"))


def alt_text(image: CampaignImage, code: str, is_blocking: bool) -> Lack:
    """A picture of which the language says nothing."""
    words = {"picture": image.title, "language": languages.language(code).name}
    sentence = _("The picture “%(picture)s” has no alt text in %(language)s.") % words
    return Lack(sentence, address(image, code, "alt_text"), is_blocking)
