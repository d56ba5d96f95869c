"""Values that move all the time and stand in kept pages, and addresses to render ahead: other rooms bring both."""

from collections.abc import Iterator
from typing import Any

from django.utils.module_loading import import_string

sources: list[str] = []
further: list[str] = []


def register(values: str, ahead: str) -> None:
    """Let the function at the dotted path `values` ({name: value}) be asked twice a second, and the paths that `ahead`
    gives be rendered ahead.

    A room above this one calls it once, when its app is ready.
    """
    if values not in sources:
        sources.append(values)
        further.append(ahead)


def read() -> dict[str, Any]:
    """All live values as they are now."""
    return {name: value for source in sources for name, value in import_string(source)().items()}


def addresses() -> Iterator[str]:
    """The further paths to render ahead."""
    for source in further:
        yield from import_string(source)()
