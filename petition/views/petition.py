"""A petition's own page, in the reader's language or the nearest that it has."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from pages import alternates, languages, memory
from pages.models.site_settings import SiteSettings
from petition.models import Petition


@memory.kept
@require_safe
def petition(request: HttpRequest, slug: str) -> HttpResponse:
    """The petition: what is asked, of whom, and the form."""
    return page_of(
        request, memory.shared(("petition", slug), lambda: get_object_or_404(Petition.objects.live(), slug=slug))
    )


def page_of(request: HttpRequest, asked: Petition, status: int = 200, **further: Any) -> HttpResponse:
    """The page of the petition `asked`, with `further` in its context. Raises Http404 where no language is live."""
    code = asked.shown_language(languages.current(), offered(request))
    if code is None:
        raise Http404
    context = {
        "petition": asked,
        "is_petition_page": True,
        "text": asked.in_language(code),
        "shown": languages.language(code),
        "is_fallback": code != languages.current(),
        **head_links(asked, code, offered(request)),
        **further,
    }
    response = TemplateResponse(request, "petition/petition.html", context, status=status)
    response["Content-Language"] = code
    return response


def head_links(asked: Petition, shown: str, codes: list[str]) -> dict[str, Any]:
    """`canonical`, `alternates` and `x_default` for the head of the page."""
    urls = memory.shared(("petition addresses", asked.pk, *codes), lambda: addresses(asked, codes))
    return {
        "canonical": urls[shown],
        "alternates": [alternates.LanguageLink(languages.language(code), url) for code, url in urls.items()],
        "x_default": f"{settings.SITE_URL}/petitions/{asked.slug}/",
    }


def addresses(asked: Petition, codes: list[str]) -> dict[str, str]:
    """{language: absolute address} of the petition `asked` in those of the languages `codes` that it is live in."""
    return {code: settings.SITE_URL + asked.url(code) for code in asked.live_languages() if code in codes}


@memory.kept
@require_safe
def without_language(request: HttpRequest, slug: str) -> HttpResponse:
    """Send a visitor of an address without a language to the best one for their browser."""
    asked = get_object_or_404(Petition.objects.live(), slug=slug)
    live = [code for code in offered(request) if code in asked.live_languages()]
    code = languages.best(request.headers.get("Accept-Language", ""), live, asked.source_language)
    if code is None:
        raise Http404
    response = HttpResponseRedirect(asked.url(code))
    patch_vary_headers(response, ["Accept-Language"])
    response["Cache-Control"] = "public, max-age=300"
    return memory.by_language(response, {known: asked.url(known) for known in live}, asked.source_language)


def offered(request: HttpRequest) -> list[str]:
    """The languages that the site offers."""
    return SiteSettings.for_request(request).codes
