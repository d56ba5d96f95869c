r"""Stored text as translators' tools see it: words with numbered tags that cannot break unnoticed. Pure and lossless.

`<p>One <b>two</b><br/></p>` is packed into `<1>One <2>two</2><3/></1>` and the codes {1: <p>, 2: <b>, 3: <br/>}. What
merely looks like a numbered tag carries a backslash: `<\1>`. Each format writes these tags in its own way.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from pages.translations.units import without_keys

BODY = r"(?:/[0-9]{1,6}|[0-9]{1,6}/?)>"
TAG = re.compile(f"(<{BODY})")
LOOKALIKE = re.compile(rf"<(?=\\*{BODY})")
ESCAPED = re.compile(rf"<\\(?=\\*{BODY})")

# Stored HTML: tags, the three entities that Wagtail writes, and whatever else a parser might stumble over
PIECE = re.compile(r"(?P<tag><[^<>]*>)|(?P<entity>&(?:amp|lt|gt);)|(?P<odd>&[#\w]+;|[<>&])")
NAME = re.compile(r"</?\s*([a-zA-Z][\w-]*)")
ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
ALONE = frozenset({"br", "embed", "hr", "img", "wbr"})


class BrokenTags(ValueError):
    """A text's tags are not those of its source, or don't nest as they do there."""


@dataclass(frozen=True)
class Code:
    """What a numbered tag stands for; `closing` is empty for one that stands alone."""

    opening: str
    closing: str = ""

    @property
    def meaning(self) -> tuple[str, str]:
        """The code without what differs from paste to paste."""
        return without_keys(self.opening), self.closing

    @property
    def kind(self) -> tuple[str, bool]:
        """The element, and whether it has an end: links of two languages lead to two places and are one tag."""
        name = NAME.match(self.opening)
        return name[1].lower() if name else self.opening, bool(self.closing)


@dataclass(frozen=True)
class Packed:
    """A text with numbered tags, and what they stand for."""

    text: str
    codes: dict[int, Code] = field(default_factory=dict)


@dataclass(frozen=True)
class Tag:
    """One numbered tag; `edge` is "open", "close" or "alone"."""

    number: int
    edge: str

    def __str__(self) -> str:
        return {"open": "<{}>", "close": "</{}>", "alone": "<{}/>"}[self.edge].format(self.number)


Piece = str | Tag


# Numbered text --------------------------------------------------------------------------------------------------------
def split(text: str) -> list[Piece]:
    """The words of `text`, with no backslashes of ours, and its tags."""
    return [tag(part) if place % 2 else ESCAPED.sub("<", part) for place, part in enumerate(TAG.split(text)) if part]


def tag(written: str) -> Tag:
    """`<1>`, `</1>` or `<1/>`."""
    edge = "close" if written[1] == "/" else "alone" if written[-2] == "/" else "open"
    return Tag(int(written.strip("</>")), edge)


def join(pieces: Iterable[Piece]) -> str:
    """The reverse of `split`; words that come in several pieces are one text."""
    found, words = [], ""
    for piece in pieces:
        if isinstance(piece, str):
            words += piece
        else:
            found += [LOOKALIKE.sub(r"<\\", words), str(piece)]
            words = ""
    return "".join([*found, LOOKALIKE.sub(r"<\\", words)])


def nesting(text: str) -> dict[int, int]:
    """{tag: the tag that it stands in, 0 for none}; BrokenTags where one is twice, not closed, or closed crosswise."""
    found: dict[int, int] = {}
    open_tags = [0]
    for piece in split(text):
        if isinstance(piece, str):
            continue
        if piece.edge == "close":
            if open_tags.pop() != piece.number or not open_tags:
                raise BrokenTags(str(piece))
            continue
        if piece.number in found:
            raise BrokenTags(str(piece))
        found[piece.number] = open_tags[-1]
        if piece.edge == "open":
            open_tags.append(piece.number)
    if len(open_tags) > 1:
        raise BrokenTags(f"<{open_tags[-1]}>")
    return found


def unpack(text: str, codes: Mapping[int, Code], is_rich: bool) -> str:
    """The stored text; BrokenTags where `text` has tags that `codes` doesn't know."""
    nesting(text)
    return "".join(stored(piece, codes, is_rich) for piece in split(text))


def stored(piece: Piece, codes: Mapping[int, Code], is_rich: bool) -> str:
    """Words or a tag as they are stored."""
    if isinstance(piece, str):
        return piece.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") if is_rich else piece
    code = codes.get(piece.number)
    if code is None or (piece.edge == "alone") == bool(code.closing):
        raise BrokenTags(str(piece))
    return code.closing if piece.edge == "close" else code.opening


# Stored text ----------------------------------------------------------------------------------------------------------
def pack(text: str, is_rich: bool, like: Packed | None = None) -> Packed:
    """`text` with numbered tags; with `like`, its source, the same tags have the same numbers."""
    if not is_rich:
        return Packed(join([text]))
    marks = list(PIECE.finditer(text))
    partner = pairs([mark["tag"] or "" for mark in marks])
    ends = set(partner.values())
    starts = [at for at, mark in enumerate(marks) if not mark["entity"] and at not in ends]
    codes = [Code(marks[at][0], marks[partner[at]][0] if at in partner else "") for at in starts]
    number_of = dict(zip(starts, numbers(codes, like.codes if like else {}), strict=True))
    tags: dict[int, Piece] = {at: Tag(number, "open" if at in partner else "alone") for at, number in number_of.items()}
    tags |= {end: Tag(number_of[start], "close") for start, end in partner.items()}
    packed = {number_of[at]: code for at, code in zip(starts, codes, strict=True)}
    return Packed(join(between(text, marks, tags)), packed)


def between(text: str, marks: list[re.Match[str]], tags: Mapping[int, Piece]) -> Iterator[Piece]:
    """The words of `text` and, in the place of its marks, `tags` or the sign that an entity stands for."""
    end = 0
    for at, mark in enumerate(marks):
        yield text[end : mark.start()]
        yield tags[at] if at in tags else ENTITIES[mark[0]]
        end = mark.end()
    yield text[end:]


def pairs(tags: list[str]) -> dict[int, int]:
    """{place of an opening tag: place of its end}; what has no end, or no beginning, stands alone."""
    found: dict[int, int] = {}
    open_tags: list[tuple[str, int]] = []
    for place, written in enumerate(tags):
        name = NAME.match(written)
        if not name or written.endswith("/>") or name[1].lower() in ALONE:
            continue
        if not written.startswith("</"):
            open_tags.append((name[1], place))
        elif any(name[1] == opened for opened, _place in open_tags):
            while open_tags[-1][0] != name[1]:
                open_tags.pop()
            found[open_tags.pop()[1]] = place
    return found


def numbers(mine: list[Code], theirs: Mapping[int, Code]) -> list[int]:
    """A number for each of `mine`: that of the same code in `theirs`, else of the same element, else a new one."""
    free = dict(theirs)
    found: dict[int, int] = {}
    for likeness in (lambda code: code.meaning, lambda code: code.kind):
        for place, code in enumerate(mine):
            number = next((number for number, other in free.items() if likeness(other) == likeness(code)), None)
            if place not in found and number is not None:
                found[place] = number
                del free[number]
    fresh = count(max(theirs, default=0) + 1)
    return [found[place] if place in found else next(fresh) for place in range(len(mine))]
