"""XLIFF 1.2, which every tool of translators reads (OASIS, docs.oasis-open.org/xliff/v1.2).

Tags are <bpt>, <ept> and <ph> with the stored code inside; <g> and <x>, which some tools write instead, are read too.
"""

from collections.abc import Iterator
from typing import Any

from pages.models.translation import UnitState
from pages.translations.exchange import xml
from pages.translations.exchange.markup import Packed, Piece, Tag, join, split
from pages.translations.exchange.parts import Group, Incoming, Outgoing, Segment
from pages.translations.exchange.xml import attribute, words

OURS = "urn:undersigned:exchange"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:undersigned="{OURS}">\n'
)
DONE = frozenset({"translated", "signed-off", "final"})
BY_MACHINE = frozenset({"mt-suggestion", "leveraged-mt"})
CONTROL = "x-cp-"
EDGES = {"g": "", "bpt": "open", "bx": "open", "ept": "close", "ex": "close", "x": "alone", "ph": "alone"}


class Xliff12:
    """XLIFF 1.2."""

    name = "xliff"
    tool = "xliff"
    label = "XLIFF 1.2"
    suffix = "xlf"
    media_type = "application/xliff+xml"

    def write(self, outgoing: Outgoing) -> Iterator[str]:
        """One <file> a subject."""
        yield HEAD
        for group in outgoing.groups:
            yield from file_lines(outgoing, group)
        yield "</xliff>\n"

    def read(self, content: bytes) -> list[Incoming]:
        """The units of all its files."""
        found, file = [], {}
        for event, element in xml.events(content):
            name = xml.local(element)
            if event == "start" and name == "file":
                file = dict(element.attrib)
            elif event == "end" and name == "trans-unit":
                found.append(incoming(file, element))
                element.clear()
        return found


# Out ------------------------------------------------------------------------------------------------------------------
def file_lines(outgoing: Outgoing, group: Group) -> Iterator[str]:
    """The segments of one subject."""
    languages = f"source-language={attribute(outgoing.source_language)} target-language={attribute(outgoing.language)}"
    yield f'<file original={attribute(group.subject)} {languages} datatype="html">\n<body>\n'
    for segment in group.segments:
        yield unit_lines(segment)
    yield "</body>\n</file>\n"


def unit_lines(segment: Segment) -> str:
    """One unit."""
    path = attribute(segment.path)
    target = f"<target {state(segment)}>{inline(segment.target)}</target>\n"
    before = Packed(segment.before, segment.source.codes)
    former = f'<alt-trans alttranstype="previous-version"><source>{inline(before)}</source><target/></alt-trans>\n'
    return (
        f'<trans-unit id={path} resname={path} undersigned:digest="{segment.digest}" xml:space="preserve">\n'
        f"<source>{inline(segment.source)}</source>\n{target}{former if segment.before else ''}"
        f"<note>{words(segment.labels)}</note>\n</trans-unit>\n"
    )


def state(segment: Segment) -> str:
    """A segment's state as attributes of its target."""
    if segment.standing == "done":
        return 'state="final"' if segment.is_reviewed else 'state="translated"'
    if segment.standing == "missing":
        return 'state="needs-translation"'
    qualifiers = {"machine": ' state-qualifier="mt-suggestion"', "memory": ' state-qualifier="tm-suggestion"'}
    made = segment.standing if segment.standing == "machine" else segment.tool
    return f'state="needs-review-translation"{qualifiers.get(made, "")}'


def inline(packed: Packed) -> str:
    """A text with its tags."""
    return "".join(element(piece, packed) for piece in split(packed.text))


def element(piece: Piece, packed: Packed) -> str:
    """Words, or one tag."""
    if isinstance(piece, str):
        return words(piece, lambda sign: f'<ph id="{CONTROL}{ord(sign):x}" ctype="{CONTROL}{ord(sign):x}"/>')
    code = packed.codes.get(piece.number)
    stored = "" if code is None else code.closing if piece.edge == "close" else code.opening
    name = {"open": "bpt", "close": "ept", "alone": "ph"}[piece.edge]
    return f'<{name} id="{piece.number}">{words(stored)}</{name}>'


# In -------------------------------------------------------------------------------------------------------------------
def incoming(file: dict[str, str], unit: Any) -> Incoming:
    """One <trans-unit>."""
    target, source = xml.first(unit, "target"), xml.first(unit, "source")
    return Incoming(
        subject=file.get("original", ""),
        path=unit.get("resname") or unit.get("id", ""),
        source=text_of(source),
        text=text_of(target),
        state=state_of(unit, target),
        digest=unit.get(f"{{{OURS}}}digest", ""),
        source_language=file.get("source-language", ""),
        language=file.get("target-language", ""),
    )


def state_of(unit: Any, target: Any) -> str:
    """What the file says of a unit: done where the state or the approval says so."""
    if target is None:
        return ""
    if target.get("state") in DONE or (not target.get("state") and unit.get("approved") == "yes"):
        return UnitState.DONE
    return UnitState.MACHINE if target.get("state-qualifier") in BY_MACHINE else UnitState.DRAFT


def text_of(holder: Any) -> str:
    """A text with numbered tags from <source> or <target>; "" where there is none."""
    return "" if holder is None else join(xml.pieces(holder, tag))


def tag(child: Any) -> Iterator[Piece]:
    """An element as a tag, as the words it marks, or as a character that XML cannot hold."""
    name, kind = xml.local(child), child.get("ctype") or ""
    if name == "mrk":
        yield from xml.pieces(child, tag)
    elif kind.startswith(CONTROL):
        yield xml.unheld(kind.removeprefix(CONTROL))
    elif name not in EDGES:
        yield xml.NO_TAG
    elif name == "g":
        yield from xml.pair(child, tag)
    else:
        yield Tag(xml.number(child.get("rid") or child.get("id")), EDGES[name])
