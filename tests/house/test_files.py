"""The house in its files: each says its job, none grows without limit, none knows the machine it was written on."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import rooms

LARGEST = 250  # lines with something on them; split a larger file by subject


@pytest.mark.parametrize("path", rooms.python(), ids=rooms.name)
def test_every_file_opens_with_its_job(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not source.strip() or ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize("path", rooms.code(), ids=rooms.name)
def test_no_file_grows_without_limit(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(lines) <= LARGEST


@pytest.mark.parametrize("path", sorted(rooms.ROOT.glob("petition/models/*.py")), ids=rooms.name)
def test_models_know_no_http(path: Path) -> None:
    assert not re.search(r"^(from|import) django\.(http|shortcuts)", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_migrations_hold_no_blocks() -> None:
    for path in rooms.ROOT.glob("*/migrations/*.py"):
        assert not re.search(r"block_lookup|wagtail\.blocks|\w+\.blocks\.", path.read_text(encoding="utf-8")), path


def test_migrations_are_named_by_hand() -> None:
    for path in rooms.ROOT.glob("*/migrations/*.py"):
        assert "_auto_" not in path.name
        assert not re.search(r"_and_more|_alter_\w+_alter_", path.name)


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert not [rooms.name(path) for path in rooms.everything() if marks.search(path.read_text(encoding="utf-8"))]


def test_no_file_holds_a_secret_or_the_path_of_a_machine() -> None:
    forbidden = re.compile(
        r"BEGIN [A-Z ]*PRIVATE KEY|(?<![\w.])/(root|work|Users|home/\w+)/|\bgh[pous]_\w{20}|\bAKIA[A-Z0-9]{16}"
    )
    found = {rooms.name(path): forbidden.search(path.read_text(encoding="utf-8")) for path in rooms.everything()}
    assert not {name: match.group() for name, match in found.items() if match and name != "tests/house/test_files.py"}


def test_each_package_has_its_reason() -> None:
    for path in (rooms.ROOT / "requirements.in", rooms.ROOT / "requirements-dev.in"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line or line.startswith(("#", "-c")) or re.search(r"# \w", line), line


def test_the_locks_name_no_address() -> None:
    for path in (rooms.ROOT / "requirements.txt", rooms.ROOT / "requirements-dev.txt"):
        assert not re.search(r"https?://|index-url|find-links", path.read_text(encoding="utf-8"))
