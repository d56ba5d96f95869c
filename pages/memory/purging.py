"""Tells the caches before the site (FRONTEND_CACHE) that pages have changed, in a thread of its own."""

import logging
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import get_backends

from pages.memory.addresses import Map
from pages.memory.watching import Watch

logger = logging.getLogger(__name__)

UNTIL_ALL_KNOW = 1.0  # seconds: a cache that asks again at once must not be given the former page by another process
AT_ONCE = 500  # addresses; Wagtail's backends cut smaller pieces where a service wants them
LONGEST = 120.0  # seconds after which a cache that does not answer is waited for no longer


class Purger:
    """Purges every live address once this process folded a change: of several that watch, one does."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.version = 0
        self.live: set[str] = set()  # addresses as of `version`
        self.pending: set[str] = set()
        self.thread: threading.Thread | None = None
        self.began = 0.0  # time.monotonic

    def follow(self) -> None:
        """After a look: note what is to be purged, and begin unless the last time still goes on."""
        former = self.live
        if self.version != self.watch.version:
            self.version = self.watch.version
            self.live = set(addresses(self.version))
        if self.watch.has_folded:
            self.watch.has_folded = False
            self.pending |= former | self.live  # what is gone, too
        if self.pending and not self.is_busy():
            urls, self.pending = sorted(self.pending), set()
            self.began = time.monotonic()
            self.thread = threading.Thread(target=purge, args=(urls,), name="purge", daemon=True)
            self.thread.start()

    def is_busy(self) -> bool:
        """Whether the last purge still goes on, within reason."""
        return self.thread is not None and self.thread.is_alive() and time.monotonic() - self.began < LONGEST


def addresses(version: int) -> Iterator[str]:
    """The full addresses of all that lives."""
    drawn = Map.drawn(version)
    scheme = "https" if settings.SECURE else "http"
    hosts = {site.pk: drawn.host_of(site.pk) for site in drawn.sites}
    return (f"{scheme}://{hosts[site]}{quote(path)}" for site, path in drawn.ahead() if hosts.get(site))


def purge(urls: list[str]) -> None:
    """Purge `urls` everywhere; a cache that fails is logged and keeps its copies until they run out."""
    time.sleep(UNTIL_ALL_KNOW)
    for name, backend in get_backends().items():
        try:
            for begin in range(0, len(urls), AT_ONCE):
                backend.purge_batch(urls[begin : begin + AT_ONCE])
        except Exception:  # whatever a service's client raises: pages go on being served
            logger.exception("%s before the site could not be purged.", name.capitalize())
