"""XLIFF 2.1 (OASIS, docs.oasis-open.org/xliff/xliff-core/v2.1): tags are <pc> and <ph> with <originalData>."""

from collections.abc import Iterator
from typing import Any

from pages.models.translation import UnitState
from pages.translations.exchange import xml
from pages.translations.exchange.markup import Packed, Piece, Tag, join, split
from pages.translations.exchange.parts import Group, Incoming, Outgoing, Segment
from pages.translations.exchange.xml import attribute, words

METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
OURS = "undersigned"
DONE = frozenset({"translated", "reviewed", "final"})
EDGES = {"sc": "open", "ec": "close", "ph": "alone"}


class Xliff21:
    """XLIFF 2.1."""

    name = "xliff2"
    tool = "xliff"
    label = "XLIFF 2.1"
    suffix = "xlf"
    media_type = "application/xliff+xml"

    def write(self, outgoing: Outgoing) -> Iterator[str]:
        """One <file> a subject."""
        yield (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mda="{METADATA}" '
            f"srcLang={attribute(outgoing.source_language)} trgLang={attribute(outgoing.language)}>\n"
        )
        for place, group in enumerate(outgoing.groups, start=1):
            yield from file_lines(place, group)
        yield "</xliff>\n"

    def read(self, content: bytes) -> list[Incoming]:
        """The units of all its files."""
        found: list[Incoming] = []
        root: dict[str, str] = {}
        file: dict[str, str] = {}
        for event, element in xml.events(content):
            name = xml.local(element)
            if event == "start" and name == "xliff":
                root = dict(element.attrib)
            elif event == "start" and name == "file":
                file = dict(element.attrib)
            elif event == "end" and name == "unit":
                found.append(incoming(root, file, element))
                element.clear()
        return found


# Out ------------------------------------------------------------------------------------------------------------------
def file_lines(place: int, group: Group) -> Iterator[str]:
    """The segments of one subject. Ids are counted, since a path need not be a NMTOKEN."""
    if not group.segments:  # a <file> must hold a unit
        return
    yield f'<file id="f{place}" original={attribute(group.subject)}>\n'
    for number, segment in enumerate(group.segments, start=1):
        yield unit_lines(number, segment)
    yield "</file>\n"


def unit_lines(place: int, segment: Segment) -> str:
    """One unit."""
    former = f'<note category="previous-source">{words(segment.before)}</note>' if segment.before else ""
    label = f'<note category="location">{words(segment.labels)}</note>'
    return (
        f'<unit id="u{place}" name={attribute(segment.path)}>\n'
        f'<mda:metadata><mda:metaGroup category="{OURS}"><mda:meta type="digest">{segment.digest}</mda:meta>'
        "</mda:metaGroup></mda:metadata>\n"
        f"<notes>{label}{former}</notes>\n{original_data(segment)}"
        f'<segment {state(segment)}>\n<source xml:space="preserve">{inline(segment.source, "s")}</source>\n'
        f'<target xml:space="preserve">{inline(segment.target, "t")}</target>\n</segment>\n</unit>\n'
    )


def state(segment: Segment) -> str:
    """A segment's state. What waits for a person is "initial", so that a tool's "translated" says one came."""
    if segment.standing == "done":
        return 'state="final"' if segment.is_reviewed else 'state="translated"'
    return 'state="initial"' + ("" if segment.standing == "missing" else f' subState="{OURS}:{segment.standing}"')


def original_data(segment: Segment) -> str:
    """The codes that the tags stand for."""
    lines = [
        f'<data id="{side}{number}{edge}">{data(stored)}</data>'
        for side, packed in (("s", segment.source), ("t", segment.target))
        for number, code in packed.codes.items()
        for edge, stored in (("a", code.opening), ("z", code.closing))
        if stored
    ]
    return f"<originalData>{''.join(lines)}</originalData>\n" if lines else ""


def data(text: str) -> str:
    """Words in which the characters that XML cannot hold are <cp>."""
    return words(text, lambda sign: f'<cp hex="{ord(sign):04X}"/>')


def inline(packed: Packed, side: str) -> str:
    """A text with its tags; `side` is the beginning of its codes' ids."""
    return "".join(element(piece, side) for piece in split(packed.text))


def element(piece: Piece, side: str) -> str:
    """Words, or one tag."""
    if isinstance(piece, str):
        return data(piece)
    number = piece.number
    return {
        "open": f'<pc id="{number}" dataRefStart="{side}{number}a" dataRefEnd="{side}{number}z">',
        "close": "</pc>",
        "alone": f'<ph id="{number}" dataRef="{side}{number}a"/>',
    }[piece.edge]


# In -------------------------------------------------------------------------------------------------------------------
def incoming(root: dict[str, str], file: dict[str, str], unit: Any) -> Incoming:
    """One <unit>; a tool may have cut it into several segments."""
    segments = [child for child in unit if xml.local(child) in {"segment", "ignorable"}]
    is_written = any(xml.first(child, "target") is not None for child in segments)
    return Incoming(
        subject=file.get("original", ""),
        path=unit.get("name", ""),
        source=joined(segments, "source"),
        text=joined(segments, "target") if is_written else "",
        state=state_of([child for child in segments if xml.local(child) == "segment"]) if is_written else "",
        digest=digest_of(unit),
        source_language=root.get("srcLang", ""),
        language=root.get("trgLang", ""),
    )


def state_of(segments: list[Any]) -> str:
    """Done when each segment is; by machine when that is all that happened."""
    if segments and all(child.get("state") in DONE for child in segments):
        return UnitState.DONE
    by_machine = all(child.get("subState") == f"{OURS}:machine" for child in segments)
    return UnitState.MACHINE if segments and by_machine else UnitState.DRAFT


def digest_of(unit: Any) -> str:
    """The source's digest, from the metadata; "" where it got lost."""
    metas = [meta for meta in unit.iter(f"{{{METADATA}}}meta") if meta.get("type") == "digest"]
    return (metas[0].text or "").strip() if metas else ""


def joined(segments: list[Any], side: str) -> str:
    """The sources or the targets of all segments; space between segments stands in the source alone."""
    holders = [xml.first(child, side) for child in segments]
    fallback = [xml.first(child, "source") if xml.local(child) == "ignorable" else None for child in segments]
    chosen = [other if holder is None else holder for holder, other in zip(holders, fallback, strict=True)]
    return join(piece for holder in chosen if holder is not None for piece in xml.pieces(holder, tag))


def tag(child: Any) -> Iterator[Piece]:
    """An element as a tag, as the words it marks, or as a character that XML cannot hold."""
    name = xml.local(child)
    if name in {"mrk", "sm", "em"}:
        yield from xml.pieces(child, tag)
    elif name == "cp":
        yield xml.unheld(child.get("hex", ""))
    elif name == "pc":
        yield from xml.pair(child, tag)
    elif name in EDGES:
        yield Tag(xml.number(child.get("startRef") or child.get("id")), EDGES[name])
    else:
        yield xml.NO_TAG
