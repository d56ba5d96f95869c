"""home.running.preparing: each step is done once, and again only when something changed."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db.migrations.recorder import MigrationRecorder

from home.models import HomePage
from home.running import preparing


class Calls(list[str]):
    """Notes the commands that were called, instead of calling them."""

    def __call__(self, command: str, **_options: object) -> None:
        self.append(command)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    calls = Calls()
    monkeypatch.setattr(preparing, "call_command", calls)
    return calls


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def static(settings: Any, tmp_path: Path) -> Path:
    """A folder with one static file, the only one that the site has."""
    settings.VAR = tmp_path / "var"
    settings.STATIC_ROOT = settings.VAR / "static"
    settings.STATIC_ROOT.mkdir(parents=True)
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "base.css").write_text("a {}")
    finders.get_finder.cache_clear()
    yield tmp_path / "source"
    finders.get_finder.cache_clear()


# Database -------------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_migrated_database_is_left_alone(calls: Calls, said: list[str]) -> None:
    preparing.migrate(said.append)
    assert not calls
    assert not said


@pytest.mark.django_db
def test_a_missing_migration_is_applied(calls: Calls, said: list[str]) -> None:
    MigrationRecorder.Migration.objects.filter(app="petition").order_by("-id")[0].delete()
    preparing.migrate(said.append)
    assert calls == ["migrate"]
    assert said == ["Preparing the database …"]


@pytest.mark.django_db
def test_the_demo_is_loaded_into_an_empty_database_only(
    calls: Calls, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    preparing.load_demo(said.append)
    assert calls == ["load_demo", "make_roles"]
    monkeypatch.setattr(HomePage.objects, "exists", lambda: True)
    preparing.load_demo(said.append)
    assert calls == ["load_demo", "make_roles"]


# Static files ---------------------------------------------------------------------------------------------------------
def test_static_files_are_collected_once(static: Path, calls: Calls, said: list[str]) -> None:
    preparing.collect_static(said.append)
    preparing.collect_static(said.append)
    assert calls == ["collectstatic"]


@pytest.mark.parametrize("change", ["content", "new", "gone", "storage", "folder", "stamp"])
def test_static_files_are_collected_again_after_a_change(
    static: Path, calls: Calls, said: list[str], settings: Any, change: str
) -> None:
    preparing.collect_static(said.append)
    if change == "content":
        (static / "base.css").write_text("b {}")
        os.utime(static / "base.css", (0, 0))
    elif change == "new":
        (static / "other.css").write_text("b {}")
    elif change == "gone":
        (static / "base.css").unlink()
    elif change == "storage":
        settings.STATIC_URL = "/other/"
    elif change == "folder":
        settings.STATIC_ROOT.rmdir()
    else:
        (settings.VAR / "static.stamp").unlink()
    preparing.collect_static(said.append)
    assert calls == ["collectstatic"] * 2


def test_an_interrupted_collection_is_not_taken_for_done(
    static: Path, said: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(preparing, "call_command", interrupted)
    with pytest.raises(KeyboardInterrupt):
        preparing.collect_static(said.append)
    assert not (settings.VAR / "static.stamp").exists()


# Order ----------------------------------------------------------------------------------------------------------------
def test_two_starts_with_one_folder_prepare_one_after_the_other(tmp_path: Path) -> None:
    inside: list[int] = []

    def start(number: int) -> int:
        with preparing.alone(tmp_path / "lock"):  # the kernel asks who opened the file, not in which process
            inside.append(number)
            time.sleep(0.05)
            together = len(inside)
            inside.remove(number)
        return together

    with ThreadPoolExecutor() as starts:
        assert list(starts.map(start, range(3))) == [1, 1, 1]
