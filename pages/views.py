"""Search, and the pictures that editors uploaded."""

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.models import Site

from pages import languages, search, security_headers

RESULTS_A_PAGE = 10


@require_safe
def search_pages(request: HttpRequest) -> HttpResponse:
    """What a visitor looked for, in the language of the address."""
    query = request.GET.get("q", "").strip()[:200]
    site = Site.find_for_request(request)
    found = search.find(query, site.pk, languages.current()) if site and query else []
    results = Paginator(found, RESULTS_A_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "pages/search.html", {"query": query, "results": results})


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    """A picture that an editor uploaded, as data: nothing in it may run. No other file: Wagtail serves documents."""
    if Path(path).suffix.lower().removeprefix(".") not in settings.WAGTAILIMAGES_EXTENSIONS:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = security_headers.policy(security_headers.DATA)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # messengers and other sites show a page's picture
    return response
