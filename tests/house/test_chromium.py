"""The search for a browser: what is named is taken, what is missing is said."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests import chromium


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A machine without any browser, as Playwright sees it."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return SimpleNamespace(chromium=SimpleNamespace(executable_path=str(tmp_path / "playwright" / "chrome")))


def test_nothing_is_found_where_nothing_is(bare: Any) -> None:
    assert chromium.find(bare) is None


@pytest.mark.parametrize("name", ["chromium", "google-chrome", "playwright/chrome"])
def test_each_usual_place_is_searched(bare: Any, tmp_path: Path, name: str) -> None:
    program = tmp_path / name
    program.parent.mkdir(exist_ok=True)
    program.touch(mode=0o755)
    assert chromium.find(bare) == str(program)


def test_the_one_that_is_named_is_taken(bare: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("mine", "chromium"):
        (tmp_path / name).touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "mine"))
    assert chromium.find(bare) == str(tmp_path / "mine")


@pytest.mark.parametrize("name", ["CI", "REQUIRE_BROWSER"])
def test_it_may_be_missing_unless_someone_insists(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    assert not chromium.is_required()
    monkeypatch.setenv(name, "true")
    assert chromium.is_required()
