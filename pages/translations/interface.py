"""Whether the interface speaks a language: its catalogue against what any catalogue of the project has words for."""

from functools import cache
from pathlib import Path

from babel.messages.mofile import read_mo
from django.conf import settings
from django.utils.translation import to_locale

from pages.languages import CODES

WRITTEN_IN = settings.LANGUAGE_CODE  # the sources' own language: its catalogue is empty and complete


def missing(code: str) -> int:
    """How many messages other languages have and `code` has not; 0 for the language of the sources."""
    if code == WRITTEN_IN:
        return 0
    have = {known: messages(path, path.stat().st_mtime_ns) for known in CODES if (path := compiled(known)).exists()}
    return len(frozenset().union(*have.values()) - have.get(code, frozenset()))


def compiled(code: str) -> Path:
    """The catalogue that Django reads."""
    return Path(settings.LOCALE_PATHS[0]) / to_locale(code) / "LC_MESSAGES" / "django.mo"


@cache
def messages(path: Path, changed_at: int) -> frozenset[tuple[str, str]]:
    """The (context, words of the source) that the catalogue at `path` translates; read again when it has changed."""
    with path.open("rb") as file:
        found = [message for message in read_mo(file) if message.id]
    first = ((message.context or "", message.id if isinstance(message.id, str) else message.id[0]) for message in found)
    return frozenset(first)
