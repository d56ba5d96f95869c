"""Takes what a translator posted: writes what is new and allowed, and answers for each piece what came of it.

Nothing is overwritten unseen: each box says what it began with, and where somebody else wrote meanwhile, that is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from pages.languages import language
from pages.models.translation import UnitState
from pages.translations import desk, editions, leaves, sheets, units
from pages.translations.leaves import Leaf
from pages.translations.units import Origin
from pages.translations.views.boxes import Box

ADDRESS = "address"
MARKS = frozenset({UnitState.DRAFT.value, UnitState.DONE.value})  # what a person may say of a piece


@dataclass(frozen=True)
class Posted:
    """One piece as it was sent: `base` is the digest that its box began with, `state` what its author says of it."""

    path: str
    content: str | None = None  # None: the state alone
    base: str = ""
    state: str = ""
    is_html: bool = False  # rich text without JavaScript


@dataclass(frozen=True)
class Refusal:
    """A piece that was not written, and why; `theirs` is what somebody else wrote meanwhile."""

    path: str
    content: str
    reason: str
    theirs: str | None = None
    is_html: bool = False


@dataclass(frozen=True)
class Result:
    """What came of a save."""

    written: set[str]
    refused: dict[str, Refusal]


def editable(draft: Any, code: str, hidden: Iterable[str]) -> dict[str, Leaf]:
    """{path: leaf} of what can be written in the language `code`: the source's pieces, and the language's own."""
    left_out = set(hidden)
    found = {
        path: replace(leaf, text="")
        for path, leaf in leaves.of(draft, draft.source_language).items()
        if not left_out & set(path.split("."))
    }
    return found | leaves.of(draft, code)


@transaction.atomic
def save(one: Any, code: str, posted: Iterable[Posted], user: Any, tool: str = "desk") -> Result:
    """Write the pieces that changed, under the subject's row lock."""
    desk.hold(one)
    draft = sheets.draft_of(one)
    open_boxes = editable(draft, code, sheets.of(one)[code].hidden)
    texts: dict[str, str] = {}
    states: dict[str, str] = {}
    refused: dict[str, Refusal] = {}
    for piece in posted:
        try:
            leaf = known(open_boxes, piece)
            take(piece, Box(leaf, language(code)), texts, states)
            if leaf.base == ADDRESS and is_taken(one, code, texts.get(piece.path, "")):
                del texts[piece.path], states[piece.path]
                raise Refused(_("Another page has this address in this language."))
        except Refused as refusal:
            refused[piece.path] = Refusal(
                piece.path, piece.content or "", refusal.reason, refusal.theirs, piece.is_html
            )
    if texts or states:
        desk.translate(one, code, texts, Origin(tool=tool, user=user, states=states))
    return Result({*texts, *states}, refused)


class Refused(ValueError):
    """A piece can't be written."""

    def __init__(self, reason: str, theirs: str | None = None) -> None:
        self.reason, self.theirs = reason, theirs
        super().__init__(reason)


def known(open_boxes: Mapping[str, Leaf], piece: Posted) -> Leaf:
    """The leaf of a posted piece; Refused where the language has no such piece."""
    if piece.path not in open_boxes:
        raise Refused(_("This piece is no longer there. Reload the page; copy your text first."))
    return open_boxes[piece.path]


def take(piece: Posted, box: Box, texts: dict[str, str], states: dict[str, str]) -> None:
    """Note what is to be written of one piece; Refused if it must not be."""
    text = box.text if piece.content is None else read(piece, box)
    is_typed = units.digest(text) not in (piece.base, box.digest)
    is_overtaken = bool(piece.base) and piece.base != box.digest and units.digest(text) != box.digest
    if is_overtaken and (is_typed or piece.state):
        raise Refused(_("Somebody else wrote here meanwhile. Nothing was overwritten."), theirs=box.text)
    if is_typed:
        texts[piece.path] = text
    if is_typed or piece.state:
        states[piece.path] = piece.state or UnitState.DRAFT.value


def is_taken(page: Any, code: str, address: str) -> bool:
    """Whether another page has the address in this language."""
    place = editions.place_of(page) if address and not page.is_site_root() else None
    return place is not None and editions.is_taken(page, place, code, address)


def read(piece: Posted, box: Box) -> str:
    """The text of a posted piece."""
    try:
        return (
            box.read_html(piece.content or "") if piece.is_html and box.leaf.is_rich else box.read(piece.content or "")
        )
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
