"""Rich text as people write it in messengers, and back: *bold*, _italic_, [words](1), "- " and "1. " for lists. Pure.

For supporters, whom no editor of rich text is to be explained. What a stranger types is escaped whole before its marks
are read, and a link leads only where one of the texts shown led already: no markup and no address comes from outside.
"""

from pages.translations.suggestions.marks.reading import EVERYTHING, UnknownLink, read
from pages.translations.suggestions.marks.writing import links, write

__all__ = ["EVERYTHING", "UnknownLink", "links", "read", "write"]
