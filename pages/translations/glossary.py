"""Which words of the glossary stand in a text, and which of them its translation doesn't use."""

import html
import unicodedata
from dataclasses import dataclass

import regex
from django.db.models import Q

from pages.models.desk import GlossaryTerm

# Scripts whose words are not parted by spaces: a term may begin and end anywhere in them
UNPARTED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
BEFORE = rf"(?<![^\W{UNPARTED}])"
AFTER = rf"(?![^\W{UNPARTED}])"
INLINE = regex.compile(r"</?(?:a|b|i|em|strong|sub|sup|del|code|mark|span)\b[^<>]*>", regex.IGNORECASE)
TAG = regex.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class Term:
    """One entry as it applies to a language: how the term is said there, or that it is kept as it is."""

    term: str
    translation: str
    is_kept: bool
    note: str = ""

    @property
    def wanted(self) -> str:
        """What a translation should contain."""
        return self.term if self.is_kept else self.translation


class Glossary:
    """The terms of one language for translations into another; one query, any number of texts."""

    def __init__(self, source_code: str, target_code: str) -> None:
        rows = GlossaryTerm.objects.filter(Q(language=target_code) | Q(language=""), source_language=source_code)
        found: dict[str, Term] = {}
        for row in rows.order_by("language", "pk"):  # "" comes first: what is said of one language stands above it
            found[folded(row.term)] = Term(row.term, row.translation, row.is_kept, row.note)
        self.terms = sorted(found.values(), key=lambda term: len(term.term), reverse=True)
        each = (f"({regex.escape(folded(term.term))})" for term in self.terms)
        self.pattern = regex.compile(f"{BEFORE}(?:{'|'.join(each)}){AFTER}", regex.IGNORECASE)

    def terms_in(self, text: str) -> list[Term]:
        """The terms in `text`, plain or rich, in their order, each once; of terms in terms, the longest."""
        if not self.terms:
            return []
        places = dict.fromkeys(found.lastindex - 1 for found in self.pattern.finditer(folded(words(text))))
        return [self.terms[place] for place in places]

    def faults(self, source_text: str, target_text: str) -> list[Term]:
        """The terms of the source that its translation doesn't use. Endings are let pass: many languages bend words."""
        said = folded(words(target_text))
        return [term for term in self.terms_in(source_text) if folded(term.wanted) not in said]

    def split_kept(self, text: str) -> list[str]:
        """Plain `text` in parts: at odd places stand the words that are not to be translated, as they are written."""
        kept = [regex.escape(term.term) for term in self.terms if term.is_kept]
        if not kept:
            return [text]
        return list(regex.split(f"({BEFORE}(?:{'|'.join(kept)}){AFTER})", text, flags=regex.IGNORECASE))


def terms_in(text: str, source_code: str, target_code: str) -> list[Term]:
    """The terms in one text; for many texts take a Glossary."""
    return Glossary(source_code, target_code).terms_in(text)


def faults(source_text: str, target_text: str, source_code: str, target_code: str) -> list[Term]:
    """The terms of one source that its translation doesn't use."""
    return Glossary(source_code, target_code).faults(source_text, target_text)


def words(text: str) -> str:
    """What is read of stored text: tags inside a word vanish, others part words."""
    return html.unescape(TAG.sub(" ", INLINE.sub("", text)))


def folded(text: str) -> str:
    """`text` in a form in which differences of case and of composition vanish, the four i of Turkish included."""
    plain = unicodedata.normalize("NFC", text).replace("İ", "i").replace("ı", "i").casefold()
    return unicodedata.normalize("NFC", plain)
