"""The translation memory: what was said for the same words, or for nearly the same, anywhere on the site.

It is no table of its own: each finished unit remembers what it was translated from.
"""

import re
from dataclasses import dataclass

from django.core.cache import cache
from rapidfuzz import fuzz, process

from pages.models.translation import TranslationSheet, TranslationUnit, UnitState
from pages.translations.units import digest

NEWEST = 50_000  # units of a language that are looked through for close matches
CLOSE = 70  # per cent; what is further away costs more to mend than to write
KEPT = 60  # seconds that the texts are kept at hand: reading 50,000 of them takes longer than comparing
TAG = re.compile(r"<[^<>]*>")
ONE_SIGN = "\ue000"  # a tag counts as one letter, whatever it holds

Subject = tuple[int, int]  # content type, id


@dataclass(frozen=True)
class Match:
    """A text that was translated before. `score`: 0 to 100; `is_exact`: letter by letter and tag by tag the same."""

    source: str
    target: str
    score: int
    is_exact: bool


def matches(text: str, source_code: str, target_code: str, limit: int = 5) -> list[Match]:
    """Earlier translations of `text`, best first, newest first among equals, each target once.

    The same text is found as soon as its translation is finished, a similar one within a minute.
    """
    if not text.strip():
        return []
    found = {match.target: match for match in exact(text, source_code, target_code, limit)}
    if len(found) < limit:
        for match in close(text, source_code, target_code, limit):
            found.setdefault(match.target, match)
    return list(found.values())[:limit]


def exact(text: str, source_code: str, target_code: str, limit: int) -> list[Match]:
    """Translations of the very same text."""
    foreign = written_otherwise(source_code)
    units = TranslationUnit.objects.filter(language=target_code, state=UnitState.DONE, from_digest=digest(text))
    return [
        Match(unit.from_text, unit.text, 100, is_exact=True)
        for unit in units.order_by("-at")[: limit * 10]
        if (unit.content_type_id, unit.object_id) not in foreign
    ]


def close(text: str, source_code: str, target_code: str, limit: int) -> list[Match]:
    """Translations of texts that differ a little."""
    numbers, sources = shelf(source_code, target_code)
    ranked = process.extract(plain(text), sources, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=limit * 4)
    score_of = {numbers[place]: score for _source, score, place in ranked}
    units = TranslationUnit.objects.filter(state=UnitState.DONE).in_bulk(list(score_of))
    return [
        Match(units[number].from_text, units[number].text, min(99, int(score)), is_exact=False)
        for number, score in score_of.items()
        if number in units and units[number].from_digest != digest(text)
    ]


def shelf(source_code: str, target_code: str) -> tuple[list[int], list[str]]:
    """(numbers, sources) of the newest finished units, tags as signs; at hand for a minute."""
    name = f"translations.memory.{source_code}.{target_code}"
    found: tuple[list[int], list[str]] | None = cache.get(name)
    if found is None:
        found = read_shelf(source_code, target_code)
        cache.set(name, found, KEPT)
    return found


def read_shelf(source_code: str, target_code: str) -> tuple[list[int], list[str]]:
    """The same from the database."""
    foreign = written_otherwise(source_code)
    units = TranslationUnit.objects.filter(language=target_code, state=UnitState.DONE).order_by("-pk")
    rows = units.values_list("pk", "from_text", "content_type_id", "object_id")[:NEWEST]
    kept = [(pk, plain(source)) for pk, source, kind, number in rows if (kind, number) not in foreign]
    return [pk for pk, _source in kept], [source for _pk, source in kept]


def written_otherwise(source_code: str) -> set[Subject]:
    """The subjects whose source language is another; none on most sites."""
    sheets = TranslationSheet.objects.filter(is_source=True).exclude(language=source_code)
    return set(sheets.values_list("content_type_id", "object_id"))


def plain(source: str) -> str:
    """`source` with each tag as one sign."""
    return TAG.sub(ONE_SIGN, source) if "<" in source else source
