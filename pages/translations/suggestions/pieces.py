"""The pieces of text that a supporter is shown: source and present translation, with marks in the place of markup."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Textarea
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pages.models.desk import SuggestionLink
from pages.translations import leaves, sheets, units
from pages.translations.leaves import Leaf
from pages.translations.suggestions import marks
from pages.translations.suggestions.standing import open_for
from pages.translations.units import Source

SHORTEST_LIMIT = 2_000  # characters, where the field has no limit of its own
TIMES_SOURCE = 4  # a translation is seldom longer than twice its source
HALF = 8  # hexadecimal digits that tell whether a text is still the one that was shown


@dataclass(frozen=True)
class Piece:
    """One piece of text. `text`: what its box begins with, stored as its leaf is; `is_mine`: it came by this link."""

    source: Source
    leaf: Leaf
    text: str
    is_mine: bool = False

    @property
    def path(self) -> str:
        """Its path."""
        return self.source.path

    @property
    def label(self) -> str:
        """What it is: "Body · Figures · Note"."""
        return label(self.leaf)

    @property
    def known(self) -> list[str]:
        """The links that have numbers."""
        return marks.links(self.source.text, self.text) if self.leaf.is_rich else []

    @property
    def source_typed(self) -> str:
        """The source with marks."""
        return self.typed_of(self.source.text)

    @property
    def typed(self) -> str:
        """The present translation with marks."""
        return self.typed_of(self.text)

    def typed_of(self, text: str) -> str:
        """A stored text with marks; plain text as it is."""
        return marks.write(text, self.known) if self.leaf.is_rich else tidy(text)

    @property
    def seen(self) -> str:
        """Sent along with the box: which source and which translation were shown."""
        return units.digest(self.source.text)[:HALF] + units.digest(self.typed)[:HALF]

    @property
    def limit(self) -> int:
        """How many characters may be typed."""
        field = self.leaf.form_field()
        own: int | None = getattr(field, "max_length", None)
        return own or max(SHORTEST_LIMIT, TIMES_SOURCE * len(self.source.text))

    def read(self, typed: str, seen: str) -> str | None:
        """What was typed as it may be stored, None if the box is as it was. ValidationError says what is wrong."""
        typed = tidy(typed)
        if not typed or typed == self.typed or units.digest(typed)[:HALF] == seen[HALF:]:
            return None
        if seen != self.seen:
            raise ValidationError(_("This text has changed while you were writing. Please compare, and send it again."))
        return stored(self.leaf, typed, self.known, self.limit)


def label(leaf: Leaf) -> str:
    """The labels that lead to a leaf, in one line; one that is said twice in a row once."""
    labels = [capfirst(str(part)) for part in leaf.labels if part]
    return " · ".join(part for part, _same in groupby(labels))


def stored(leaf: Leaf, typed: str, known: list[str], limit: int) -> str:
    """What was typed, as `leaf` stores it: cleaned to what it allows. ValidationError if it can't be."""
    if len(typed) > limit:
        raise ValidationError(_("This is too long: at most %(limit)s characters fit.") % {"limit": limit})
    field = leaf.form_field()
    if not leaf.is_rich:
        text = typed if isinstance(field.widget, Textarea) else " ".join(typed.split())
        return str(field.clean(text))
    try:
        return marks.read(typed, known, leaf.holder.features or marks.EVERYTHING)
    except marks.UnknownLink as unknown:
        sentence = _("There is no link with the number %(number)s here.") % {"number": unknown.number}
        raise ValidationError(sentence) from unknown


def tidy(text: str) -> str:
    """Text as it is kept: one kind of line end, composed letters, no signs that steer machines, no space around it."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) != "Cc").strip()


def pieces(link: SuggestionLink) -> list[Piece]:
    """What is to be translated of the link's subject, in reading order; what the language leaves out is left out."""
    subject: Any = link.subject
    code = link.language
    draft = sheets.draft_of(subject)
    source = leaves.of(draft, draft.source_language)
    target = leaves.of(draft, code)
    mine = {suggestion.path: suggestion.text for suggestion in open_for(subject, code).filter(link=link)}
    hidden = set(sheets.of(subject)[code].hidden)
    return [
        Piece(unit, source[path], mine.get(path, text_at(target, path)), path in mine)
        for path, unit in units.sources(source).items()
        if not hidden & set(path.split("."))
    ]


def text_at(target: Mapping[str, Any], path: str) -> str:
    """The text at `path`, "" where the language has none yet."""
    return str(target[path].text) if path in target else ""
