"""What templates show of pictures and links. They ask; nothing is decided here but how it looks."""

from collections.abc import Iterable
from html import unescape
from typing import Any

from django import template
from django.utils.html import format_html_join, strip_tags
from django.utils.safestring import SafeString

from pages import languages, links
from pages.alternates import LanguageLink
from pages.links import PageLink
from pages.models.image import CampaignImage, CampaignRendition, Words
from pages.pictures import CARD, FALLBACK, SPECS, WEBP
from pages.translations import suggestions

register = template.Library()


@register.inclusion_tag("pages/components/picture.html")
def picture(
    image: CampaignImage | None,
    code: str = "",
    *,
    alt: str = "",
    decorative: bool = False,
    sizes: str = "(min-width: 46rem) 42rem, 100vw",
    lazy: bool = True,
) -> dict[str, Any]:
    """`{% picture image shown.code %}`: `<picture>` in three widths, with the alt text of the language.

    `alt` stands before the library's alt text; `decorative` leaves both out.
    """
    if image is None:
        return {}
    code = code or languages.current()
    found = image.get_renditions(*SPECS)
    words = None if alt or decorative else image.words_in("alt_text", code)
    return {
        "sources": one_of_each_width([found[spec] for spec in WEBP]),
        "fallback": found[FALLBACK],
        "alt": "" if decorative else alt or (words.text if words else ""),
        "alt_language": words.language if words and words.language.code != code else None,
        "sizes": sizes,
        "loading": "lazy" if lazy else "eager",
    }


def one_of_each_width(renditions: list[CampaignRendition]) -> list[CampaignRendition]:
    """Small images have one size for several wanted widths; each is named once."""
    return list({rendition.width: rendition for rendition in renditions}.values())


@register.simple_tag
def caption(image: CampaignImage | None, code: str = "") -> Words | None:
    """`{% caption image as words %}`: its caption as an object with `.text` and `.language`; None if it has none."""
    return image.words_in("caption", code or languages.current()) if image else None


@register.simple_tag
def alt_text(image: CampaignImage | None, code: str = "") -> Words | None:
    """`{% alt_text image as words %}`: the same for its alt text."""
    return image.words_in("alt_text", code or languages.current()) if image else None


@register.simple_tag
def card_image(*images: CampaignImage | None) -> CampaignRendition | None:
    """`{% card_image page.picture settings.share_image as card %}`: the first there is, as social networks show it."""
    image = next(filter(None, images), None)
    return image.get_rendition(CARD) if image else None


@register.simple_tag
def page_link(page_id: int | None, code: str = "") -> PageLink | None:
    """`{% page_link page.pk as link %}`: where it is read (.url .label .language); None while it is not public."""
    return links.for_page(page_id or None, code or languages.current())


@register.simple_tag
def alternate_links(alternates: Iterable[LanguageLink]) -> SafeString:
    """`{% alternate_links alternates %}`: what search engines read; a template's loop takes ten times as long."""
    line = '<link rel="alternate" hreflang="{}" href="{}">\n'
    return format_html_join("", line, ((each.language.code, each.url) for each in alternates))


@register.simple_tag
def switcher_links(found: Iterable[LanguageLink]) -> SafeString:
    """`{% switcher_links group.list %}`: a line for each language, for the same reason."""
    line = '<li><a href="{}" hreflang="{}"{}><span lang="{}" dir="{}">{}</span></a></li>\n        '
    current = SafeString(' aria-current="true"')
    return format_html_join(
        "",
        line,
        (
            (each.url, known.code, current if each.is_current else "", known.code, known.direction, known.name)
            for each in found
            for known in [each.language]
        ),
    )


@register.filter
def plain_text(rich_text: str) -> str:
    """The words of rich text without their tags, a space where a paragraph ended."""
    return unescape(" ".join(strip_tags(rich_text.replace("<", " <")).split()))


@register.simple_tag
def supporters(page: Any, code: str) -> list[str]:
    """`{% supporters page shown.code as names %}`: whom to thank for the language shown; [] without asking for most.

    Each name is isolated, so that one in another script turns nothing around it.
    """
    edition = getattr(page, "editions_by_language", {}).get(code)
    if edition is None or not getattr(edition, "has_supporters", False):
        return []
    return [
        f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"
        for name in suggestions.credits(page, code, edition.changed_at)
    ]
