"""From stored HTML to text with marks."""

import re
from collections.abc import Sequence
from html import escape
from html.parser import HTMLParser

from pages.translations.suggestions.marks.signs import INDENT, ITEM

SIGNS = {"b": "*", "strong": "*", "i": "_", "em": "_"}
LINK_ATTRIBUTES = ("linktype", "id", "href")
SPECIAL = re.compile(r"[\\*_\[\]]")


def links(*texts: str) -> list[str]:
    """The opening tags of the links in `texts` (stored HTML), each once; the first is number 1."""
    reader = LinkReader()
    for text in texts:
        reader.feed(text)
    return list(dict.fromkeys(reader.found))


def write(html: str, known: Sequence[str]) -> str:
    """Stored HTML as text with marks. `known`: the links that have numbers; any other becomes plain words."""
    writer = Writer(known)
    writer.feed(html)
    writer.close()
    return writer.text()


def opening(attributes: Sequence[tuple[str, str | None]]) -> str:
    """The opening tag of a link, with nothing but what tells where it leads."""
    kept = [(name, value) for name, value in attributes if name in LINK_ATTRIBUTES and value]
    return "<a" + "".join(f' {name}="{escape(value or "")}"' for name, value in kept) + ">"


class LinkReader(HTMLParser):
    """Notes the links of a text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(opening(attrs))


class Writer(HTMLParser):
    """Writes text with marks while it reads HTML. Each paragraph and each item of a list is a line of its own."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__()
        self.known = list(known)
        self.lines: list[tuple[str, str]] = [("", "")]  # (what stands before it: "- " for an item, its text)
        self.lists: list[tuple[str, int]] = []  # (tag, how many items so far) of the lists that are open
        self.ends: list[str] = []  # what ends each mark that is open; "" for one that is passed over
        self.waiting: list[str] = []  # marks that begin with the next letter

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SIGNS:
            self.begin(SIGNS[tag], SIGNS[tag])
        elif tag == "a":
            link = opening(attrs)
            self.begin("[", f"]({self.known.index(link) + 1})") if link in self.known else self.begin("", "")
        elif tag in {"ul", "ol"}:
            self.lists.append((tag, 0))
        elif tag == "li":
            self.lines.append((self.bullet(), ""))
        elif tag == "br":
            self.add("\n")
        else:
            self.lines.append(("", ""))

    def handle_endtag(self, tag: str) -> None:
        if (tag in SIGNS or tag == "a") and self.ends:
            self.end(self.ends.pop())
        elif tag in {"ul", "ol"} and self.lists:
            self.lists.pop()

    def handle_data(self, data: str) -> None:
        text = data.lstrip()
        self.add(data[: len(data) - len(text)])
        if text:
            marks, self.waiting = self.waiting, []
            self.add("".join(marks) + SPECIAL.sub(r"\\\g<0>", text))

    def bullet(self) -> str:
        """What begins the next item."""
        if not self.lists:
            return "- "
        tag, count = self.lists[-1]
        self.lists[-1] = (tag, count + 1)
        return INDENT * (len(self.lists) - 1) + ("- " if tag == "ul" else f"{count + 1}. ")

    def begin(self, sign: str, end: str) -> None:
        """Open a mark, unless the same is open already."""
        is_new = end not in self.ends
        self.ends.append(end if is_new else "")
        if is_new and sign:
            self.waiting.append(sign)

    def end(self, sign: str) -> None:
        """Close a mark; one that holds nothing leaves no trace, and space at its end goes behind it."""
        if sign and self.waiting:
            self.waiting.pop()
        elif sign:
            before, text = self.lines[-1]
            kept = text.rstrip()
            self.lines[-1] = (before, kept + sign + text[len(kept) :])

    def add(self, text: str) -> None:
        """Add to the line being written."""
        before, line = self.lines[-1]
        self.lines[-1] = (before, line + text)

    def text(self) -> str:
        """All that was read: items of a list on lines of their own, an empty line around everything else."""
        found, last = "", ""
        for before, line in self.lines:
            if line.strip():
                found += ("\n" if before and last else "\n\n") if found else ""
                found += before + "\n".join(plain_start(part.strip()) for part in line.strip().split("\n"))
                last = before
        return found


def plain_start(line: str) -> str:
    """`line`, so that nobody takes its beginning for an item of a list."""
    found = ITEM.match(line)
    return re.sub(r"[-•.)]", r"\\\g<0>", line, count=1) if found else line
