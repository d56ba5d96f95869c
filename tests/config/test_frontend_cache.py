"""config.frontend_cache: the caches before the site are understood, or refused without repeating a token."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from wagtail.contrib.frontend_cache.backends.cloudflare import CloudflareBackend
from wagtail.contrib.frontend_cache.backends.http import HTTPBackend
from wagtail.contrib.frontend_cache.utils import get_backends

from config import frontend_cache

ZONE, TOKEN = "0123456789abcdef" * 2, "t" * 40


def test_each_kind_of_cache_becomes_the_backend_that_speaks_to_it() -> None:
    described = frontend_cache.backends(["http://varnish:8080/", f"cloudflare:{ZONE}:{TOKEN}"])
    varnish, cloudflare = get_backends(described).values()
    assert isinstance(varnish, HTTPBackend)
    assert (varnish.cache_scheme, varnish.cache_netloc) == ("http", "varnish:8080")
    assert isinstance(cloudflare, CloudflareBackend)
    assert (cloudflare.cloudflare_zoneid, cloudflare.cloudflare_token) == (ZONE, TOKEN)


def test_no_cache_is_no_backend() -> None:
    assert frontend_cache.backends([]) == {}


@pytest.mark.parametrize(
    "nonsense", ["varnish", "ftp://x", "http://", "http://x/path", f"cloudflare:{TOKEN}", "http://a b", "cloudfront:X"]
)
def test_nonsense_is_refused_and_no_token_repeated(nonsense: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="FRONTEND_CACHE must be like") as refusal:
        frontend_cache.backends([nonsense])
    assert TOKEN not in str(refusal.value)
