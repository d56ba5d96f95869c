"""From an address to a page in a language, by the editions alone; without a language in it, to the best one."""

from functools import cache
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from pages import languages, library, memory
from pages.models.edition import Edition, OldPath, page_url
from pages.models.site_settings import SiteSettings
from pages.translations import demand, suggestions

Editions = dict[str, Edition]  # {language: edition} of one page
# What only editors see of a page; a template that asks for it all the same costs one query more
OF_EDITORS = frozenset({
    "release", "although_unready", "draft_title", "seo_title", "search_description", "show_in_menus", "owner",
    "translation_key", "locale", "alias_of", "latest_revision", "latest_revision_created_at", "live_revision",
    "has_unpublished_changes", "go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by",
})  # fmt: skip


@memory.kept
@require_safe
def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The page at `path` in the language of the address: itself, a redirect to where it is, or its nearest language.

    In the place of Wagtail's view: what is public is an edition, so there is no tree to walk and no restriction to ask.
    """
    offered = SiteSettings.for_request(request).codes
    site = site_of(request)
    code = languages.current()
    found = find(site, path, code)
    editions = public(found, offered)
    if found and code not in editions:
        note_fallback(request, next(iter(found.values())).page_id, code)
    if found and code not in offered:  # the site doesn't speak it, or no longer: on to a language that it does
        shown = languages.nearest(code, editions or offered, offered[0]) or offered[0]
        return HttpResponseRedirect(editions[shown].url if editions else page_url(shown, ""))
    if not editions:
        raise Http404
    if code in editions and editions[code].path != path:
        return HttpResponsePermanentRedirect(editions[code].url)
    return show(request, editions, code)


def show(request: HttpRequest, editions: Editions, code: str, **extra: Any) -> HttpResponse:
    """The page of `editions` in `code` or the language nearest to it; `extra`: status and further context."""
    page = load(next(iter(editions.values())), code if code in editions else None)
    page.editions_by_language = editions
    shown = languages.nearest(code, editions, page.source_language)
    return page.serve(request, shown=shown, **extra)


def load(edition: Edition, code: str | None) -> Any:
    """The page of `edition` with its texts in `code` alone (None: in all languages) and its pictures; one query."""
    model = edition.page.specific_class
    rows: QuerySet[Any] = QuerySet(model)  # modeltranslation's own would name the columns by the active language
    page = (rows.only(*read_in(model, code)) if code else rows).get(pk=edition.page_id)
    library.hang(page)
    return page


@cache
def read_in(model: type[Page], code: str) -> list[str]:
    """The columns of `model` without texts in other languages than `code`: bodies above all, long and to be parsed."""
    others = {name for names in languages.columns(model).values() for known, name in names.items() if known != code}
    unread = {*others, *languages.columns(model), *OF_EDITORS}
    return [field.name for field in model._meta.concrete_fields if field.name not in unread]


def note_fallback(request: HttpRequest, page_id: int, code: str) -> None:
    """Count that the page was asked for in `code` and is not there in it."""
    if not memory.counts("fallback", page_id, code) and request.method == "GET":
        demand.note_fallback(page_id, code, request.headers.get("User-Agent", ""), timezone.localdate())


def note_asked(request: HttpRequest, site: Site) -> None:
    """Count which language the browser of somebody asks for whose address says none."""
    if not memory.counts("asked", site.root_page_id) and request.method == "GET":
        wish, agent = request.headers.get("Accept-Language", ""), request.headers.get("User-Agent", "")
        demand.note_asked(site.root_page_id, wish, agent, timezone.localdate())


def site_of(request: HttpRequest) -> Site:
    """The site asked; Http404 where none is set up."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


def public(editions: Editions, offered: list[str]) -> Editions:
    """Those in languages that the site offers, in their order."""
    return {code: editions[code] for code in languages.ordered(editions) if code in offered}


def find(site: Site, path: str, code: str) -> Editions:
    """The editions of the page that stands or stood at `path`, asked first in `code`, then in every language."""
    here = at(site, path)
    for editions in here.values():
        if code in editions and editions[code].path == path:
            return editions
    there = by_page(OldPath.objects.filter(site=site, path=path))
    former = OldPath.objects.filter(site=site, path=path).order_by("-left_at", "-pk").values_list("language", "page_id")
    left = [(known, there[page_id]) for known, page_id in former if page_id in there] if there else []
    candidates = [
        *(editions for known, editions in left if known == code),
        *(
            editions
            for known in languages.CODES
            for editions in here.values()
            if known in editions and editions[known].path == path
        ),
        *(editions for _known, editions in left),
    ]
    return candidates[0] if candidates else at_shared_address(site, path)


def at(site: Site, path: str) -> dict[int, Editions]:
    """{page id: its editions} for the pages that have the address `path` in some language."""

    def read(_missing: set[tuple[int, str]]) -> dict[tuple[int, str], dict[int, Editions]]:
        here = by_page(Edition.objects.filter(site=site, path=path))
        return {(site.pk, path): here} if here else {}  # an address that nobody has is not worth a place in memory

    return memory.shared_each("at", [(site.pk, path)], read).get((site.pk, path), {})


def by_page(rows: Any) -> dict[int, Editions]:
    """{page id: its editions} for the pages that `rows` name; one query."""
    found: dict[int, Editions] = {}
    wanted = Edition.objects.filter(page_id__in=rows.values("page_id")).annotate(
        has_supporters=suggestions.of_edition()
    )
    for edition in wanted.select_related("page").defer("words", "description"):
        found.setdefault(edition.page_id, {})[edition.language] = edition
    return found


def at_shared_address(site: Site, path: str) -> Editions:
    """The editions of the page whose shared slugs spell `path`."""
    pages = Page.objects.live().filter(url_path=f"{site.root_page.url_path}{path}")
    return next(iter(by_page(Edition.objects.filter(page__in=pages)).values()), {})


@memory.kept
@require_safe
def without_language(request: HttpRequest, path: str = "") -> HttpResponse:
    """Send a visitor of an address without a language to the page in the best language for their browser."""
    if path.split("/")[0] in languages.CODES:  # only its last slash is missing
        return HttpResponsePermanentRedirect(f"/{quote(path)}/")
    if "\x00" in path:  # no address of ours, and no text for PostgreSQL
        raise Http404
    asked = f"{path.strip('/')}/" if path.strip("/") else ""
    offered = SiteSettings.for_request(request).codes
    site = site_of(request)
    editions = public(find(site, asked, ""), offered)
    code = languages.best(request.headers.get("Accept-Language", ""), editions, offered[0])
    if code is None:
        raise Http404
    note_asked(request, site)
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    response = HttpResponseRedirect(editions[code].url + query)
    patch_vary_headers(response, ["Accept-Language"])
    response["Cache-Control"] = "public, max-age=300"
    return memory.by_language(response, {known: editions[known].url for known in editions}, offered[0])
