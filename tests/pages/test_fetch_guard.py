"""Requests that other sites forge are refused without a cookie."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from pages.fetch_guard import FetchGuard


def answer(path: str = "/en/anything/", method: str = "post", **headers: str) -> int:
    guard = FetchGuard(lambda _request: HttpResponse("through"))
    request: HttpRequest = getattr(RequestFactory(enforce_csrf_checks=True), method)(path, headers=headers)
    refused = guard.process_view(request, lambda _request: HttpResponse("through"), (), {})
    return refused.status_code if refused else 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
        ({"Sec-Fetch-Site": "nonsense"}, 403),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://testserver.evil.example"}, 403),
        ({}, 200),
    ],
)
def test_an_unsafe_request_passes_only_from_our_own_pages_or_from_none(headers: dict[str, str], status: int) -> None:
    assert answer(**headers) == status


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_safe_requests_pass_from_everywhere(method: str) -> None:
    assert answer(method=method, **{"Sec-Fetch-Site": "cross-site"}) == 200


@pytest.mark.django_db
def test_the_admin_keeps_its_token(client: Client) -> None:
    strict: Callable[..., HttpResponse] = Client(enforce_csrf_checks=True).post
    assert (
        strict(
            "/admin/login/", {"username": "x", "password": "y"}, headers={"Sec-Fetch-Site": "same-origin"}
        ).status_code
        == 403
    )
