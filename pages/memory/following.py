"""Follows the content: knows the addresses, renders ahead, takes over what other processes rendered."""

import gc
import logging
import time

from django.db import DatabaseError
from django.utils import timezone

from pages.memory import changes
from pages.memory.addresses import Map
from pages.memory.answers import Answer, of_row
from pages.memory.renderer import Application, Failed, render
from pages.memory.shelf import Shelf, key_of
from pages.memory.watching import Watch

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.4  # seconds, while it renders ahead in the watcher's own thread


class Follower:
    """Fills `shelf`, in the thread of `watch`; `django` renders."""

    def __init__(self, django: Application, shelf: Shelf, watch: Watch) -> None:
        self.django, self.shelf, self.watch = django, shelf, watch
        self.map = Map.nowhere()
        self.settled = 0  # the version of which everything is held

    def render(self, site: int, path: str) -> Answer | None:
        """The answer at an address as it is now; None where it is not to be kept. Raises Failed."""
        drawn, version = self.map, self.watch.version
        host = drawn.host_of(site)
        answer = render(self.django, site, host, path, version) if host else None
        if answer is None:
            drawn.refused.add((site, path))
        return answer

    def follow(self) -> None:
        """After a look: draw the map anew, take over what others have rendered, or render ahead if nobody does."""
        standing = self.watch.standing
        if standing is None:
            return
        if self.map.version != standing.version:
            self.map = Map.drawn(standing.version)
        self.load(standing)
        self.watch.ready.set()
        if self.settled == standing.version:  # whatever another release has rendered since
            return
        if standing.rendered_version == standing.version:
            self.settle(standing.version)
        elif changes.take_lease(timezone.now()):
            self.render_ahead(standing.version)

    def settle(self, version: int) -> None:
        """All that lives is rendered: what is left of former versions is gone for good."""
        self.shelf.drop_former(version)
        if not self.settled:
            gc.collect()
            gc.freeze()  # what is loaded by now stays, and looking through it costs a tenth of a second each time
        self.settled = version

    def load(self, standing: changes.Standing) -> None:
        """Take what others have stored."""
        if self.settled != standing.version and not self.shelf.is_full:
            for row in changes.load(standing.version, self.shelf.of_version(standing.version)):
                self.shelf.keep(of_row(row))

    def render_ahead(self, version: int) -> None:
        """Render every live page, store each for the others; give up when the content changes meanwhile."""
        is_complete = False
        try:
            is_complete = self.render_all(version)
            if is_complete:
                self.settle(version)
        finally:
            try:
                changes.end_lease(version, is_complete=is_complete)
                changes.forget_former(version)
            except DatabaseError:  # the lease runs out by itself
                logger.warning("The lease for rendering ahead could not be given back.")

    def render_all(self, version: int) -> bool:
        """Whether it came to the end."""
        looked = time.monotonic()
        for site, path in list(self.map.ahead()):
            self.store(site, path, version)
            if time.monotonic() - looked > LOOK_EVERY:
                self.watch.look()
                changes.keep_lease(timezone.now())
                looked = time.monotonic()
            if self.watch.version != version or not self.watch.answers:
                return False
        return True

    def store(self, site: int, path: str, version: int) -> None:
        """Render one page unless it is held, and store it for the others."""
        answer = self.shelf.get(key_of(site, path))
        if answer is None or answer.version != version:
            try:
                answer = self.render(site, path)
            except Failed:  # Django has logged why; the other pages are not to wait for it
                return
        if answer is not None:
            self.shelf.keep(answer)
            changes.save(answer.row())
