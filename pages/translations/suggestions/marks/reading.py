"""From text with marks to HTML that may be stored."""

import re
from collections.abc import Collection, Sequence
from html import escape

from pages.translations.suggestions.marks.signs import INDENT, ITEM

TAGS = {"*": "b", "_": "i"}
FEATURES = {"*": "bold", "_": "italic"}
EVERYTHING = frozenset({"bold", "italic", "ul", "ol"})  # of a field that names no features
TOKEN = re.compile(
    r"\\(?P<escaped>[\\*_\[\].)•-])|(?P<sign>[*_])|(?P<link>\[)|\]\((?P<number>\d{1,3})\)|[^\\*_\[\]]+|.", re.DOTALL
)


class UnknownLink(ValueError):
    """There is no link of this number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)


def read(text: str, known: Sequence[str], features: Collection[str]) -> str:
    """Text with marks as HTML; `features` (Wagtail's names) are those that the field allows. Raises UnknownLink."""
    paragraph: list[str] = []
    items: list[Item] = []
    found: list[str] = []
    after_blank = True
    for line in text.split("\n"):
        item = item_of(line, items, features)
        if item:
            found += paragraphs(paragraph, known, features)
            items.append(item)
        elif items and line.strip() and not after_blank:
            items[-1].lines.append(line.strip())
        elif line.strip():
            found += lists(items, known, features)
            paragraph.append(line.strip())
        else:
            found += paragraphs(paragraph, known, features)
        after_blank = not line.strip()
    return "".join([*found, *paragraphs(paragraph, known, features), *lists(items, known, features)])


class Item:
    """One item of a list: how deep it stands, of which kind of list it is, its number, its lines."""

    def __init__(self, depth: int, tag: str, number: int, line: str) -> None:
        self.depth, self.tag, self.number, self.lines = depth, tag, number, [line]


def item_of(line: str, before: Sequence[Item], features: Collection[str]) -> Item | None:
    """The item that `line` is, if it is one. A number has to begin or to go on: "25. Februar" is no item."""
    found = ITEM.match(line)
    tag = "ol" if found and found["number"] else "ul"
    if not found or tag not in features:
        return None
    number = int(found["number"] or 0)
    if number > 1 and number - 1 not in {item.number for item in before if item.tag == "ol"}:
        return None
    deepest = before[-1].depth + 1 if before else 0
    depth = min(len(found["indent"].expandtabs(2)) // len(INDENT), deepest)
    return Item(depth, tag, number, line[found.end() :].strip())


def paragraphs(lines: list[str], known: Sequence[str], features: Collection[str]) -> list[str]:
    """The paragraph of `lines`, if there are any; they are used up."""
    text = inline("\n".join(lines), known, features)
    lines.clear()
    return [f"<p>{text}</p>"] if text else []


def lists(items: list[Item], known: Sequence[str], features: Collection[str]) -> list[str]:
    """The lists of `items`, one in the other; they are used up."""
    found: list[str] = []
    opened: list[str] = []
    for item in items:
        while len(opened) > item.depth + 1 or (len(opened) == item.depth + 1 and opened[-1] != item.tag):
            found.append(f"</li></{opened.pop()}>")
        if len(opened) == item.depth + 1:
            found.append("</li>")
        else:
            opened.append(item.tag)
            found.append(f"<{item.tag}>")
        found.append("<li>" + inline("\n".join(item.lines), known, features))
    found += [f"</li></{tag}>" for tag in reversed(opened)]
    items.clear()
    return found


def inline(text: str, known: Sequence[str], features: Collection[str]) -> str:
    """One line with its marks as HTML; a mark without its other half stays a sign."""
    reader = InlineReader(text, known, {sign for sign, feature in FEATURES.items() if feature in features})
    for found in TOKEN.finditer(text):
        reader.take(found)
    return "".join(reader.parts).replace("\n", "<br/>")


class InlineReader:
    """Reads the marks within a line."""

    def __init__(self, text: str, known: Sequence[str], signs: Collection[str]) -> None:
        self.text, self.known, self.signs = text, known, signs
        self.parts: list[str] = []
        self.opened: list[tuple[str, int]] = []  # (sign, which part it is)

    def take(self, found: re.Match[str]) -> None:
        """Read one token."""
        sign = found["sign"] or found["link"] or ""
        is_open = any(sign == other for other, _place in self.opened)
        if found["escaped"]:
            self.parts.append(escape(found["escaped"], quote=False))
        elif found["number"] and any(other == "[" for other, _place in self.opened):
            self.close("[", self.link(int(found["number"])), "</a>")
        elif sign in self.signs and is_open and not self.text[found.start() - 1].isspace():
            self.close(sign, f"<{TAGS[sign]}>", f"</{TAGS[sign]}>")
        else:
            after = self.text[found.end() : found.end() + 1]
            if (sign in self.signs or sign == "[") and after and not after.isspace() and not is_open:
                self.opened.append((sign, len(self.parts)))
            self.parts.append(escape(found[0], quote=False))

    def close(self, sign: str, start: str, end: str) -> None:
        """Turn the sign that opened into `start`; what opened since and didn't close stays a sign."""
        while True:
            other, place = self.opened.pop()
            if other == sign:
                break
        self.parts[place] = start
        self.parts.append(end)

    def link(self, number: int) -> str:
        """The opening tag of the link `number`."""
        if not 0 < number <= len(self.known):
            raise UnknownLink(number)
        return self.known[number - 1]
