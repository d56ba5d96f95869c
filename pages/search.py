"""Finding pages in a language: folding of words, and the ranking of what was found."""

import re
import unicodedata

from pages.models.edition import Edition

MOST_WORDS = 8  # of a query; more only cost time
TAGS = re.compile(r"<[^>]+>")
DOTLESS = str.maketrans(
    {"ı": "i", "ə": "e", "ß": "s", "ي": "ی", "ك": "ک"}
)  # written either way by one and the same reader


def folded(text: str) -> str:
    """`text` as it is compared: without tags, case, accents and spare space, the same in every script."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", TAGS.sub(" ", text)).casefold())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(letters.translate(DOTLESS).split())


def query_words(query: str) -> list[str]:
    """The words to look for in what a visitor typed."""
    return folded(query.replace("\x00", " ")).split()[:MOST_WORDS]  # PostgreSQL takes no NUL


def find(query: str, site_id: int, code: str) -> list[Edition]:
    """The editions of a site in the language `code` that hold every word of `query`, headings first."""
    words = query_words(query)
    if not words:
        return []
    found = Edition.objects.filter(site_id=site_id, language=code).matching(words).defer("words")
    return sorted(
        found, key=lambda edition: (not all(word in folded(edition.heading) for word in words), edition.heading)
    )
