"""Caches before the site are told of a change: by who folded it, of all that lives or lived, and never in its way."""

from typing import Any

import pytest
from wagtail.contrib.frontend_cache.backends.base import BaseBackend

from pages import memory
from pages.memory import purging
from pages.memory.watching import Watch
from tests.pages.conftest import add_page, fresh
from tests.pages.conftest import home as home
from tests.pages.memory.conftest import HOST

pytestmark = pytest.mark.django_db


class Cache(BaseBackend):
    """Remembers what it was told to forget."""

    purged: list[str] = []

    def purge(self, url: str) -> None:
        self.purged.append(url)


class Broken(BaseBackend):
    """Is away."""

    def purge(self, url: str) -> None:
        raise ConnectionError


@pytest.fixture
def caches(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache.purged = []
    here = f"{__name__}."
    settings.WAGTAILFRONTENDCACHE = {"a": {"BACKEND": f"{here}Broken"}, "b": {"BACKEND": f"{here}Cache"}}
    monkeypatch.setattr(purging, "UNTIL_ALL_KNOW", 0)


def follow(watch: Watch, purger: purging.Purger) -> set[str]:
    Cache.purged.clear()
    watch.look()
    purger.follow()
    if purger.thread:
        purger.thread.join(10)
    return set(Cache.purged)


def test_a_change_purges_what_lives_and_what_lived(home: Any, caches: None) -> None:
    page = add_page(home, ("en",), heading={"en": "Çay"}, slug="rivers")
    watch, others = Watch(), Watch()
    purger, idle = purging.Purger(watch), purging.Purger(others)
    assert {f"http://{HOST}/", f"http://{HOST}/en/rivers/"} <= follow(watch, purger)
    assert not follow(watch, purger)
    fresh(page).unpublish()
    assert f"http://{HOST}/en/rivers/" in follow(watch, purger)
    assert not follow(others, idle)  # saw the change, and did not fold it
    memory.changed()
    purged = follow(watch, purger)
    assert f"http://{HOST}/en/" in purged
    assert f"http://{HOST}/en/rivers/" not in purged


def test_a_cache_that_hangs_is_not_asked_twice_at_once(home: Any, caches: None) -> None:
    watch = Watch()
    purger = purging.Purger(watch)
    follow(watch, purger)
    purger.is_busy = lambda: True  # type: ignore[method-assign]
    memory.changed()
    assert not follow(watch, purger)
    assert purger.pending
