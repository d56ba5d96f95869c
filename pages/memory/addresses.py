"""Which addresses may be kept: the site by the host, the view by the path, and those to render ahead."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from wagtail.models import Site

from pages import languages, routing
from pages.memory import live
from pages.models.edition import Edition, OldPath
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

    def __init__(self, version: int, sites: Iterable[Place], tails: Iterable[tuple[int, str]]) -> None:
        self.version, self.sites, self.tails = version, list(sites), set(tails)

    @classmethod
    def nowhere(cls) -> "Map":
        """Before the first look: no host is known."""
        return cls(0, [], [])

    @classmethod
    def drawn(cls, version: int) -> "Map":
        """As the database has it now."""
        sites = (Place(each.pk, each.hostname.lower(), each.port, each.is_default_site) for each in Site.objects.all())
        paths = (kind.objects.values_list("site_id", "path") for kind in (Edition, OldPath))
        return cls(version, sites, chain(*paths))

    def site_of(self, host: str) -> int | None:
        """The site that is asked by the header Host, as Wagtail finds it; None for a host that is not ours."""
        domain, port = split_domain_port(host)
        if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
            return None
        alike = [site for site in self.sites if site.hostname == domain]
        number = int(port) if port.isdigit() else 443 if settings.SECURE else 80
        exact = [site for site in alike if site.port == number]
        fitting = exact or (alike if len(alike) == 1 else []) or [site for site in self.sites if site.is_default]
        return fitting[0].pk if fitting else None

    def host_of(self, site_id: int) -> str:
        """The header Host under which a site's pages are rendered."""
        site = next(each for each in self.sites if each.pk == site_id)
        if site.is_default:
            return urlsplit(settings.SITE_URL).netloc
        return site.hostname if site.port in {80, 443} else f"{site.hostname}:{site.port}"

    def may_be_kept(self, site_id: int, path: str) -> bool:
        """Whether the view of `path` keeps its answers, and a page stands there if it is the pages' view."""
        if len(path) > LONGEST_PATH or not keeps(path):
            return False
        return not is_of_pages(path) or (site_id, tail(path)) in self.tails

    def ahead(self) -> Iterator[tuple[int, str]]:
        """(site, path) of every live page in every language that its site offers, and of what other rooms bring."""
        for site in Site.objects.all():
            offered = SiteSettings.for_site(site).codes
            yield site.pk, "/"
            for path in in_every_language(site, offered):
                yield site.pk, path
            for path in live.addresses():
                if language_of(path) in {"", *offered}:
                    yield site.pk, unquote(path)


def in_every_language(site: Site, offered: list[str]) -> Iterator[str]:
    """Each page's own address in every language that it is live in; for the others one that answers in the nearest."""
    found = Edition.objects.filter(site=site).offered(offered).order_by("page__path", "page_id")
    for _page, rows in groupby(found.values_list("page_id", "language", "path"), itemgetter(0)):
        paths = {code: path for _page, code, path in rows}
        first = paths.get(offered[0], next(iter(paths.values())))
        yield from (f"/{code}/{paths.get(code, first)}" for code in offered)


@lru_cache(4096)
def keeps(path: str) -> bool:
    """Whether the view at `path` says that its answers may be kept."""
    try:
        view = resolve(path).func
    except Resolver404:
        return False
    return getattr(view, "may_be_kept", False)


@lru_cache(4096)
def is_of_pages(path: str) -> bool:
    """Whether `path` is answered by the pages' own view, with or without a language in the address."""
    return resolve(path).func in {routing.serve, routing.without_language}


def language_of(path: str) -> str:
    """The language that `path` begins with, or ""."""
    first = path.split("/", 2)[1]
    return first if first in languages.CODES else ""


def tail(path: str) -> str:
    """`path` below the language: "/az/nə/" is "nə/"."""
    parts = path.lstrip("/")
    return parts.partition("/")[2] if language_of(path) else parts
