"""Which addresses may be kept: the site by the host, the view by the path, and those to render ahead."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Site

from pages import languages, routing
from pages.memory import live
from pages.models.edition import Edition
from pages.models.site_settings import SiteSettings

LONGEST_PATH = 500  # characters


class Place(NamedTuple):
    """A site as the layer needs it."""

    pk: int
    hostname: str
    port: int
    is_default: bool


class Map:
    """The sites and the paths of their pages, as they stand at one version of the content."""

    def __init__(
        self, version: int, sites: Iterable[Place], tails: Iterable[tuple[int, str]], further: Iterable[str]
    ) -> None:
        self.version, self.sites, self.tails, self.further = version, list(sites), set(tails), list(further)
        self.known = frozenset(self.further)
        self.refused: set[tuple[int, str]] = set()  # redirects and the like: no more than there are addresses

    @classmethod
    def nowhere(cls) -> "Map":
        """Before the first look: no host is known."""
        return cls(0, [], [], [])

    @classmethod
    def drawn(cls, version: int) -> "Map":
        """As the database has it now."""
        sites = (Place(each.pk, each.hostname.lower(), each.port, each.is_default_site) for each in Site.objects.all())
        return cls(version, sites, Edition.objects.values_list("site_id", "path"), map(unquote, live.addresses()))

    def site_of(self, host: str) -> int | None:
        """The site that is asked by the header Host, as Wagtail finds it; None for a host that is not ours."""
        domain, _port = split_domain_port(host)
        if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
            return None
        alike = [site for site in self.sites if site.hostname == domain]
        if len(alike) > 1:  # they differ by the server's port, which Host need not tell
            return None
        fitting = alike or [site for site in self.sites if site.is_default]
        return fitting[0].pk if fitting else None

    def host_of(self, site_id: int) -> str | None:
        """The header Host under which a site's pages are rendered; None where no host leads to it."""
        names = [site.hostname for site in self.sites if site.pk == site_id]
        asked = [urlsplit(settings.SITE_URL).netloc, *names]
        return next((host for host in asked if self.site_of(host) == site_id), None)

    def may_be_kept(self, site_id: int, path: str) -> bool:
        """Whether the view of `path` keeps its answers, and what it shows is there."""
        if len(path) > LONGEST_PATH or (site_id, path) in self.refused:
            return False
        keeps, is_of_pages, is_alone = view_of(path)
        return keeps and ((site_id, tail(path)) in self.tails if is_of_pages else is_alone or path in self.known)

    def ahead(self) -> Iterator[tuple[int, str]]:
        """(site, path) of every live page in every language that its site offers, and of what other rooms bring."""
        for site in Site.objects.all():
            offered = SiteSettings.for_site(site).codes
            yield site.pk, "/"
            for path in in_every_language(site, offered):
                yield site.pk, path
            for path in self.further:
                if language_of(path) in {"", *offered}:
                    yield site.pk, path


def in_every_language(site: Site, offered: list[str]) -> Iterator[str]:
    """Each page's own address in every language that it is live in; for the others one that answers in the nearest."""
    found = Edition.objects.filter(site=site).offered(offered).order_by("page__path", "page_id")
    for _page, rows in groupby(found.values_list("page_id", "language", "path"), itemgetter(0)):
        paths = {code: path for _page, code, path in rows}
        first = paths.get(offered[0], next(iter(paths.values())))
        yield from (f"/{code}/{paths.get(code, first)}" for code in offered)


@lru_cache(4096)
def view_of(path: str) -> tuple[bool, bool, bool]:
    """Whether the view at `path` keeps its answers, is the pages' own, and has this one address in a language."""
    try:
        with translation.override(language_of(path) or settings.LANGUAGE_CODE):
            found = resolve(path)
    except Resolver404:
        return False, False, False
    is_of_pages = found.func in {routing.serve, routing.without_language}
    return getattr(found.func, "may_be_kept", False), is_of_pages, not found.kwargs


def language_of(path: str) -> str:
    """The language that `path` begins with, or ""."""
    first = path[1:].partition("/")[0]
    return first if first in languages.CODES else ""


def tail(path: str) -> str:
    """`path` below the language: "/az/nə/" is "nə/"."""
    parts = path[1:]
    return parts.partition("/")[2] if language_of(path) else parts
