"""The Makefile and .env.example tell all there is, and only that."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from config import databases, env
from tests.environment import documented_variables
from tests.house.rooms import ROOT

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
INTERNAL = {"installed", "installed-dev", "installed-next", "test-next-with"}


def test_help_lists_every_target() -> None:
    targets = set(re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    targets = {target for line in targets for target in line.split()}
    told = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert set(re.findall(r"^make (\S+)", told.stdout, re.MULTILINE)) == targets - INTERNAL


def test_every_target_is_known_to_be_no_file() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {
        target for line in re.findall(r"^([a-z][a-z -]*):(?!=)", makefile, re.MULTILINE) for target in line.split()
    }
    phony = {target for line in re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE) for target in line.split()}
    assert targets == phony


def test_each_line_of_the_example_works_without_its_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.environ", {})
    lines = [f"{name}={value}" for name, value in re.findall(r"^#([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE)]
    (tmp_path / ".env").write_text("\n".join(lines), encoding="utf-8")
    env.read_file(tmp_path / ".env")
    assert not [value for value in os.environ.values() if "#" in value or " " in value]
    databases.postgresql(os.environ["DATABASE_URL"])
    env.mail(os.environ["EMAIL_URL"])


def test_the_example_names_every_variable_that_the_settings_read_and_no_other() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "config").glob("*.py"))
    read = set(re.findall(r"""\b(?:text|number|flag|choice|words|time_zone|key|pair)\(\s*"([A-Z_]+)\"""", source))
    read |= {name.replace("_KEY", "_PUBLIC_KEY") for name in re.findall(r"""\bpair\("([A-Z_]+)\"""", source)}
    assert set(documented_variables()) == read
