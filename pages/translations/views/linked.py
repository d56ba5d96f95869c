"""The pages that rich texts link to, for Draftail: a sheet's in three queries, where Wagtail asks for each."""

import re
from collections.abc import Iterable
from typing import Any

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.converters.html_to_contentstate import PageLinkElementHandler
from wagtail.models import Page

from pages import languages
from pages.models.edition import Edition, page_url

LINK = re.compile(r"<a\s[^>]*>")
NUMBER = re.compile(r'\sid="([0-9]{1,9})"')

Known = dict[int, dict[str, Any]]


class KnownPages(PageLinkElementHandler):
    """Tells Draftail of pages that were looked up before."""

    def __init__(self, known: Known) -> None:
        super().__init__("LINK")
        self.known = known

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        number = attrs.get("id", "")
        found = self.known.get(int(number)) if number.isdecimal() else None
        return found or super().get_attribute_data(attrs)


def converter(features: list[str], known: Known) -> ContentstateConverter:
    """Wagtail's converter, of one's own: it holds what it reads, and the one of a block is shared by all threads."""
    made = ContentstateConverter(features)
    if "link" in features:
        rules = made.html_to_contentstate_handler.element_handlers.element_rules
        rules.setdefault("a", []).insert(0, (0, lambda attrs: attrs.get("linktype") == "page", KnownPages(known)))
    return made


def pages_in(texts: Iterable[str], code: str) -> Known:
    """{number: what Draftail wants to know} of the pages that `texts` link to, with addresses in `code`."""
    tags = [tag for text in texts for tag in LINK.findall(text) if 'linktype="page"' in tag]
    numbers = {int(found[1]) for tag in tags if (found := NUMBER.search(tag))}
    if not numbers:
        return {}
    path_of = dict(Page.objects.filter(pk__in=numbers).values_list("pk", "path"))
    above = {path[: -Page.steplen] for path in path_of.values()}
    parent_of = dict(Page.objects.filter(path__in=above).values_list("path", "pk"))
    urls = addresses(numbers, code)
    return {
        number: {
            "id": number,
            "url": urls.get(number),
            "parentId": parent_of.get(path_of[number][: -Page.steplen]) if number in path_of else None,
        }
        for number in numbers
    }


def addresses(numbers: Iterable[int], code: str) -> dict[int, str]:
    """{page: its address in the language `code`, else in the nearest in which it is live}."""
    live: dict[int, dict[str, str]] = {}
    for number, language, path in Edition.objects.filter(page_id__in=numbers).values_list(
        "page_id", "language", "path"
    ):
        live.setdefault(number, {})[language] = path
    return {
        number: page_url(nearest, paths[nearest])
        for number, paths in live.items()
        if (nearest := languages.nearest(code, paths, code))
    }
