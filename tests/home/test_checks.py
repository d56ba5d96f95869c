"""home.checks: a circle is noticed before a visitor walks in it."""

from typing import Any

import pytest

from home.checks import check_https_is_seen


@pytest.mark.parametrize(
    ("redirects", "proxies", "warned"), [(True, 0, True), (True, 1, False), (False, 0, False), (False, 2, False)]
)
def test_https_that_the_site_cannot_see_is_warned_of(
    settings: Any, redirects: bool, proxies: int, warned: bool
) -> None:
    settings.SECURE_SSL_REDIRECT, settings.TRUSTED_PROXIES = redirects, proxies
    assert [message.id for message in check_https_is_seen()] == (["home.W001"] if warned else [])
