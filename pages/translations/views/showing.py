"""What templates ask of a piece of text at the desk: its source, its box, its state, what is said about it."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pages.translations import units
from pages.translations.leaves import Leaf
from pages.translations.units import Source, Unit
from pages.translations.views import markup
from pages.translations.views.boxes import Box
from pages.translations.views.saving import Refusal

UNSAFE = re.compile(r"[^A-Za-z0-9_-]")
STANDINGS = {
    "missing": _("missing"),
    "machine": _("machine, not reviewed"),
    "drafted": _("draft"),
    "stale": _("the source changed"),
    "done": _("done"),
    "extra": _("optional"),
}


@dataclass(frozen=True)
class Piece:
    """One unit: its source, and its box in the language."""

    path: str
    label: str
    leaf: Leaf  # in the source; of what only the language has, there
    box: Box | None  # None: left out in this language
    source: Source | None  # None: need not be translated
    unit: Unit | None
    options: str  # which of the sheet's sets of options Draftail takes
    hidden_id: str = ""
    is_own: bool = False
    by: str = ""
    comments: list[Any] = field(default_factory=list)
    terms: list[Any] = field(default_factory=list)
    refusal: Refusal | None = None

    @property
    def standing(self) -> str:
        """A key of STANDINGS."""
        return units.standing(self.source, self.unit) if self.source else "extra"

    @property
    def standing_label(self) -> Any:
        """The state in words."""
        return STANDINGS[self.standing]

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to work on it."""
        return self.standing not in ("done", "extra") and not self.hidden_id

    @property
    def source_html(self) -> SafeString:
        """What is to be translated."""
        return markup.shown("" if self.is_own else self.leaf.text, self.leaf.is_rich)

    @cached_property
    def changes_html(self) -> SafeString | str:
        """How the source changed since this was translated; "" where it didn't."""
        if not self.source or not self.unit or not self.unit.is_stale(self.source):
            return ""
        return markup.changes(self.unit.from_text, self.source.text, self.leaf.is_rich)

    @property
    def box_html(self) -> SafeString | str:
        """The widget, with what was refused if it was."""
        if self.box is None:
            return ""
        content = self.refusal.content if self.refusal and not self.refusal.is_html else self.box.own_content
        return self.box.render(f"text:{self.path}", content, self.box_id, f"state-{self.anchor} error-{self.anchor}")

    @property
    def box_markup(self) -> str:
        """Rich text as HTML, for a browser without JavaScript."""
        if self.refusal and self.refusal.is_html:
            return self.refusal.content
        return units.without_keys(self.box.text) if self.box else ""

    @property
    def anchor(self) -> str:
        """The path in characters that a selector may have: Draftail looks for its box by one."""
        return UNSAFE.sub("-", self.path)

    @property
    def box_id(self) -> str:
        """The id of the box."""
        return f"box-{self.anchor}"

    @property
    def target_html(self) -> SafeString:
        """The translation for those who may only read."""
        return markup.shown(self.box.text if self.box else "", self.leaf.is_rich)

    @property
    def theirs_html(self) -> SafeString | str:
        """What somebody else wrote meanwhile."""
        return markup.shown(self.refusal.theirs or "", self.leaf.is_rich) if self.refusal else ""


@dataclass
class Group:
    """Pieces of one block, or fields one after the other."""

    block_id: str
    base: str
    label: str
    pieces: list[Piece] = field(default_factory=list)
    is_hidden: bool = False
    is_own: bool = False


@dataclass(frozen=True)
class Progress:
    """How far the language is: of `total` pieces, `done` are."""

    total: int
    done: int

    @property
    def open(self) -> int:
        """What is left."""
        return self.total - self.done
