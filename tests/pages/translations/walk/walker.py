"""Whoever walks: some pages, some editors, and the dice."""

from datetime import datetime
from random import Random
from typing import Any

from wagtail.models import Revision, Workflow

from home.models import HomePage
from pages.languages import column
from pages.models import StandardPage
from pages.translations import leaves
from tests.pages.conftest import draft_of, fresh
from tests.pages.translations.trees import Gardener
from tests.pages.translations.walk.comparing import compare
from tests.pages.translations.walk.expected import FIELDS, SPOKEN, Content, Expected


class Walker:
    """Saves drafts and keeps in mind what they must hold."""

    def __init__(self, home: HomePage, editors: list[Any], workflow: Workflow, seed: int, now: datetime) -> None:
        self.home, self.editors, self.workflow, self.now = home, editors, workflow, now
        self.dice = Random(seed)
        self.gardener = Gardener(self.dice)
        self.steps: dict[str, int] = {}
        self.pages = [self.add(code) for code in SPOKEN]

    def add(self, source: str) -> Expected:
        """A new page with a heading and some blocks."""
        page = StandardPage(source_language=source, slug=f"desk-{source}", live=False)
        setattr(page, column("heading", source), f"{source}-0")
        setattr(page, column("body", source), self.gardener.tree())
        fresh(self.home).add_child(instance=page)
        empty = Content({(base, code): "" for base in FIELDS for code in SPOKEN}, {code: [] for code in SPOKEN})
        expected = Expected(page.pk, source, empty)
        page.save_revision(clean=False)
        expected.saved(Content.of(draft_of(page)))
        compare(expected)
        return expected

    def save(self, expected: Expected, draft: Any, **options: Any) -> Revision:
        """What the edit view does: the row too, as long as the page is not live."""
        posted = Content.of(draft)
        if not expected.page.live:
            draft.save()
        revision = draft.save_revision(user=self.dice.choice(self.editors), clean=False, **options)
        expected.saved(posted)
        return revision

    def word(self, code: str) -> str:
        """A text that nobody wrote before, of a language."""
        self.gardener.number += 1
        return f"{code} {self.gardener.number}"

    def write_in(self, draft: Any, code: str, source: str) -> str:
        """Write or clear a text of a language at random; the path."""
        found = [leaf for leaf in leaves.walk(draft, code) if leaf.base in {*FIELDS, "body"}]
        leaf = self.dice.choice(found)
        is_cleared = self.dice.random() < 0.15 and (leaf.path, code) != ("heading", source)
        leaves.put(draft, code, {leaf.path: "" if is_cleared else self.word(code)})
        return leaf.path
