"""What every format writes and reads: segments on their way out, units on their way in, and files nobody can read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from pages.models.translation import UnitState
from pages.translations.exchange.markup import Packed


class Unreadable(ValueError):
    """The file as a whole cannot be taken; `sentence` says why, to the person who brought it."""

    def __init__(self, sentence: Any) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True)
class Segment:
    """One unit on its way to a translator."""

    path: str
    source: Packed
    target: Packed  # its text is "" where nothing is translated
    standing: str  # "missing", "machine", "drafted", "stale" or "done"
    digest: str  # of the source
    labels: str = ""  # where it stands, in words
    before: str = ""  # of a stale one: what it was translated from
    is_reviewed: bool = False
    tool: str = ""


@dataclass(frozen=True)
class Group:
    """The segments of one subject; `subject` names it in files: "pages.standardpage/12"."""

    subject: str
    label: str
    segments: list[Segment]


@dataclass(frozen=True)
class Outgoing:
    """One file: all from one language into one other."""

    source_language: str
    language: str
    groups: Iterable[Group]


@dataclass(frozen=True)
class Incoming:
    """One unit as it came back. Languages are "" where the file doesn't name them, `digest` where it got lost."""

    subject: str
    path: str
    source: str  # both with numbered tags
    text: str
    state: str  # a UnitState; "" where the file says nothing of it
    digest: str = ""
    source_language: str = ""
    language: str = ""

    @property
    def is_done(self) -> bool:
        """Whether its translator calls it finished."""
        return self.state == UnitState.DONE


class Format(Protocol):
    """A kind of file."""

    name: str  # in addresses
    tool: str  # of the units it brings
    label: Any
    suffix: str
    media_type: str

    def write(self, outgoing: Outgoing) -> Iterator[str]:
        """The file in pieces."""
        ...

    def read(self, content: bytes) -> list[Incoming]:
        """What the file brings; Unreadable where it isn't one of ours."""
        ...
