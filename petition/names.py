"""A person's name as its owner writes it: every script, one letter or many, nothing folded."""

import re
import unicodedata

import regex

MOST_GRAPHEMES = 120
MOST_CHARACTERS = 1_000  # code points: a grapheme may carry any number of marks
# Some apps wrap a copied name in these; no name is spelled with them. Joiners and direction marks stay: names are.
WRAPPING = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
GRAPHEME = regex.compile(r"\X")
BREAKING = {"Cc", "Cs", "Zl", "Zp"}  # controls, halves of characters, line and paragraph separators
LINK = re.compile(
    r"://|\bwww\.|@[\w-]+\.\w|\b[\w-]{2,}\.(com|net|org|info|biz|xyz|online|site|shop)\b", re.IGNORECASE | re.ASCII
)


class NotAName(ValueError):
    """What was typed can't be a name: `reason` is "empty", "long", "control" or "link"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def tidy(typed: str) -> str:
    """The name as it is kept: composed (NFC) and trimmed, otherwise byte for byte. Raises NotAName."""
    name = unicodedata.normalize("NFC", WRAPPING.sub("", typed)).strip()
    kinds = [unicodedata.category(each) for each in name]
    if not any(kind[0] in "LNMPS" or kind == "Co" for kind in kinds):
        raise NotAName("control" if BREAKING & set(kinds) else "empty")
    if BREAKING & set(kinds):
        raise NotAName("control")
    if len(name) > MOST_GRAPHEMES and (len(name) > MOST_CHARACTERS or len(GRAPHEME.findall(name)) > MOST_GRAPHEMES):
        raise NotAName("long")
    if LINK.search(name):
        raise NotAName("link")
    return name
