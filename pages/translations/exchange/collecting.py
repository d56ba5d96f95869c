"""What leaves the site: the segments of subjects, sorted into files of one language into one other."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import translation

from pages.translations import desk
from pages.translations.exchange import markup, subjects
from pages.translations.exchange.parts import Group, Outgoing, Segment
from pages.translations.exchange.subjects import Held


def files(found: Callable[[], Iterable[Any]], codes: Iterable[str], screen: str, only_open: bool) -> list[Outgoing]:
    """One file for each language and each source language among the subjects that `found` gives.

    Labels are in the language `screen`; `only_open`: what is not done. Subjects are read again as a file is written.
    """
    spoken = sorted({one.source_language for one in found()})
    return [
        Outgoing(spoken_in, code, groups(found, spoken_in, code, screen, only_open))
        for code in codes
        for spoken_in in spoken
        if spoken_in != code
    ]


def groups(
    found: Callable[[], Iterable[Any]], spoken_in: str, code: str, screen: str, only_open: bool
) -> Iterator[Group]:
    """The subjects of one file, those without anything to translate left out."""
    for one in found():
        if one.source_language == spoken_in:
            with translation.override(screen):  # when a file is being sent, the screen's language is no longer active
                group = group_of(one, code, only_open)
            if group.segments:
                yield group


def group_of(one: Any, code: str, only_open: bool) -> Group:
    """The segments of one subject."""
    held = Held(one, code)
    found = [segment(held, path) for path in held.sources]
    wanted = [made for made in found if not only_open or made.standing != "done"]
    return Group(subjects.name(one), desk.label(one), wanted)


def segment(held: Held, path: str) -> Segment:
    """One piece."""
    standing, unit, source = held.standing(path), held.units.get(path), held.source(path)
    is_stale = unit is not None and standing == "stale"
    return Segment(
        path=path,
        source=source,
        target=held.target(path),
        standing=standing,
        digest=held.sources[path].digest,
        labels=held.label(path),
        before=markup.pack(unit.from_text, held.is_rich(path), source).text if unit and is_stale else "",
        is_reviewed=bool(unit and unit.reviewed_by_id),
        tool=unit.tool if unit else "",
    )
