"""The demo campaign as it lies in the files beside this one."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pages.languages import CODES, column

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Part:
    """A page or the petition: what all its languages share, and {language: its words}.

    `earlier`: those words of the source that were others before its last edit.
    """

    key: str
    shared: dict[str, Any]
    words: dict[str, dict[str, Any]]
    drafts: tuple[str, ...]
    earlier: dict[str, Any]
    stale: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The address that all languages share."""
        return str(self.shared.get("slug", self.key))

    @property
    def columns(self) -> dict[str, str]:
        """{column: words}, for what has neither blocks nor links in it."""
        return {column(base, code): text for code, words in self.words.items() for base, text in words.items()}

    def words_before(self, source: str) -> dict[str, dict[str, Any]]:
        """{language: its words} of the `source` before its last edit, and of the languages translated from it then."""
        if not self.earlier:
            return {}
        return {
            source: merged(self.words[source], self.earlier),
            **{code: words for code, words in self.words.items() if code in self.stale},
        }

    @property
    def published(self) -> list[str]:
        """The languages that visitors are to read."""
        return [code for code, words in self.words.items() if "heading" in words and code not in self.drafts]


class Campaign:
    """The tree of pages.toml and the words of content/."""

    @cached_property
    def layout(self) -> dict[str, Any]:
        """pages.toml."""
        return read(FOLDER / "pages.toml")

    @cached_property
    def words(self) -> dict[str, dict[str, Any]]:
        """{language: content/<language>.toml}, for those that have a file."""
        paths = {code: FOLDER / "content" / f"{code}.toml" for code in CODES}
        return {code: read(path) for code, path in paths.items() if path.exists()}

    @cached_property
    def earlier(self) -> dict[str, Any]:
        """earlier.toml."""
        return read(FOLDER / "earlier.toml")

    @property
    def petition(self) -> Part:
        """The petition."""
        return self._part("petition", self.layout["petition"], [])

    @property
    def pages(self) -> list[Part]:
        """The pages, each after its parent."""
        return [self._part(key, shared, ["pages"]) for key, shared in self.layout["pages"].items()]

    @property
    def site(self) -> Part:
        """The settings of the site."""
        return self._part("site", self.layout["site"], [])

    @property
    def pictures(self) -> list[Part]:
        """The pictures; each has a title and a file."""
        return [self._part(key, {"title": title}, ["pictures"]) for key, title in self.layout["pictures"].items()]

    def _part(self, key: str, shared: dict[str, Any], above: list[str]) -> Part:
        path = [*above, key]
        words = {code: at(found, path) for code, found in self.words.items()}
        drafts, stale = tuple(self.layout["drafts"]), tuple(self.layout["stale"])
        return Part(key, shared, words, drafts, at(self.earlier, path), stale)


def at(words: dict[str, Any], path: list[str]) -> dict[str, Any]:
    """What stands in `words` under the keys of `path`; {} for nothing."""
    for step in path:
        words = words.get(step, {})
    return words


def merged(words: Any, others: Any) -> Any:
    """`words` with those of `others` in their places, tables within tables and items within lists."""
    match words, others:
        case dict(), dict():
            return words | {key: merged(words.get(key), value) for key, value in others.items()}
        case list(), list():
            return [merged(*pair) for pair in zip_longest(words, others)]
    return words if others is None else others


def blank(words: Any) -> Any:
    """`words` with nothing said: a language that is begun has the same items, to be filled."""
    match words:
        case dict():
            return {key: blank(value) for key, value in words.items()}
        case list():
            return [blank(item) for item in words]
    return ""


def read(path: Path) -> dict[str, Any]:
    """One TOML file."""
    with path.open("rb") as file:
        return tomllib.load(file)


def picture_file(key: str) -> Path:
    """The drawing `key`, rendered."""
    return FOLDER / "pictures" / f"{key}.webp"
