"""What a piece of text was translated from: how units follow a draft, and when a translation is stale. Pure.

Stale is a comparison, never a mark: the digest of the source's text is not the one translated from. So it is true in
the very save that changes the source, for every language, without touching a row of theirs.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from pages.models.translation import UnitState
from pages.translations.leaves import Leaf

BLOCK_KEY = re.compile(r'\sdata-block-key="[^"]*"')  # Draftail's, of no meaning; another at every paste


def without_keys(text: str) -> str:
    """`text` without the keys that Draftail gives its paragraphs."""
    return BLOCK_KEY.sub("", text)


def digest(text: str) -> str:
    """A fingerprint of `text`: 32 hexadecimal digits, the same for the same words and markup."""
    return hashlib.sha256(without_keys(text).encode()).hexdigest()[:32]


NOTHING = digest("")


@dataclass(frozen=True)
class Source:
    """One piece of the source: `text` with its digest."""

    path: str
    text: str
    digest: str


@dataclass(frozen=True)
class Unit:
    """One piece in one language as it is kept; the fields of models.TranslationUnit."""

    path: str
    state: str
    text: str
    digest: str
    from_text: str
    from_digest: str
    tool: str = ""
    by_id: int | None = None
    credit: str = ""
    reviewed_by_id: int | None = None
    reviewed_at: datetime | None = None
    at: datetime | None = None

    def says(self, text: str) -> bool:
        """Whether `text` is what is kept; most often it is so letter by letter, and nothing need be digested."""
        return self.text == text or self.digest == digest(text)

    def is_stale(self, source: Source) -> bool:
        """Whether the source says something else than what this was translated from."""
        return self.from_digest != source.digest


@dataclass(frozen=True)
class Origin:
    """Where a change of texts comes from. `states`: {path: state} that its author gave; every other is done."""

    tool: str = "form"
    user: Any = None
    credit: str = ""
    states: Mapping[str, str] = field(default_factory=dict)

    @property
    def user_id(self) -> int | None:
        """The user's id, if any."""
        return self.user.pk if self.user else None


def sources(leaves: Mapping[str, Leaf]) -> dict[str, Source]:
    """{path: source} of the pieces that are to be translated: those with text that aren't optional."""
    return {
        leaf.path: Source(leaf.path, leaf.text, digest(leaf.text))
        for leaf in leaves.values()
        if leaf.text.strip() and not leaf.is_optional
    }


def follow(
    source: Mapping[str, Source],
    target: Mapping[str, Leaf],
    old: Mapping[str, Unit],
    origin: Origin,
    now: datetime,
    attic: Collection[str] = (),
) -> dict[str, Unit]:
    """The units of one language after a save. A text that changed is translated from what the source says now.

    A text without a source is one, too: translated from nothing, it is stale as soon as the source says something.
    What lies in the `attic` (keys of leaves) keeps its units, so that it comes back no better than it went.
    """
    found = {}
    moved = {tail: unit for path, unit in old.items() if path not in target for tail in tails(path)}
    for path, leaf in target.items():
        if leaf.is_optional or not leaf.text.strip():
            continue
        piece = source.get(path) or Source(path, "", NOTHING)
        unit = old.get(path) or (moved.get(leaf.key) if leaf.key != path else None)  # a field moves nowhere
        state = origin.states.get(path)
        if unit is None or not unit.says(leaf.text):
            made = translated(piece, leaf.text, origin, state or UnitState.DONE, now)
            found[path] = (
                still_stale(made, unit) if unit and state == UnitState.DRAFT and unit.is_stale(piece) else made
            )
        elif state:
            found[path] = marked(unit, piece, origin, state, now)
        else:
            found[path] = unit if unit.path == path else replace(unit, path=path)
    return found | resting(source, target, old, attic)


def resting(
    source: Mapping[str, Source], target: Mapping[str, Leaf], old: Mapping[str, Unit], attic: Collection[str]
) -> dict[str, Unit]:
    """The units of texts whose blocks went and that lie in the attic, under the paths that the source has by now."""
    if not attic:
        return {}
    standing = {leaf.key for leaf in target.values()}
    places = {tail: path for path in source for tail in tails(path)}
    found = {}
    for path, unit in old.items():
        key = next((tail for tail in tails(path) if tail in attic and tail not in standing), None)
        if path not in target and key is not None:
            place = path if path in source else places.get(key, path)
            found[place] = replace(unit, path=place)
    return found


def tails(path: str) -> list[str]:
    """Every end of `path`, itself first; one of them is the leaf's key."""
    parts = path.split(".")
    return [".".join(parts[place:]) for place in range(len(parts))]


def translated(piece: Source, text: str, origin: Origin, state: str, now: datetime) -> Unit:
    """A unit whose text was written just now."""
    return Unit(
        path=piece.path,
        state=state,
        text=text,
        digest=digest(text),
        from_text=piece.text,
        from_digest=piece.digest,
        tool=origin.tool,
        by_id=origin.user_id,
        credit=origin.credit,
        at=now,
    )


def still_stale(made: Unit, before: Unit) -> Unit:
    """A text that somebody has begun to bring up to date: what changed in the source is shown until they say done."""
    return replace(made, from_text=before.from_text, from_digest=before.from_digest)


def marked(unit: Unit, piece: Source, origin: Origin, state: str, now: datetime) -> Unit:
    """`unit` with the state that somebody gave it; marked as done, it is a translation of what the source says now."""
    if state != UnitState.DONE:
        return replace(unit, state=state)
    if unit.state == UnitState.DONE and not unit.is_stale(piece):
        return unit
    return replace(
        unit,
        state=UnitState.DONE,
        from_text=piece.text,
        from_digest=piece.digest,
        reviewed_by_id=origin.user_id,
        reviewed_at=now,
    )


def rebased(units: Iterable[Unit], source: Mapping[str, Source], meant: Mapping[str, set[str]]) -> dict[str, Unit]:
    """The units after a cosmetic change. `meant`: {path: digests of the source that now count as today's}."""
    found = {}
    for unit in units:
        piece = source.get(unit.path)
        if piece and unit.from_digest in meant.get(unit.path, set()):
            unit = replace(unit, from_text=piece.text, from_digest=piece.digest)
        found[unit.path] = unit
    return found


@dataclass(frozen=True)
class Counts:
    """How many of the source's pieces are how far; each counts once."""

    total: int = 0
    missing: int = 0
    machine: int = 0
    drafted: int = 0
    stale: int = 0
    done: int = 0


STANDING = {UnitState.MACHINE: "machine", UnitState.DRAFT: "drafted", UnitState.DONE: "done"}


def standing(piece: Source, unit: Unit | None) -> str:
    """Where a piece stands: "missing", "machine", "drafted", "stale" or "done"; stale comes before how it was made."""
    if unit is None:
        return "missing"
    if unit.is_stale(piece):
        return "stale"
    return STANDING[UnitState(unit.state)]


def count(source: Mapping[str, Source], units: Mapping[str, Unit], hidden: Collection[str] = ()) -> Counts:
    """How far one language is; blocks that it leaves out (`hidden`: their ids) are nothing to translate."""
    numbers = dict.fromkeys(("missing", "machine", "drafted", "stale", "done"), 0)
    wanted = [piece for path, piece in source.items() if not set(hidden) & set(path.split("."))]
    for piece in wanted:
        numbers[standing(piece, units.get(piece.path))] += 1
    return Counts(total=len(wanted), **numbers)
