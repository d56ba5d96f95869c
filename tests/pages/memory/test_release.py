"""A new release renders its own pages, and takes over none that an older one stored."""

import pytest

from pages.memory import changes
from pages.models import KeptPage
from tests.pages.memory.conftest import Process

NEWER = 1 << 250

pytestmark = pytest.mark.django_db


def test_what_another_release_rendered_is_not_taken_over(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = KeptPage.objects.count()
    monkeypatch.setattr(changes, "release", lambda: NEWER)
    other = Process()
    other.look()
    assert len(other.renderings) >= stored
    assert not KeptPage.objects.exclude(version=changes.stamp(other.watch.version)).exists()


def test_two_releases_side_by_side_render_once_each(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "release", lambda: NEWER)
    other = Process()
    other.look()
    other.renderings.clear()
    monkeypatch.undo()
    for each in (process, other, process):
        each.look()
    assert process.renderings == other.renderings == []
