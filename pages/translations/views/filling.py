"""Fills a box with something that nobody typed: the source as it is, or a machine's translation."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from pages.models.translation import UnitState
from pages.translations import leaves
from pages.translations.leaves import Leaf
from pages.translations.views import helping
from pages.translations.views.boxes import Box
from pages.translations.views.places import Place
from pages.translations.views.saving import Posted, Refusal, Result, save

Fill = tuple[str, str, str]  # text, tool, state


def fill(place: Place, path: str, by: str, base: str = "") -> Result:
    """Write what `by` ("source", "machine") has for the piece `path` into the draft. `base`: see Posted."""
    leaf = leaves.of(place.draft, place.draft.source_language).get(path)
    if leaf is None or by not in FILLERS:
        return Result(set(), {path: Refusal(path, "", _("There is no such piece."))})
    try:
        text, tool, state = FILLERS[by](place, leaf)
    except helping.NoHelp as error:
        return Result(set(), {path: Refusal(path, "", str(error))})
    content = Box(leaf, place.language).content(text)
    return save(place.subject, place.code, [Posted(path, content, base, state)], place.user, tool)


def from_source(place: Place, leaf: Leaf) -> Fill:
    """The source's own text, to be worked on."""
    return leaf.text, "desk", UnitState.DRAFT.value


def from_machine(place: Place, leaf: Leaf) -> Fill:
    """A machine's translation, marked as such; NoHelp where none is to be had."""
    text, name = helping.translate(leaf, place.draft.source_language, place.code)
    return text, f"machine:{name}", UnitState.MACHINE.value


FILLERS: dict[str, Callable[[Any, Leaf], Fill]] = {"source": from_source, "machine": from_machine}
