"""Refuses requests that other sites forge, without a cookie: any cache may hold a page and its form still works."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.csrf import csrf_failure

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}
OWN = {"same-origin", "none"}  # `none`: the visitor's own doing, such as a reload
WITH_COOKIES = "/admin/"


class FetchGuard(CsrfViewMiddleware):
    """Visitors: by Sec-Fetch-Site, else by Origin. The admin: by Django's token in a cookie."""

    def process_request(self, request: HttpRequest) -> None:
        if is_with_cookies(request):
            super().process_request(request)

    def process_view(
        self, request: HttpRequest, callback: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if is_with_cookies(request):
            return super().process_view(request, callback, args, kwargs)
        if request.method in SAFE_METHODS or is_own(request):
            return None
        return csrf_failure(request, reason="The request came from another site.")


def is_with_cookies(request: HttpRequest) -> bool:
    """Whether the admin is asked, and is here."""
    return settings.SERVES_EDITORS and request.path_info.startswith(WITH_COOKIES)


def is_own(request: HttpRequest) -> bool:
    """Whether an unsafe request comes from this site's own pages (or from no page: a mail program's one-click).

    Browsers since 2023 send Sec-Fetch-Site and no script can set it. `Origin: null` comes with it from pages that hide
    their referrer, so the header that cannot be forged decides. https://www.w3.org/TR/fetch-metadata/
    """
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site in OWN
    origin = request.META.get("HTTP_ORIGIN")
    return origin is None or urlsplit(origin).netloc == request.get_host()
