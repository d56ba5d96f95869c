"""What stands around every page: name, menus, switcher, footer. Asked only for what a template shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from pages import alternates, languages, links, memory
from pages.languages import Language, column
from pages.models.site_settings import SettingsText, SiteSettings


@dataclass(frozen=True)
class MenuItem:
    """One line of a menu; `language` is set where the page behind it is not in the reader's language."""

    label: str
    url: str
    language: Language | None = None
    is_active: bool = False


class Chrome:
    """The surroundings of one answer, in the language of its address."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def settings(self) -> SiteSettings:
        """The settings of the site asked."""
        return SiteSettings.for_request(self._request)

    @cached_property
    def language(self) -> Language:
        """The language of the interface."""
        return languages.language(languages.current())

    @cached_property
    def site_text(self) -> SettingsText:
        """The site's words in that language."""
        return self.settings.in_language(self.language.code)

    @property
    def languages(self) -> list[Language]:
        """The languages that the site offers."""
        return self.settings.offered

    @property
    def site_url(self) -> str:
        """What absolute addresses begin with."""
        return settings.SITE_URL

    @cached_property
    def home_url(self) -> str:
        """The front page in the language."""
        return f"/{self.language.code}/"

    @cached_property
    def switcher(self) -> list[alternates.LanguageLink]:
        """A link for each offered language."""
        page = getattr(self._request, "shown_page", None)
        if page is not None:
            return alternates.page_switcher(page, self.settings.offered)
        return alternates.address_switcher(self._request, self.settings.offered)

    @cached_property
    def _menus(self) -> dict[str, list[MenuItem]]:
        """Both menus."""
        streams, pages = memory.shared(("menus", self.settings.pk, self.language.code), self._read_menus)
        return {name: list(self._items(stream, pages)) for name, stream in streams.items()}

    def _read_menus(self) -> tuple[dict[str, list[dict[str, Any]]], dict[int, links.PageLink]]:
        """The raw items of both menus, and their pages with one query for all."""
        streams = {name: self._stream(name) for name in ("main_menu", "footer_menu")}
        wanted = [item["value"] for stream in streams.values() for item in stream if item["type"] == "page"]
        return streams, links.for_pages(wanted, self.language.code)

    @property
    def main_menu(self) -> list[MenuItem]:
        """The menu at the head of every page."""
        return self._menus["main_menu"]

    @property
    def footer_menu(self) -> list[MenuItem]:
        """The menu at its foot."""
        return self._menus["footer_menu"]

    @property
    def social_links(self) -> list[MenuItem]:
        """Where else the campaign is found."""
        return [MenuItem(item.value["label"], item.value["url"]) for item in self.settings.social_links]

    def _stream(self, name: str) -> list[dict[str, Any]]:
        """A menu's raw items in the language; those of the site's first language where none were chosen for it.

        Raw, because the blocks would fetch every page of the menu, and a link needs its edition only.
        """
        own = getattr(self.settings, column(name, self.language.code))
        return list((own or getattr(self.settings, column(name, self.settings.codes[0]))).raw_data)

    def _items(self, stream: list[dict[str, Any]], pages: dict[int, links.PageLink]) -> Iterable[MenuItem]:
        path = self._request.path
        for item in stream:
            if item["type"] != "page":
                yield MenuItem(item["value"]["label"], item["value"]["url"])
            elif link := pages.get(item["value"]):
                other = link.language if link.language != self.language else None
                yield MenuItem(
                    link.label, link.url, other, is_active=path.startswith(link.url) and link.url != self.home_url
                )


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `chrome`. The admin does without."""
    return (
        {}
        if request.path.startswith("/admin/") and not getattr(request, "is_preview", False)
        else {"chrome": Chrome(request)}
    )
