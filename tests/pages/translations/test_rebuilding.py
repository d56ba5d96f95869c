"""The desk's tables can be made anew at any time, and a second time changes nothing."""

from typing import Any

import pytest
from django.core.management import call_command

from home.models import HomePage
from pages.models.translation import SourceUnit, TranslationSheet, TranslationUnit
from pages.translations import rebuilding
from tests.pages.conftest import add_page, draft_of

pytestmark = pytest.mark.django_db
TABLES = (SourceUnit, TranslationUnit, TranslationSheet)


@pytest.fixture
def rivers(home: HomePage) -> Any:
    """Live in English, drafted in Azerbaijani, and the source has changed since."""
    page = add_page(home, ("en",), heading={"en": "Rivers", "az": "Çaylar"}, slug="rivers")
    draft = draft_of(page)
    draft.heading_en = "Great rivers"
    draft.save_revision(clean=False)
    return page


def rows(page: Any) -> list[list[dict[str, Any]]]:
    """All that the desk knows of `page`, but for numbers and moments."""
    unstable = {"id", "updated_at", "changed_at", "at", "withdrawn_at"}
    return [
        [
            {name: value for name, value in row.items() if name not in unstable}
            for row in table.objects.of(page).order_by("pk").values()
        ]
        for table in TABLES
    ]


def test_rebuilding_changes_nothing_that_is_right(rivers: Any) -> None:
    before = rows(rivers)
    for _time in range(2):
        call_command("rebuild_translations", verbosity=0)
        assert rows(rivers) == before


def test_what_was_lost_comes_back(rivers: Any) -> None:
    sheets = rows(rivers)[2]
    TranslationSheet.objects.all().delete()
    assert not rebuilding.is_complete()
    lines: list[str] = []
    assert rebuilding.rebuild(lines.append, only_missing=True) > 0
    assert "pages.StandardPage: 1 of 1" in lines
    derived = ("language", "state", "is_newer", "stale", "done", "total")
    assert [[row[name] for name in derived] for row in rows(rivers)[2]] == [
        [row[name] for name in derived] for row in sheets
    ]
    assert rebuilding.is_complete()
    assert rebuilding.rebuild(lines.append, only_missing=True) == 0


def test_neither_a_page_nor_its_draft_is_touched(rivers: Any) -> None:
    before = draft_of(rivers).serializable_data()  # the number of its revision is in it
    call_command("rebuild_translations", verbosity=0)
    assert draft_of(rivers).serializable_data() == before
