"""From an address to a page in a language, by the editions alone; and from an address without a language to one with it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from pages import languages
from pages.languages import Language, language
from pages.models.edition import Edition, OldPath, page_url
from pages.models.site_settings import SiteSettings


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


def route(root: Page, request: HttpRequest, path: str) -> RouteResult:
    """The page at `path` in the active language: itself, a redirect to its address, or its nearest language.

    Raises Http404 where no page stands or stood.
    """
    site = Site.find_for_request(request)
    offered = SiteSettings.for_request(request).codes
    code = languages.current()
    page_id = page_at(site, path, code)
    editions = public_editions(page_id, offered)
    if not editions:
        raise Http404
    if code not in offered:  # the site no longer speaks it: its addresses lead to a language that it does
        return RouteResult(root, kwargs={"sent_to": editions[languages.nearest(code, editions, offered[0])].url})
    if code in editions and editions[code].path != path:
        return RouteResult(root, kwargs={"moved_to": editions[code].url})
    page = root if page_id == root.pk else Page.objects.get(pk=page_id).specific
    page.editions_by_language = editions
    shown = languages.nearest(code, editions, page.source_language)
    return RouteResult(page, kwargs={"shown": shown})


def public_editions(page_id: int | None, offered: list[str]) -> dict[str, Edition]:
    """{language: edition} of a page in the languages that the site offers, in their order."""
    found = Edition.objects.filter(page_id=page_id).offered(offered).defer("words") if page_id else []
    by_code = {edition.language: edition for edition in found}
    return {known: by_code[known] for known in languages.ordered(by_code)}


def page_at(site: Site, path: str, code: str) -> int | None:
    """The id of the page that stands or stood at `path`, asked first in `code`, then in every language."""
    now = dict(Edition.objects.filter(site=site, path=path).values_list("language", "page_id"))
    if code in now:
        return now[code]
    public = Edition.objects.filter(site=site).values("page_id")
    former = list(
        OldPath.objects.filter(site=site, path=path, page_id__in=public)
        .order_by("-left_at", "-pk")
        .values_list("language", "page_id")
    )
    here = [page_id for known, page_id in former if known == code]
    elsewhere = [now[known] for known in languages.CODES if known in now] + [page_id for _known, page_id in former]
    return next(iter([*here, *elsewhere]), None) or page_at_shared_address(site, path)


def page_at_shared_address(site: Site, path: str) -> int | None:
    """The id of the page whose shared slugs spell `path`, if it is public in any language."""
    shared = Page.objects.live().filter(url_path=f"{site.root_page.url_path}{path}", editions__isnull=False)
    return shared.values_list("pk", flat=True).first()


def head_links(page: Any, request: HttpRequest, shown: str) -> dict[str, Any]:
    """`canonical`, `alternates` and `x_default` for the head of `page` shown in the language `shown`."""
    editions = page.editions_by_language
    origin = site_origin(request)
    alternates = [LanguageLink(language(code), origin + edition.url) for code, edition in editions.items()]
    by_code = {link.language.code: link.url for link in alternates}
    source = editions.get(page.source_language) or next(iter(editions.values()), None)
    return {
        "canonical": by_code.get(shown, ""),
        "alternates": alternates if shown == languages.current() else [],
        "x_default": f"{origin}/{quote(source.path)}" if source else "",
    }


def page_switcher(page: Any, offered: list[Language]) -> list[LanguageLink]:
    """A link for each offered language: the page's own address there, or the one that answers with the nearest language."""
    editions = page.editions_by_language
    fallback = editions.get(page.source_language) or next(iter(editions.values()), None)
    path = fallback.path if fallback else ""
    return [
        LanguageLink(
            known,
            editions[known.code].url if known.code in editions else page_url(known.code, path),
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


def without_language(request: HttpRequest, path: str = "") -> HttpResponse:
    """Send a visitor of an address without a language to the page in the best language for their browser."""
    first = path.split("/")[0]
    if first in languages.CODES:  # only its last slash is missing
        return HttpResponsePermanentRedirect(f"/{quote(path)}/")
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    asked = f"{path.strip('/')}/" if path.strip("/") else ""
    offered = SiteSettings.for_request(request).codes
    editions = public_editions(page_at(site, asked, ""), offered)
    code = languages.best(request.headers.get("Accept-Language", ""), editions, offered[0])
    if code is None:
        raise Http404
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    response = HttpResponseRedirect(editions[code].url + query)
    patch_vary_headers(response, ["Accept-Language"])
    response["Cache-Control"] = "public, max-age=300"
    return response
