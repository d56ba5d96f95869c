"""The messages that the sources hold: found in Python and in templates."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = ("config", "home", "pages", "petition")  # nobody translates a dependency here
TEMPLATES = (".html", ".txt", ".xml")

# {function: which of its arguments are the message; "c" marks the context}, lazy or not.
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = FUNCTIONS | {f"{name}_lazy": arguments for name, arguments in FUNCTIONS.items() if name != "_"}


class Found(NamedTuple):
    """One message where it stands in the sources."""

    line: int
    message: str | tuple[str, ...]
    comments: list[str]
    context: str | None


def found(root: Path | None = None) -> Catalog:
    """Every message of the project below `root`, in the order of files and lines."""
    root, catalogue = root or Path(settings.BASE_DIR), Catalog()
    for path in files(root):
        place = path.relative_to(root).as_posix()
        for line, message, comments, context in messages(path):
            catalogue.add(message, locations=[(place, line)], auto_comments=comments, context=context)
    return catalogue


def files(root: Path) -> list[Path]:
    """What may hold a message: Python but for migrations, and what lies in a folder of templates."""
    inside = sorted(path for room in ROOMS for path in (root / room).rglob("*") if path.is_file())
    return [path for path in inside if is_python(path) or is_template(path)]


def is_python(path: Path) -> bool:
    """Whether `path` is Python of ours."""
    return path.suffix == ".py" and "migrations" not in path.parts


def is_template(path: Path) -> bool:
    """Whether `path` is a template of a page or a letter."""
    return path.suffix in TEMPLATES and "templates" in path.parts


def messages(path: Path) -> Iterator[Found]:
    """The messages of one file."""
    source = path.read_text("utf-8")
    text = as_python(source, str(path)) if is_template(path) else source
    calls = extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators:"], strip_comment_tags=True)
    for line, message, comments, context in calls:
        yield Found(line, message, comments, context)


def as_python(template: str, origin: str) -> str:
    """The calls of gettext that a template comes to; all in one bracket, because its indents mean nothing in Python.

    SyntaxError where a translated block holds another tag.
    """
    return "(" + re.sub(r"[^\S\n]", " ", templatize(template, origin)) + "\n)"
