"""Numbered tags as elements, the way services leave them alone, and back."""

from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from pages.translations.exchange.markup import Piece, Tag, join, split

KEPT = 900_000  # tags from here on hold words that are not to be translated


@dataclass(frozen=True)
class Elements:
    """What tags are called for a service: a pair, one that stands alone, and words that are kept."""

    pair: str
    alone: str  # with its own end: '<x id="{}"/>'
    kept: str

    def written(self, text: str) -> str:
        """A text with numbered tags as elements."""
        return "".join(self.element(piece) for piece in split(text))

    def element(self, piece: Piece) -> str:
        """Words, or one tag."""
        if isinstance(piece, str):
            return escape(piece, quote=False)
        if piece.edge == "alone":
            return self.alone.format(piece.number)
        name = self.kept if piece.number >= KEPT else self.pair
        return f'<{name} id="{piece.number}">' if piece.edge == "open" else f"</{name}>"


class Reader(HTMLParser):
    """Reads what a service answers, however it rewrote it."""

    def __init__(self, alone: str) -> None:
        super().__init__(convert_charrefs=True)
        self.alone = alone
        self.pieces: list[Piece] = []
        self.open_tags: list[int] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        number = number_in(attrs)
        if tag == self.alone:
            self.pieces.append(Tag(number, "alone"))
            return
        self.open_tags.append(number)
        self.pieces.append(Tag(number, "open"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(Tag(number_in(attrs), "alone"))

    def handle_endtag(self, tag: str) -> None:
        if tag != self.alone:
            self.pieces.append(Tag(self.open_tags.pop() if self.open_tags else 0, "close"))


def number_in(attrs: list[tuple[str, str | None]]) -> int:
    """The number that an element carries; 0, which no tag has, where the service lost it."""
    written = dict(attrs).get("id") or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else 0


def read(answer: str, alone: str = "") -> str:
    """A service's answer as a text with numbered tags; elements called `alone` have no end."""
    reader = Reader(alone)
    reader.feed(answer)
    reader.close()
    return join(reader.pieces)
