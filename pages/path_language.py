"""The language of an answer: the address's own; where the address has none, the browser's wish."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers

from pages import languages, routing
from pages.models.site_settings import SiteSettings


class PathLanguage(LocaleMiddleware):
    """Django's, but a page that is not there stays a 404 instead of sending the visitor on to a prefix."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send a reader of a language that the site no longer offers to one that it does; pages know their own way."""
        code = translation.get_language_from_path(request.path_info)
        if not code or view is routing.serve or request.method not in {"GET", "HEAD"} or code not in languages.CODES:
            return None
        offered = SiteSettings.for_request(request).codes
        if code in offered:
            return None
        best = languages.best(request.headers.get("Accept-Language", ""), offered, offered[0])
        return HttpResponseRedirect(request.get_full_path().replace(f"/{code}/", f"/{best}/", 1))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if translation.get_language_from_path(request.path_info):
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        elif response.status_code == 404:
            patch_vary_headers(response, ["Accept-Language"])
        return response
