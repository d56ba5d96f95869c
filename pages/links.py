"""Links from page to page: to the page in the reader's language, else in the nearest that it has."""

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from wagtail.rich_text.pages import PageLinkHandler

from pages import languages, memory
from pages.languages import Language
from pages.models.edition import Edition

# What this request has asked; None outside a request, where nothing would end the memory
asked: ContextVar[dict[int, dict[str, Edition]] | None] = ContextVar("asked", default=None)


@dataclass(frozen=True)
class PageLink:
    """Where a page is read, under which heading, in which language."""

    url: str
    label: str
    language: Language


def for_pages(page_ids: Iterable[int], code: str) -> dict[int, PageLink]:
    """{page id: link} for the pages that are public, in `code` or the language nearest to it; at most one query."""
    links = {}
    for page_id, editions in editions_of({page_id for page_id in page_ids if page_id}).items():
        edition = editions[languages.nearest(code, editions, code) or code]
        links[page_id] = PageLink(edition.url, edition.heading, languages.language(edition.language))
    return links


def editions_of(page_ids: set[int]) -> dict[int, dict[str, Edition]]:
    """{page id: {language: edition}}. Within a request a page is asked for once, by menus, texts and forms alike."""
    known = asked.get()
    known = {} if known is None else known
    missing = page_ids - known.keys()
    if missing:
        known |= memory.shared_each("editions", missing, read)
    return {page_id: known[page_id] for page_id in page_ids if known[page_id]}


def read(page_ids: set[int]) -> dict[int, dict[str, Edition]]:
    """{page id: {language: edition}}, empty for a page that is not public; one query."""
    found: dict[int, dict[str, Edition]] = {page_id: {} for page_id in page_ids}
    for edition in Edition.objects.filter(page_id__in=page_ids).defer("words", "description"):
        found[edition.page_id][edition.language] = edition
    return found


def begin(**_signal: Any) -> None:
    """A request begins: remember what it asks."""
    asked.set({})


def end(**_signal: Any) -> None:
    """The request is over: forget."""
    asked.set(None)


def for_page(page_id: int | None, code: str) -> PageLink | None:
    """The link to one page; None where it is not public."""
    return for_pages([page_id], code).get(page_id) if page_id else None


class EditionLinkHandler(PageLinkHandler):
    """Page links in rich text: one query for all links of a text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        code = languages.current()
        ids = [int(attrs["id"]) if str(attrs.get("id", "")).isdigit() else 0 for attrs in attrs_list]
        links = for_pages(ids, code)
        return [opening_tag(links.get(page_id), code) for page_id in ids]


def opening_tag(link: PageLink | None, code: str) -> str:
    """The `<a>` for a link; without an address where the page is not public."""
    if link is None:
        return "<a>"
    if link.language.code == code:
        return format_html('<a href="{}">', link.url)
    return format_html('<a href="{}" hreflang="{}">', link.url, link.language.code)
