"""sitemap.xml: every public page in every language, each with its alternates; and robots.txt."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Site

from pages import alternates, languages, memory
from pages.models.edition import Edition
from pages.models.site_settings import SiteSettings


@memory.kept
def sitemap(request: HttpRequest) -> HttpResponse:
    """One query, whatever the number of languages."""
    response = TemplateResponse(
        request, "pages/sitemap.xml", {"entries": list(entries(request))}, content_type="application/xml"
    )
    response["Cache-Control"] = "public, max-age=3600"
    return response


def entries(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """An entry for each edition: its address, when it changed, and the page's other languages."""
    origin = alternates.site_origin(request)
    offered = SiteSettings.for_request(request).codes
    editions = (
        Edition.objects.filter(site=Site.find_for_request(request)).offered(offered).defer("words", "description")
    )
    pages: dict[int, dict[str, Edition]] = {}
    for edition in editions.order_by("page__path"):
        pages.setdefault(edition.page_id, {})[edition.language] = edition
    for found in pages.values():
        links = [(code, origin + found[code].url) for code in languages.ordered(found)]
        for code, location in links:
            yield {"location": location, "changed_at": found[code].changed_at, "alternates": links}


@memory.kept
def robots(request: HttpRequest) -> HttpResponse:
    """Everything is open but the admin and the pages behind links in letters."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/signatures/",
        "",
        f"Sitemap: {alternates.site_origin(request)}/sitemap.xml",
        "",
    ]
    response = HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    return response
