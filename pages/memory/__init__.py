"""Pages from memory: rendered when they change, served before Django (docs/architecture.md, "Pages from memory")."""

from pages.memory.changes import changed
from pages.memory.live import register
from pages.memory.noting import watch, watch_deletions
from pages.memory.rendering import by_language, counts, expires, is_rendering, kept, reads_page, slot
from pages.memory.watching import database_answers, remember, shared, shared_each, version

__all__ = [
    "by_language",
    "changed",
    "counts",
    "database_answers",
    "expires",
    "is_rendering",
    "kept",
    "reads_page",
    "register",
    "remember",
    "shared",
    "shared_each",
    "slot",
    "version",
    "watch",
    "watch_deletions",
]
