"""Looks twice a second for what changed, in a thread of each process that serves visitors."""

import logging
import os
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import Error, close_old_connections, connection
from wagtail.models import Site

from pages.memory import changes, live, rendering

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)

logger = logging.getLogger(__name__)

PAUSE = 0.5  # seconds between two looks: every change is seen within one
MOST_REMEMBERED = 5_000


class Watch:
    """What this process knows of the content. Only its own thread writes; everybody reads without a lock."""

    def __init__(self) -> None:
        self.version = 0  # 0: not looked yet
        self.answers = True  # whether the database does
        self.looks = 0  # a clock that costs nothing to read
        self.values: dict[str, Any] = {}
        self.former, self.moved_at = 0, 0.0  # the version before, and when (time.monotonic) it was seen to end
        self.standing: changes.Standing | None = None
        self.has_folded = False  # whether this process moved the version; who tells caches of it clears it
        self.ready = threading.Event()
        self.stopped = threading.Event()
        self.chores: list[Callable[[], None]] = []  # called after each look that succeeded

    def look(self) -> None:
        """One look; the database's absence is noted and outlived."""
        try:
            standing = changes.look()
            values = live.read()
        except Error as error:
            if self.answers:
                logger.warning("The database does not answer; pages are served from memory: %s", type(error).__name__)
            self.answers = False
            self.ready.set()
            connection.close()
        else:
            if not self.answers:
                logger.warning("The database answers again.")
            if standing.version != self.version:
                Site.clear_site_root_paths_cache()  # Wagtail keeps it for an hour, each process its own
                remembered.clear()
                self.former, self.moved_at = self.version, time.monotonic()
            self.has_folded |= standing.has_folded
            self.standing, self.values, self.version, self.answers = standing, values, standing.version, True
        finally:
            self.looks += 1

    def run(self) -> None:
        """Look, and do what is to be done, until stopped; without looks nothing is served from memory."""
        try:
            self.go_on()
        finally:
            self.version, self.answers = 0, True
            connection.close()

    def go_on(self) -> None:
        """Look again and again."""
        while not self.stopped.is_set():
            began = time.monotonic()
            try:
                self.look()
                if self.answers:
                    for chore in self.chores:
                        chore()
            except Exception:  # whatever it was: a process that no longer looks would serve stale pages for good
                logger.exception("A look for changed pages failed.")
            finally:
                close_old_connections()
            self.stopped.wait(max(0.0, PAUSE - (time.monotonic() - began)))

    def start(self) -> None:
        """Begin to look, in a thread that ends with the process; a process forked off it looks for itself."""
        self.run_in_thread()
        os.register_at_fork(after_in_child=self.run_in_thread)

    def run_in_thread(self) -> None:
        """A thread does not outlive a fork, in the child."""
        threading.Thread(target=self.run, name="watch", daemon=True).start()


class Current:
    """The watch of this process, if it has one."""

    watch: Watch | None = None


remembered: dict[Hashable, tuple[int, Any]] = {}


def version() -> int | None:
    """The version of the content as this process knows it; None where nothing watches it."""
    watch = Current.watch
    return watch.version or None if watch else None


def database_answers() -> bool:
    """Whether the database answered when it was last looked at."""
    watch = Current.watch
    return watch is None or watch.answers


def remember(key: Hashable, make: Callable[[], T]) -> T:
    """What `make()` returned first at this version of the content; made each time where nothing watches it."""
    now = version()
    if now is None:
        return make()
    known = remembered.get(key)
    if known is not None and known[0] == now:
        return known[1]
    made = make()
    keep(key, now, made)
    return made


def keep(key: Hashable, now: int, made: Any) -> None:
    """Remember what was read at the version `now`, while there is room."""
    if len(remembered) < MOST_REMEMBERED:
        remembered[key] = (now, made)


def shared(key: Hashable, make: Callable[[], T]) -> T:
    """The same while an answer is rendered to be kept: nothing of a visitor is in play there; else made each time.

    What it returns is shared by threads: nobody may change it.
    """
    return remember(key, make) if rendering.is_rendering() else make()


def shared_each(what: str, keys: Iterable[K], load: Callable[[set[K]], Mapping[K, T]]) -> dict[K, T]:
    """{key: value} as `shared`, key by key: one `load` for all that are not remembered yet.

    What `load` does not find is left out and asked for again.
    """
    wanted, now = set(keys), version()
    if not wanted:
        return {}
    if now is None or not rendering.is_rendering():
        return dict(load(wanted))
    known = {key: kept[1] for key in wanted if (kept := remembered.get((what, key))) and kept[0] == now}
    if missing := wanted - known.keys():
        made = load(missing)
        for key, value in made.items():
            keep((what, key), now, value)
        known |= made
    return known
