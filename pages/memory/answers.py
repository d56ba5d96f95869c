"""One kept answer in a process's memory: its pieces, the places of live values between them, and each coding of it."""

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.client import responses
from typing import Any, NamedTuple, TypedDict

import brotli

from pages.memory.rendering import Notes, written
from pages.models.kept import KeptPage

Headers = list[tuple[str, str]]
BROTLI_QUALITY, GZIP_LEVEL = 5, 6  # beyond these the time grows faster than the page shrinks
SETTLE = 4  # looks of the watcher (2 s) between two codings of a page whose numbers move
OWN = {"content-length", "content-encoding", "etag", "vary"}  # ours to write


class Facts(TypedDict, total=False):
    """What is known of an answer besides its headers; JSON in the table."""

    mark: str  # of its slots
    expires: str  # ISO 8601
    counts: list[list[Any]]  # [["fallback", page, language]] or [["asked", page]]
    reads_page: bool
    by_language: dict[str, Any]  # {"urls": {language: address}, "otherwise": language}


class Coded(NamedTuple):
    """An answer in one content coding, ready to be sent."""

    headers: Headers
    body: bytes
    etag: str


class Filling(NamedTuple):
    """The live values of an answer and its codings with these very values, so that a slow thread can't mix them."""

    values: Mapping[str, Any]
    coded: dict[str, Coded]


@dataclass
class Answer:
    """A kept answer. `used` and `filled_at` are looks of the watcher, so that nobody asks a clock."""

    site_id: int
    path: str
    version: int
    status: int
    headers: Headers
    body: bytes  # with the marks of its slots
    facts: Facts
    pieces: list[bytes] = field(init=False)  # text, name, how, text, name, how, text …
    expires: float = field(init=False)  # seconds since 1970; 0: never
    used: int = 0
    filled_at: int = -SETTLE
    filling: "Filling" = field(init=False)

    def __post_init__(self) -> None:
        mark = self.facts.get("mark", "")
        self.pieces = Notes(mark=mark).pattern.split(self.body) if mark else [self.body]
        said = self.facts.get("expires", "")
        self.expires = datetime.fromisoformat(said).timestamp() if said else 0
        self.status_line = f"{self.status} {responses.get(self.status, '')}"
        self.filling = Filling({}, {})

    @property
    def size(self) -> int:
        """Bytes that it takes at most, roughly: itself and its codings."""
        return 3_000 + (4 if len(self.pieces) > 1 else 2) * len(self.body)

    def in_coding(self, coding: str, values: Mapping[str, Any], look: int) -> Coded:
        """The answer in `coding` ("br", "gzip" or "") with the live `values` as of the watcher's `look`."""
        if len(self.pieces) > 1 and look - self.filled_at >= SETTLE:
            self.filled_at = look  # first, so that others go on with what is there
            self.fill(values)
        filling = self.filling
        found = filling.coded.get(coding)
        if found is None:
            found = filling.coded[coding] = self.code(coding, self.text(filling.values))
        return found

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put the live `values` in their places, if one moved, in each coding that was asked for."""
        now = {name: values.get(name) for name in map(bytes.decode, self.pieces[1::3])}
        if now != self.filling.values:
            text = self.text(now)
            self.filling = Filling(now, {coding: self.code(coding, text) for coding in list(self.filling.coded)})

    def text(self, values: Mapping[str, Any]) -> bytes:
        """The body with the live values in their places; a value that is gone leaves its place empty."""
        parts = [self.pieces[0]]
        for name, how, text in zip(self.pieces[1::3], self.pieces[2::3], self.pieces[3::3], strict=True):
            value = values.get(name.decode())
            parts += [b"" if value is None else written(value, how.decode()).encode(), text]
        return b"".join(parts)

    def code(self, coding: str, text: bytes) -> Coded:
        """`text` in `coding`, with its headers."""
        etag = f'"{hashlib.sha256(text).hexdigest()[:24]}{"-" + coding if coding else ""}"'
        body = CODINGS[coding](text)
        headers = [
            *self.headers,
            ("Vary", "Accept-Encoding"),
            ("ETag", etag),
            ("Content-Length", str(len(body))),
        ]
        if coding:
            headers.append(("Content-Encoding", coding))
        return Coded(headers, body, etag)

    def row(self) -> KeptPage:
        """It as a row of the table."""
        return KeptPage(
            site_id=self.site_id,
            path=self.path,
            version=self.version,
            status=self.status,
            headers=self.headers,
            facts=self.facts,
            body=gzip.compress(self.body, 6, mtime=0),
        )


def of_row(row: KeptPage) -> Answer:
    """An answer that another process stored."""
    headers = [(name, value) for name, value in row.headers]
    return Answer(row.site_id, row.path, row.version, row.status, headers, gzip.decompress(row.body), row.facts)


CODINGS = {
    "": lambda text: text,
    "br": lambda text: brotli.compress(text, quality=BROTLI_QUALITY),
    "gzip": lambda text: gzip.compress(text, GZIP_LEVEL, mtime=0),
}


def best_coding(accepted: str) -> str:
    """ "br", "gzip" or "" for a header Accept-Encoding (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, rest = part.partition(";")
        quality = rest.strip().removeprefix("q=").strip() if rest else "1"
        try:
            weights[name.strip()] = float(quality)
        except ValueError:
            weights[name.strip()] = 0.0
    anything = weights.get("*", 0.0)
    for coding in ("br", "gzip"):
        if weights.get(coding, anything) > 0:
            return coding
    return ""
