"""Five hundred damaged files: each ends in a report or a sentence, none in a traceback, and none changes anything."""

from collections import Counter
from random import Random
from typing import Any

import pytest
from django.db import models
from wagtail.models import Page, Revision

from home.models import HomePage
from pages.models.translation import SourceUnit, TranslationSheet, TranslationUnit
from pages.translations import leaves, sheets
from pages.translations.exchange import collecting, importing, judging
from pages.translations.exchange.formats import FORMATS, of_file
from pages.translations.exchange.judging import Report, Verdict
from pages.translations.exchange.parts import Unreadable
from tests.pages.translations.exchange.cast import CODE, whole_page
from tests.pages.translations.exchange.damage import DAMAGES

pytestmark = pytest.mark.django_db
EACH = 125  # files of each format: 500 in all
TABLES: list[type[models.Model]] = [Page, Revision, SourceUnit, TranslationUnit, TranslationSheet]


@pytest.fixture
def page(home: HomePage) -> Any:
    return whole_page(home)


def everything() -> list[Any]:
    return [list(table._default_manager.order_by("pk").values()) for table in TABLES]


def good(page: Any, name: str) -> bytes:
    (file,) = collecting.files(lambda: [page], [CODE], "en", False)
    return "".join(FORMATS[name].write(file)).encode()


def reported(content: bytes, name: str, user: Any) -> Report | str:
    """The report, or the sentence that stands for it."""
    try:
        found = of_file(f"file.{FORMATS[name].suffix}", content).read(content)
    except Unreadable as wrong:
        return str(wrong.sentence)
    return judging.report(found, user)


@pytest.mark.parametrize("name", FORMATS)
def test_a_damaged_file_ends_in_a_report_and_changes_nothing(page: Any, editor: Any, name: str) -> None:
    content, before = good(page, name), everything()
    outcomes: Counter[str] = Counter()
    for seed in range(EACH):
        dice = Random(f"{name} {seed}")
        damage = DAMAGES[seed % len(DAMAGES)]
        found = reported(damage(content, dice), name, editor)
        assert found if isinstance(found, str) else all(line.verdict for line in found.lines), damage
        outcomes.update([found] if isinstance(found, str) else {verdict.value for verdict, _number in found.totals})
    assert everything() == before
    assert len(outcomes) > 5  # the damages are of many kinds, and so are the answers


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("seed", range(3))
def test_importing_a_damaged_file_writes_what_was_accepted_and_no_more(
    page: Any, editor: Any, name: str, seed: int
) -> None:
    dice, content = Random(f"{name} {seed}"), good(page, name)
    for damage in dice.sample(DAMAGES, 3):
        damaged = damage(content, dice)
        report = reported(damaged, name, editor)
        if isinstance(report, str):
            continue
        accepted = {line.unit.path: line.text for line in report.lines if line.verdict == Verdict.ACCEPTED}
        before = {path: leaf.text for path, leaf in leaves.of(sheets.draft_of(page), CODE).items()}
        kind = of_file(f"file.{FORMATS[name].suffix}", damaged)
        importing.apply(kind.read(damaged), editor, kind.tool)
        after = {path: leaf.text for path, leaf in leaves.of(sheets.draft_of(page), CODE).items()}
        assert after == before | accepted
        assert "script" not in "".join(text for text in after.values() if text.startswith("<p"))
