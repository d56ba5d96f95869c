"""From a source's pieces to stored translations by machine: tags protected, the glossary's words kept."""

from collections.abc import Mapping

from pages.translations.exchange import markup
from pages.translations.exchange.markup import BrokenTags, Packed, Piece, Tag, join, split
from pages.translations.glossary import Glossary
from pages.translations.leaves import Leaf
from pages.translations.machine.elements import KEPT
from pages.translations.machine.engines import Engine


def translate(engine: Engine, pieces: Mapping[str, Leaf], source: str, target: str) -> dict[str, str]:
    """{path: text as it is stored} of the source's `pieces`; those whose tags came back broken are left out."""
    glossary = Glossary(source, target)
    packed = {path: markup.pack(leaf.text, leaf.is_rich) for path, leaf in pieces.items()}
    guarded = {path: guard(made.text, glossary) for path, made in packed.items()}
    answers = engine.translate([text for text, _kept in guarded.values()], source, target)
    found = {}
    for (path, (_text, kept)), answer in zip(guarded.items(), answers, strict=True):
        stored = unguarded(answer, kept, packed[path], pieces[path].is_rich)
        if stored.strip():
            found[path] = stored
    return found


def guard(text: str, glossary: Glossary) -> tuple[str, dict[int, str]]:
    """(the text with words that are kept in tags of their own, {tag: word})."""
    kept: dict[int, str] = {}
    pieces: list[Piece] = []
    for piece in split(text):
        if isinstance(piece, Tag):
            pieces.append(piece)
            continue
        for place, part in enumerate(glossary.split_kept(piece)):
            if place % 2:
                number = KEPT + len(kept)
                kept[number] = part
                pieces += [Tag(number, "open"), part, Tag(number, "close")]
            else:
                pieces.append(part)
    return join(pieces), kept


def unguarded(answer: str, kept: Mapping[int, str], source: Packed, is_rich: bool) -> str:
    """The answer as it is stored, with its kept words as they were; "" where tags or words got lost."""
    try:
        inside = markup.nesting(answer)
        text = join(restored(split(answer), kept))
        is_whole = markup.nesting(text) == markup.nesting(source.text) and kept.keys() <= inside.keys()
        return markup.unpack(text, source.codes, is_rich) if is_whole else ""
    except BrokenTags:
        return ""


def restored(pieces: list[Piece], kept: Mapping[int, str]) -> list[Piece]:
    """The pieces with each kept word in the place of what stands between its tags."""
    found: list[Piece] = []
    inside = 0
    for piece in pieces:
        if isinstance(piece, Tag) and piece.number in kept:
            inside = 0 if piece.edge == "close" else piece.number
            found += [kept[piece.number]] if piece.edge == "open" else []
        elif not inside:
            found.append(piece)
    return found
