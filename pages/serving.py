"""A page as an answer to something other than its own address: a form with errors in the page that it was sent from."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from pages import languages
from pages.models.base import TranslatedPage


def render_page(request: HttpRequest, page_id: int, code: str, status: int, extra: dict[str, Any]) -> HttpResponse | None:
    """The page `page_id` in `code` or its nearest live language, with `extra` in its context; None if it is not public."""
    page = Page.objects.filter(pk=page_id, live=True).first()
    page = page.specific if page else None
    if not isinstance(page, TranslatedPage):
        return None
    shown = languages.nearest(code, page.editions_by_language, page.source_language)
    if shown is None:
        return None
    return page.show(request, shown=shown, status=status, **extra)
