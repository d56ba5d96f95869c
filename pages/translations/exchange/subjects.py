"""Subjects as files name them ("pages.standardpage/12"), and what each holds now in two languages."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.text import capfirst

from pages.models.translation import SourceUnit
from pages.translations import desk, leaves, sheets, units
from pages.translations.exchange import markup
from pages.translations.exchange.markup import Packed
from pages.translations.leaves import Leaf
from pages.translations.units import Source, Unit

NAME = re.compile(r"([a-z_]+\.[a-z_]+)/([0-9]{1,18})", re.ASCII)


def name(subject: Any) -> str:
    """What files call the subject."""
    return f"{subject._meta.label_lower}/{subject.pk}"


def named(written: str) -> Any:
    """The subject that a file names; desk.NoSubject where there is none."""
    found = NAME.fullmatch(written)
    kind = next((kind for kind in desk.kinds() if found and kind._meta.label_lower == found[1]), None)
    if found is None or kind is None:
        raise desk.NoSubject
    return desk.subject(ContentType.objects.get_for_model(kind).pk, int(found[2]))


def every(kinds: Iterable[type[Any]] | None = None) -> Iterator[Any]:
    """The subjects of `kinds`, of all where None, one after the other, if they hold any text to translate."""
    chosen: Iterable[Any] = desk.kinds() if kinds is None else kinds
    for kind in chosen:
        written = SourceUnit.objects.filter(content_type=ContentType.objects.get_for_model(kind)).values("object_id")
        yield from kind.objects.filter(pk__in=written).order_by("pk").iterator(chunk_size=100)


@dataclass(frozen=True)
class Held:
    """The draft of `subject` in its source language and in `code`."""

    subject: Any
    code: str

    @cached_property
    def draft(self) -> Any:
        """What is drafted now."""
        return sheets.draft_of(self.subject)

    @cached_property
    def source_leaves(self) -> dict[str, Leaf]:
        """{path: leaf} of the source."""
        return leaves.of(self.draft, self.draft.source_language)

    @cached_property
    def target_leaves(self) -> dict[str, Leaf]:
        """{path: leaf} of the language."""
        return leaves.of(self.draft, self.code)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """{path: source} of what is to be translated; blocks that the language leaves out are not."""
        begun = {leaf.base for leaf in self.target_leaves.values()}
        return {
            path: piece
            for path, piece in units.sources(self.source_leaves).items()
            if path in self.target_leaves or self.source_leaves[path].base not in begun
        }

    @cached_property
    def units(self) -> dict[str, Unit]:
        """{path: unit} as it is kept."""
        return sheets.stored_units_in(self.subject, self.code)

    def is_rich(self, path: str) -> bool:
        """Whether the piece is stored as HTML."""
        return self.source_leaves[path].is_rich

    def label(self, path: str) -> str:
        """Where the piece stands, in words: "Home › Body › Text"."""
        leaf = self.source_leaves.get(path)
        places = [capfirst(str(label)) for label in leaf.labels] if leaf else []
        return " › ".join([desk.label(self.subject), *places])

    def url(self, path: str) -> str:
        """Where the desk shows the piece; "" where there is none."""
        return desk.sheet_url(self.subject, self.code, path) if path in self.sources else ""

    def source(self, path: str) -> Packed:
        """The source's text with numbered tags."""
        return markup.pack(self.sources[path].text, self.is_rich(path))

    def target(self, path: str) -> Packed:
        """The language's text, its tags numbered as the source's; "" where there is none."""
        leaf = self.target_leaves.get(path)
        if leaf is None or not leaf.text.strip():
            return Packed("")
        return markup.pack(leaf.text, leaf.is_rich, self.source(path))

    def standing(self, path: str) -> str:
        """Where the piece stands; a text that nobody has noted yet counts as drafted."""
        if not self.target(path).text:
            return "missing"
        unit = self.units.get(path)
        return "drafted" if unit is None else units.standing(self.sources[path], unit)
