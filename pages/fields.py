"""Fields that keep the database's history small and empty text empty."""

import re
from typing import Any

from wagtail.fields import StreamField as WagtailStreamField

# What Draftail posts for an untouched box: a paragraph with a key and no text
EMPTY_PARAGRAPHS = re.compile(r"(<p[^>]*>|</p>|<br\s*/?>|\s|&nbsp;)*")


class StreamField(WagtailStreamField):
    """A StreamField whose blocks stay out of migrations: a changed block changes no table."""

    def __init__(self, block_types: Any = (), **options: Any) -> None:
        super().__init__(block_types, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _blocks, options = super().deconstruct()
        options.pop("block_lookup", None)
        return name, path, [], options


def without_empty_paragraphs(html: str) -> str:
    """`html`, or "" if it holds paragraphs only and no text in them."""
    return "" if EMPTY_PARAGRAPHS.fullmatch(html) else html
