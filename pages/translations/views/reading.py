"""Reads a subject in two languages for the desk: its pieces in reading order, by block; queries flat in pieces."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.functional import cached_property
from django.utils.text import capfirst

from pages import languages
from pages.models.desk import TranslationComment
from pages.translations import leaves, sheets, units
from pages.translations.glossary import Glossary
from pages.translations.leaves import Leaf
from pages.translations.units import Source
from pages.translations.views import linked
from pages.translations.views.boxes import Box
from pages.translations.views.places import Place
from pages.translations.views.saving import Refusal, editable
from pages.translations.views.showing import Group, Piece, Progress


class Shown:
    """The sheet of one place. `refused`: pieces that were posted and not taken, shown with what was typed."""

    def __init__(self, place: Place, refused: Mapping[str, Refusal] | None = None) -> None:
        self.place, self.refused = place, refused or {}
        self.source_language = languages.language(place.draft.source_language)
        self.options: dict[str, Any] = {}  # {name: Draftail's options}: said once, not for each box

    @cached_property
    def pieces(self) -> list[Piece]:
        """What is shown: what is to be translated, what may be, and what only the language has."""
        of_source = leaves.of(self.place.draft, self.source_language.code)
        boxes = editable(self.place.draft, self.place.code, self.place.sheet.hidden)
        known = linked.pages_in((leaf.text for leaf in boxes.values() if leaf.is_rich), self.place.code)
        sources = units.sources(of_source)
        details = Details(self.place, sources, self.source_language.code)
        found = []
        labels = Labels()
        for path, leaf in in_order(of_source, leaves.of(self.place.draft, self.place.code)).items():
            box = Box(boxes[path], self.place.language, known) if path in boxes else None
            if path in sources or path not in of_source or leaf.is_optional or (box and box.text):
                found.append(
                    Piece(
                        path=path,
                        label=labels.of(leaf),
                        leaf=leaf,
                        box=box,
                        source=sources.get(path),
                        options=self.options_of(box),
                        is_own=path not in of_source,
                        refusal=self.refused.get(path),
                        **details.of(path),
                    )
                )
        return found

    @cached_property
    def groups(self) -> list[Group]:
        """The pieces by block; fields that follow each other are one group."""
        found = []
        for (base, block_id), pieces in groupby(self.pieces, key=block_of):
            members = list(pieces)
            is_own = bool(block_id) and block_id in self.place.sheet.own
            is_hidden = block_id in self.place.sheet.hidden
            label = str(members[0].leaf.labels[1]) if block_id else ""
            found.append(Group(block_id, base, label, members, is_hidden, is_own))
        return found

    @property
    def hideable(self) -> set[str]:
        """The source's outermost blocks that this language shows, and might leave out."""
        return {group.block_id for group in self.groups if group.block_id and not group.is_own and not group.is_hidden}

    @property
    def progress(self) -> Progress:
        """How far the language is; what it leaves out isn't counted."""
        counted = [piece for piece in self.pieces if piece.source and not piece.hidden_id]
        return Progress(len(counted), sum(piece.standing == "done" for piece in counted))

    @property
    def media(self) -> Any:
        """What the widgets need: scripts and styles of Draftail, once."""
        boxes = [piece.box for piece in self.pieces if piece.box]
        found = boxes[0].field.widget.media if boxes else ""
        for box in boxes[1:]:
            found += box.field.widget.media
        return found

    def options_of(self, box: Box | None) -> str:
        """The name of the box's options among those of the sheet; "" of a plain box."""
        options = box.options() if box else {}
        if not options:
            return ""
        name = next((name for name, known in self.options.items() if known == options), str(len(self.options)))
        self.options[name] = options
        return name


class Details:
    """What else is known of the pieces of a place: each kind is read in one query."""

    def __init__(self, place: Place, sources: Mapping[str, Source], source_code: str) -> None:
        self.units = sheets.stored_units_in(place.subject, place.code)
        self.hidden = set(place.sheet.hidden)
        writers = {unit.by_id for unit in self.units.values() if unit.by_id}
        self.people = get_user_model().objects.in_bulk(writers) if writers else {}
        self.comments: dict[str, list[TranslationComment]] = {}
        for comment in comments_at(place):
            self.comments.setdefault(comment.path, []).append(comment)
        glossary = Glossary(source_code, place.code)
        self.terms = {path: glossary.terms_in(piece.text) for path, piece in sources.items()}

    def of(self, path: str) -> dict[str, Any]:
        """The same of one piece, by the names of its attributes."""
        unit = self.units.get(path)
        return {
            "unit": unit,
            "by": (unit.credit or str(self.people.get(unit.by_id) or "")) if unit else "",
            "hidden_id": next((part for part in path.split(".") if part in self.hidden), ""),
            "comments": self.comments.get(path, []),
            "terms": self.terms.get(path, []),
        }


class Labels:
    """Names pieces: by what leads to them, and by their number where a list has several of the kind."""

    def __init__(self) -> None:
        self.items: dict[str, list[str]] = {}  # {outermost block: its list items as they come}

    def of(self, leaf: Leaf) -> str:
        """ "Heading", or "2 · Heading" in the second item of a list."""
        parts = leaf.path.split(".")
        names = [capfirst(str(label)) for label in leaf.labels[2:] or leaf.labels[-1:]]
        if len(parts) > 4:
            items = self.items.setdefault(".".join(parts[:3]), [])
            if parts[3] not in items:
                items.append(parts[3])
            names.insert(0, str(items.index(parts[3]) + 1))
        return " · ".join(names)


def in_order(of_source: Mapping[str, Leaf], of_target: Mapping[str, Leaf]) -> dict[str, Leaf]:
    """The source's leaves, and each that only the language has after the one that it follows there."""
    paths = list(of_source)
    previous = -1
    for path in of_target:
        if path not in of_source:
            paths.insert(previous + 1, path)
        previous = paths.index(path)
    return {path: of_source.get(path) or of_target[path] for path in paths}


def block_of(piece: Piece) -> tuple[str, str]:
    """The field and the outermost block that a piece stands in; two "" of a plain field."""
    parts = piece.path.split(".")
    return (parts[0], parts[1]) if len(parts) > 1 else ("", "")


def comments_at(place: Place) -> Iterable[TranslationComment]:
    """The remarks on a subject in a language, oldest first."""
    rows = TranslationComment.objects.of(place.subject).filter(language=place.code)
    return rows.select_related("by").order_by("at", "pk")
