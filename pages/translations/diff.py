"""What changed between two texts, word by word; rich text as words that carry their marks. Pure.

A difference of markup alone (a word made bold) is a difference of that word. Text in, pieces out: how they look is
for whoever shows them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import groupby

# A letter of a script without spaces between words stands alone, else a whole Chinese sentence would be one word
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|\S")
SPACE = re.compile(r"\s+")
MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "a": "a"}
BLOCKS = frozenset({"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "blockquote", "div"})
UNSHOWN = frozenset({"script", "style"})
LARGEST = 4_000_000  # pairs of words; beyond it frequent words are passed over, or it would take seconds

BULLET, NUMBERED = "li", "ol li"  # items of lists: another kind of list is another text

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True)
class Word:
    """A word, a sign, or the beginning of a block: then `text` is "" and `block` its tag."""

    text: str
    marks: tuple[str, ...] = ()  # of "b", "i", "a", in this order
    block: str = ""
    link: str = ""  # where a link leads
    number: int = field(default=0, compare=False)  # of an item in a numbered list
    space: bool = field(default=False, compare=False)  # whether space follows


@dataclass(frozen=True)
class Piece:
    """Words that are the same in both texts, or stand in one of them only."""

    kind: str  # SAME, ADDED or REMOVED
    words: tuple[Word, ...]


class Reader(HTMLParser):
    """Reads stored rich text into words; tags that mean nothing here are passed over."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[Word] = []
        self.open: list[tuple[str, str]] = []
        self.unshown = 0
        self.lists: list[tuple[str, int]] = []  # the lists that are open: (tag, items so far)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in MARKS:
            known = dict(attrs)
            self.open.append((MARKS[tag], known.get("href") or f"{known.get('linktype')}:{known.get('id')}"))
        elif tag in ("ol", "ul"):
            self.lists.append((tag, 0))
        elif tag == "li":
            self.words.append(self.item())
        elif tag in BLOCKS:
            self.words.append(Word("", block=tag))
        self.unshown += tag in UNSHOWN

    def handle_endtag(self, tag: str) -> None:
        mark = MARKS.get(tag)
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == mark:
                del self.open[place]
                break
        self.unshown -= tag in UNSHOWN and self.unshown > 0
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()

    def item(self) -> Word:
        """The beginning of the next item of the innermost list."""
        kind, number = self.lists.pop() if self.lists else ("ul", 0)
        self.lists.append((kind, number + 1))
        return Word("", block=NUMBERED if kind == "ol" else BULLET, number=number + 1)

    def handle_data(self, data: str) -> None:
        if not self.unshown:
            marks = tuple(sorted({mark for mark, _link in self.open}))
            link = next((link for mark, link in reversed(self.open) if mark == "a"), "")
            add_plain(self.words, data, marks, link)


def add_plain(words: list[Word], text: str, marks: tuple[str, ...] = (), link: str = "") -> None:
    """Add the words of `text`; space at its beginning belongs to the word before."""
    place = 0
    for found in [*WORD.finditer(text), None]:
        end = found.start() if found else len(text)
        if end > place and words and not words[-1].space:
            last = words[-1]
            words[-1] = replace(last, space=True)
        if found:
            words.append(Word(found.group(), marks, link=link))
            place = found.end()


def words(text: str, is_rich: bool) -> list[Word]:
    """The words of `text`; a new line of plain text begins a block, too."""
    if is_rich:
        reader = Reader()
        reader.feed(text)
        reader.close()
        return reader.words
    found: list[Word] = []
    for place, line in enumerate(text.splitlines()):
        if place:
            found.append(Word("", block="br"))
        add_plain(found, line)
    return found


def compare(before: str, after: str, is_rich: bool) -> list[Piece]:
    """The pieces of both texts in order: without the added ones they are `before`, without the removed `after`."""
    old, new = words(before, is_rich), words(after, is_rich)
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > LARGEST)
    found = []
    for deed, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if deed == "equal":
            found.append(Piece(SAME, tuple(new[new_from:new_to])))
            continue
        if old_to > old_from:
            found.append(Piece(REMOVED, tuple(old[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece(ADDED, tuple(new[new_from:new_to])))
    return found


def plain(text: str, is_rich: bool) -> str:
    """`text` as a reader's eyes take it in: words and single spaces, no markup."""
    found = "".join((word.text or "\n") + " " * word.space for word in words(text, is_rich))
    return SPACE.sub(" ", found).strip()


def runs(found: Iterable[Word]) -> list[tuple[Word, str]]:
    """Neighbours with the same marks as one text: (a word that has them, the text)."""
    grouped = groupby(found, key=lambda word: (word.marks, word.link, word.block, word.number))
    return [
        (group[0], "".join(word.text + " " * word.space for word in group))
        for group in (list(words_of) for _key, words_of in grouped)
    ]
