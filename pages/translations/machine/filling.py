"""Fills what a sheet misses by machine. Nothing that a person wrote, before or meanwhile, is touched."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from pages.models.translation import UnitState
from pages.translations import desk, sheets, units
from pages.translations import leaves as leaves_of
from pages.translations.leaves import Leaf
from pages.translations.machine.engines import Engine
from pages.translations.machine.translating import translate
from pages.translations.units import Origin


@dataclass(frozen=True)
class Filled:
    """How many pieces were translated, and how many came back in a way that could not be used."""

    made: int
    broken: int


def missing(draft: Any, code: str) -> dict[str, Leaf]:
    """{path: leaf of the source} of what has no text in the language `code`, but for blocks that it leaves out."""
    source, target = leaves_of.of(draft, draft.source_language), leaves_of.of(draft, code)
    begun = {leaf.base for leaf in target.values()}
    return {
        path: source[path]
        for path in units.sources(source)
        if (not target[path].text.strip() if path in target else source[path].base not in begun)
    }


def fill_missing(engine: Engine, one: Any, code: str, user: Any) -> Filled:
    """Translate what the language `code` of the subject misses; each piece is marked as made by a machine."""
    draft = sheets.draft_of(one)
    wanted = missing(draft, code)
    texts = translate(engine, wanted, draft.source_language, code) if wanted else {}
    fitting = {path: text for path, text in texts.items() if fits(wanted[path], text)}
    with transaction.atomic():
        desk.hold(one)
        still = missing(sheets.draft_of(one), code)
        unchanged = {path for path, leaf in still.items() if path in wanted and wanted[path].text == leaf.text}
        chosen = {path: text for path, text in fitting.items() if path in unchanged}
        if chosen:
            states = dict.fromkeys(chosen, UnitState.MACHINE.value)
            origin = Origin(tool=f"machine:{engine.name}", user=user, states=states)
            desk.translate(one, code, chosen, origin)
    return Filled(len(chosen), len(wanted) - len(fitting))


def fits(leaf: Leaf, text: str) -> bool:
    """Whether the place takes the text: a translation may be too long for it."""
    try:
        leaf.form_field().clean(text)
    except ValidationError:
        return False
    return True
