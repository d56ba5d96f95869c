"""Search, and the files that editors uploaded."""

from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.models import Site

from pages import languages, search

RESULTS_A_PAGE = 10
RUNNABLE = {".htm", ".html", ".svg", ".xhtml", ".xml"}  # what a browser would run scripts of


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
    """A file that an editor uploaded. Served as data: nothing in it may run."""
    if path.startswith("documents/") or Path(path).suffix.lower() in RUNNABLE:
        raise Http404  # documents go through Wagtail's view, which knows who may read them
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
