"""The same page in other languages: for the switcher that visitors use and the head that search engines read."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Site

from pages import languages
from pages.languages import Language, language
from pages.models.edition import Edition, page_url


@dataclass(frozen=True)
class LanguageLink:
    """One language of a page, and where it is read."""

    language: Language
    url: str
    is_current: bool = False
    is_available: bool = True


def site_origin(request: HttpRequest) -> str:
    """What absolute addresses begin with: SITE_URL, or the site's own name where the installation serves several."""
    site = Site.find_for_request(request)
    return settings.SITE_URL if site is None or site.is_default_site else str(site.root_url)


def source_edition(page: Any) -> Edition | None:
    """The edition in the page's source language, else its first."""
    editions: dict[str, Edition] = page.editions_by_language
    return editions.get(page.source_language) or next(iter(editions.values()), None)


def head_links(page: Any, request: HttpRequest, shown: str) -> dict[str, Any]:
    """`canonical`, `alternates` and `x_default` for the head of `page` shown in the language `shown`."""
    origin = site_origin(request)
    alternates = [
        LanguageLink(language(code), origin + edition.url) for code, edition in page.editions_by_language.items()
    ]
    by_code = {link.language.code: link.url for link in alternates}
    source = source_edition(page)
    return {
        "canonical": by_code.get(shown, ""),
        "alternates": alternates if shown == languages.current() else [],
        "x_default": f"{origin}/{quote(source.path)}" if source else "",
    }


def page_switcher(page: Any, offered: list[Language]) -> list[LanguageLink]:
    """A link for each offered language: to the page's own address there, or to one that answers in the nearest."""
    editions = page.editions_by_language
    source = source_edition(page)
    return [
        LanguageLink(
            known,
            editions[known.code].url if known.code in editions else page_url(known.code, source.path if source else ""),
            is_current=known.code == languages.current(),
            is_available=known.code in editions,
        )
        for known in offered
    ]


def address_switcher(request: HttpRequest, offered: list[Language]) -> list[LanguageLink]:
    """A link for each offered language to the same address under another prefix, for what is no page."""
    current = languages.current()
    rest = request.path_info.removeprefix(f"/{current}/").lstrip("/")
    return [LanguageLink(known, f"/{known.code}/{quote(rest)}", is_current=known.code == current) for known in offered]
