"""The language of an answer: the address's own; where the address has none, the browser's wish."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers


class PathLanguage(LocaleMiddleware):
    """Django's, but a page that is not there stays a 404 instead of sending the visitor on to a prefix."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if translation.get_language_from_path(request.path_info):
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        elif response.status_code == 404:
            patch_vary_headers(response, ["Accept-Language"])
        return response
