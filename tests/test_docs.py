"""The documentation under test: what it links to, names and shows is there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DEPLOY = ROOT / "docs/deploy.md"
PAGES = sorted([README, *ROOT.glob("docs/**/*.md")])
PICTURES = sorted(path for path in (ROOT / "docs/pictures").iterdir() if path.is_file())
MOST_BYTES = 250_000
MADE_BY_THE_READER = {"letter.html", "uk.toml"}  # examples of what instructions tell to add

FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
ROOMS = {  # where the words of a section of the glossary would be names
    "The petition": ["petition/models/*.py"],
    "Pages and languages": ["pages/models/*.py", "pages/translations/publishing.py", "home/models.py"],
    "The translation desk": ["pages/models/translation.py", "pages/models/desk.py"],
    "The house": ["petition/models/*.py", "pages/models/*.py", "home/models.py"],
}

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@cache
def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """The page without its code, in which brackets are no links."""
    return SPAN.sub("", FENCE.sub("", text(page)))


def code(page: Path) -> list[str]:
    """Every line of code that the page shows, in a block of its own or in a sentence."""
    blocks = FENCE.findall(text(page))
    return [line for block in blocks for line in block.splitlines()] + SPAN.findall(FENCE.sub("", text(page)))


@cache
def anchors(page: Path) -> set[str]:
    """The headings of a page as a link names them: lower case, without punctuation, a hyphen for each space."""
    headings = HEADING.findall(FENCE.sub("", text(page)))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def local_links(page: Path) -> Iterator[tuple[Path, str]]:
    """(file, heading) of each link that stays inside the project."""
    for address in LINK.findall(prose(page)):
        parts = urlsplit(address)
        if not parts.scheme:
            yield (page.parent / unquote(parts.path)).resolve() if parts.path else page, unquote(parts.fragment)


# Links and pictures ---------------------------------------------------------------------------------------------------
@each_page
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for path, heading in local_links(page):
        assert path.exists(), path
        assert not heading or heading in anchors(path), f"{path}#{heading}"


def test_every_page_is_found_from_the_readme() -> None:
    found, ahead = set(), [README]
    while ahead:
        page = ahead.pop()
        if page.suffix == ".md" and page not in found:
            found.add(page)
            ahead += [path for path, _heading in local_links(page)]
    assert found >= set(PAGES)


@each_page
def test_every_picture_is_there_and_told_in_words(page: Path) -> None:
    for words, address in PICTURE.findall(text(page)):
        assert (page.parent / address).resolve() in PICTURES, address
        assert len(words) > 20, f"{address}: say what it shows"


def test_every_picture_is_shown_somewhere() -> None:
    shown = {(page.parent / address).resolve() for page in PAGES for _, address in PICTURE.findall(text(page))}
    assert set(PICTURES) == shown


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_pictures_are_small(picture: Path) -> None:
    assert picture.stat().st_size < MOST_BYTES


# Commands, folders, variables -----------------------------------------------------------------------------------------
def makefile() -> str:
    return text(ROOT / "Makefile")


@each_page
def test_every_make_target_is_in_the_makefile(page: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile(), re.MULTILINE))
    for line in code(page):
        assert set(re.findall(r"\bmake ([a-z][a-z-]*)", line.partition("#")[0])) <= targets, line


@each_page
def test_every_command_is_there(page: Path) -> None:
    for line in code(page):
        assert set(re.findall(r"\bmanage\.py ([a-z]\w*)", line)) <= set(get_commands()), line


@each_page
def test_every_file_that_is_named_is_there(page: Path) -> None:
    for name in code(page):
        if re.fullmatch(r"(config|home|petition|pages|tests|docs)/[\w./*-]*", name):
            assert list(ROOT.glob(name)) or Path(name).name in MADE_BY_THE_READER, name


def test_every_folder_at_the_top_is_on_the_map_and_there() -> None:
    named = set(re.findall(r"^\| `(\w+)/` \|", text(README), re.MULTILINE))
    there = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    assert named - {"var"} == there - {"var"}
    assert "/var/" in text(ROOT / ".gitignore")


def variables_read() -> set[str]:
    """The names that the settings ask the environment for."""
    found = set()
    for path in ROOT.glob("config/*.py"):
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                asked = ast.unparse(node.func).rpartition(".")[2]
                readers = {"text", "number", "flag", "choice", "words", "time_zone", "key", "pair"}
                if asked in readers and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
                if asked == "pair":
                    found.add(node.args[0].value.replace("_KEY", "_PUBLIC_KEY"))
    return found


def test_the_documented_variables_are_those_that_are_read() -> None:
    table = text(DEPLOY).partition("\n## Environment\n")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)` \| ", table, re.MULTILINE)) == variables_read()


def test_the_example_names_the_same_variables() -> None:
    example = text(ROOT / ".env.example")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == variables_read()


@each_page
def test_every_variable_that_is_set_is_read(page: Path) -> None:
    known = variables_read() | set(re.findall(r"\b([A-Z]+)(?:=| \?=)", makefile()))
    for line in code(page):
        assert set(re.findall(r"\b([A-Z][A-Z_]+)=", line)) <= known, line


# Words ----------------------------------------------------------------------------------------------------------------
def glossary() -> Iterator[tuple[str, str, list[str]]]:
    """(section, word, words that are not used for it)."""
    for section in text(ROOT / "docs/glossary.md").split("\n## ")[1:]:
        title = section.partition("\n")[0]
        for word, avoided in re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]+) \|$", section, re.MULTILINE):
            if word != "we say" and not word.startswith("-"):
                yield title, word, [] if avoided == "–" else re.sub(r" \(.*?\)", "", avoided).split(", ")


def names_in(path: Path) -> set[str]:
    """The words of which the names of a file's classes and of their fields are made."""
    names = set()
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.ClassDef):
            fields = [target for line in node.body if isinstance(line, ast.Assign) for target in line.targets]
            names |= {node.name, *(field.id for field in fields if isinstance(field, ast.Name))}
    return {part.lower() for name in names for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", name)}


@pytest.mark.parametrize("section", ROOMS)
def test_models_and_fields_use_the_words_of_the_glossary(section: str) -> None:
    rows = list(glossary())
    words = {word for _title, word, _avoided in rows}  # one that means something else here may be used for that
    avoided = {each for title, _word, listed in rows if title == section for each in listed} - words
    names = {name for pattern in ROOMS[section] for path in ROOT.glob(pattern) for name in names_in(path)}
    assert rows
    assert not avoided & names


def test_every_section_of_the_glossary_is_looked_for() -> None:
    assert {title for title, _word, _avoided in glossary()} == set(ROOMS)


@each_page
def test_nothing_is_left_to_do_and_no_machine_is_named(page: Path) -> None:
    left = r"\bTODO\b|\bFIXME\b|\bXXX\b"
    machines = r"(?<![\w.])/(tmp|work|home|root|Users)/|\b[A-Z]:\\"
    registries = r"pypi\.org|pythonhosted|npmjs|docker\.io|ghcr\.io|proxy\.golang"
    assert not re.search(f"{left}|{machines}|{registries}", text(page))
