"""The kept answers of one process, bounded in bytes."""

import threading
from collections.abc import Iterable

from pages.memory.answers import Answer
from pages.memory.watching import Watch

MOST_BYTES = 128 * 1024 * 1024

Key = tuple[int, str]  # site, and PATH_INFO as the server gives it


def key_of(site: int, path: str) -> Key:
    """Where an answer lies. PATH_INFO is bytes written as Latin-1 (PEP 3333)."""
    return site, path.encode().decode("latin-1")


class Shelf:
    """Who reads takes no lock: `get` is one look into a dictionary."""

    def __init__(self, watch: Watch, most_bytes: int = MOST_BYTES) -> None:
        self.watch, self.most_bytes = watch, most_bytes
        self.answers: dict[Key, Answer] = {}
        self.get = self.answers.get
        self.size = 0  # bytes
        self.lock = threading.Lock()

    def keep(self, answer: Answer) -> None:
        """Hold `answer`; what was asked for longest ago goes where there is no more room."""
        key = key_of(answer.site_id, answer.path)
        with self.lock:
            former = self.answers.get(key)
            if former is not None and former.version > answer.version:
                return
            answer.used = self.watch.looks
            self.size += answer.size - (former.size if former else 0)
            self.answers[key] = answer
            if self.size > self.most_bytes:
                self.make_room()

    @property
    def is_full(self) -> bool:
        """Whether more would soon push out what is held."""
        return self.size > self.most_bytes * 0.8

    def make_room(self) -> None:
        """Drop what was not asked for lately, a tenth more than needed."""
        for key, answer in sorted(self.answers.items(), key=lambda item: item[1].used):
            if self.size <= self.most_bytes * 0.9:
                break
            del self.answers[key]
            self.size -= answer.size

    def drop_former(self, version: int) -> None:
        """Forget what is older than `version`: all that lives is there anew, so the rest is gone for good."""
        with self.lock:
            for key in [key for key, answer in self.answers.items() if answer.version < version]:
                self.size -= self.answers.pop(key).size

    def of_version(self, version: int) -> Iterable[tuple[int, str]]:
        """(site, path) of what is held of `version`."""
        with self.lock:
            return [(each.site_id, each.path) for each in self.answers.values() if each.version == version]
