"""A page as an answer to something other than its own address: a form with errors in the page that it was sent from."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from pages import routing
from pages.models.edition import Edition
from pages.models.site_settings import SiteSettings


def render_page(
    request: HttpRequest, page_id: int, code: str, status: int, extra: dict[str, Any]
) -> HttpResponse | None:
    """The page in `code` or its nearest live language, with `extra` in its context; None if it is not public."""
    found = routing.by_page(Edition.objects.filter(page_id=page_id)).get(page_id, {})
    editions = routing.public(found, SiteSettings.for_request(request).codes)
    return routing.show(request, editions, code, status=status, **extra) if editions else None
