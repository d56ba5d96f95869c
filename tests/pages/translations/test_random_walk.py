"""Random edits, publishes, schedules, reviews, moves and copies under random screens: no language touches another.

Beside each page walks an expectation: what its draft and its live row must hold in each language. After every step both
are compared, byte for byte, and every address that was ever public is asked for again.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation
from wagtail.models import Revision, Site, Workflow

from home.models import HomePage
from pages import routing
from pages.languages import CODES, column
from pages.models import Edition, StandardPage
from tests.pages.conftest import draft_of, fresh
from tests.pages.translations.walk.length import SEEDS, steps

STEPS = steps(300)
SPOKEN = ["en", "az", "tr", "ar"]
BASES = ["heading", "introduction", "meta_title", "body"]
ADDRESSES_AT_ONCE = 25
Texts = dict[tuple[str, str], str]


def read(page: Any, base: str, code: str) -> str:
    value = getattr(page, column(base, code))
    if base == "body":
        return next((block["value"] for block in value.raw_data), "")
    return value


def write(page: Any, base: str, code: str, text: str) -> None:
    setattr(page, column(base, code), [{"type": "text", "value": text, "id": "b"}] if base == "body" else text)


def nothing() -> Texts:
    return {(base, code): "" for base in BASES for code in SPOKEN}


@dataclass
class Expected:
    """What one page must hold."""

    pk: int
    source: str
    draft: Texts = field(default_factory=nothing)
    public: Texts = field(default_factory=nothing)
    row: Texts | None = None  # what an unpublished row still holds
    live: bool = False
    revisions: list[tuple[int, Texts]] = field(default_factory=list)

    @property
    def page(self) -> Any:
        return StandardPage.objects.get(pk=self.pk)

    def heading(self, texts: Texts) -> str:
        return next((texts[("heading", code)] for code in [self.source, *SPOKEN] if texts[("heading", code)]), "")


class Walk:
    """The site, the expectations, and the dice."""

    def __init__(self, home: HomePage, editor: Any, workflow: Workflow, seed: int) -> None:
        self.home, self.editor, self.workflow = home, editor, workflow
        self.spot_checks = random.Random(seed)  # apart: how much is checked must not change the walk
        self.dice = random.Random(seed)
        self.pages: list[Expected] = []
        self.once_public: dict[tuple[str, str], set[int]] = {}
        self.number = 0
        for code in [*SPOKEN, *SPOKEN]:
            self.add(code)

    def add(self, source: str) -> None:
        page = StandardPage(source_language=source, slug=f"p{len(self.pages)}", owner=self.editor, live=False)
        expected = Expected(0, source)
        expected.draft[("heading", source)] = f"{source}-0"
        write(page, "heading", source, f"{source}-0")
        write(page, "body", source, "")
        fresh(self.home).add_child(instance=page)
        expected.pk = page.pk
        self.pages.append(expected)
        self.remember(expected, page.save_revision(user=self.editor, clean=False))

    def remember(self, expected: Expected, revision: Revision) -> Revision:
        expected.revisions.append((revision.pk, dict(expected.draft)))
        return revision

    def save(self, expected: Expected, draft: Any) -> Revision:
        """What the edit view does: the row too, as long as the page is not live."""
        expected.row = None
        if not expected.page.live:
            draft.save()
        return self.remember(expected, draft.save_revision(user=self.editor, clean=False))

    # One step each ----------------------------------------------------------------------------------------------------
    def edit(self, expected: Expected) -> None:
        base, code = self.dice.choice(BASES), self.dice.choice(SPOKEN)
        text = f"{code}-{self.number}"
        expected.draft[(base, code)] = text
        draft = draft_of(expected.page)
        write(draft, base, code, text)
        self.save(expected, draft)

    def clear(self, expected: Expected) -> None:
        base, code = self.dice.choice(BASES), self.dice.choice(SPOKEN)
        if (base, code) == ("heading", expected.source):
            return
        expected.draft[(base, code)] = ""
        draft = draft_of(expected.page)
        write(draft, base, code, "")
        self.save(expected, draft)

    def readdress(self, expected: Expected) -> None:
        draft = draft_of(expected.page)
        setattr(draft, column("address", self.dice.choice(SPOKEN)), f"a{self.dice.randint(0, 30)}")
        if self.dice.random() < 0.3:
            draft.slug = f"s{expected.pk}-{self.dice.randint(0, 3)}"
        self.save(expected, draft)

    def save_untouched(self, expected: Expected) -> None:
        self.save(expected, draft_of(expected.page))

    def released(self, expected: Expected, codes: set[str]) -> None:
        codes = {code for code in codes if expected.draft[("heading", code)]}  # no other is let through
        before = expected.public if expected.live else nothing()
        expected.public = {key: expected.draft[key] if key[1] in codes else before[key] for key in expected.draft}
        expected.live, expected.row = True, None

    def publish_button(self, expected: Expected) -> None:
        if not expected.draft[("heading", expected.source)]:
            return
        draft = draft_of(expected.page)
        draft.release = []
        self.save(expected, draft).publish(user=self.editor)
        self.released(expected, {expected.source})

    def some_languages(self, expected: Expected) -> list[str]:
        codes = sorted(self.dice.sample(SPOKEN, self.dice.randint(1, 4)))
        return codes if any(expected.draft[("heading", code)] for code in codes) else []

    def publish_languages(self, expected: Expected) -> None:
        if codes := self.some_languages(expected):
            expected.page.publish_languages(codes, user=self.editor)
            expected.revisions.append((expected.page.latest_revision_id, dict(expected.draft)))
            self.released(expected, set(codes))

    def schedule(self, expected: Expected) -> None:
        if not (codes := self.some_languages(expected)):
            return
        draft = draft_of(expected.page)
        draft.release, draft.go_live_at = codes, timezone.now() + timedelta(days=1)
        revision = self.save(expected, draft)
        due = dict(expected.draft)
        revision.publish(user=self.editor)
        if not expected.live:
            expected.row = dict(expected.draft)
        draft = draft_of(expected.page)
        draft.go_live_at, draft.release = None, []
        self.remember(expected, draft.save_revision(user=self.editor, clean=False))
        past = timezone.now() - timedelta(minutes=1)
        revision.refresh_from_db()
        revision.content["go_live_at"], revision.approved_go_live_at = past.isoformat(), past
        revision.save()
        call_command("publish_scheduled")
        later, expected.draft = expected.draft, due
        self.released(expected, set(codes))
        expected.draft = later

    def review(self, expected: Expected) -> None:
        if not (codes := self.some_languages(expected)):
            return
        draft = draft_of(expected.page)
        draft.release = codes
        self.save(expected, draft)
        state = self.workflow.start(expected.page, self.editor)
        state.current_task_state.approve(user=self.editor)
        self.released(expected, set(codes))

    def revert(self, expected: Expected) -> None:
        pk, texts = self.dice.choice(expected.revisions)
        draft = Revision.objects.get(pk=pk).as_object()
        draft.go_live_at, draft.release = None, []
        expected.draft = dict(texts)
        self.save(expected, draft)

    def age(self, expected: Expected) -> None:
        """Let a revision be older than one of the languages."""
        pk, _texts = self.dice.choice(expected.revisions)
        code = self.dice.choice([code for code in SPOKEN if code != expected.source])
        if pk in {expected.page.latest_revision_id, expected.page.live_revision_id}:
            return
        revision = Revision.objects.get(pk=pk)
        for base in BASES:
            revision.content.pop(column(base, code), None)
        revision.save()
        expected.revisions = [
            (known, {key: "" if known == pk and key[1] == code else text for key, text in texts.items()})
            for known, texts in expected.revisions
        ]

    def withdraw(self, expected: Expected) -> None:
        if not expected.live:
            return
        code = self.dice.choice([code for code in SPOKEN if code != expected.source])
        expected.page.withdraw([code], user=self.editor)
        expected.public = {key: "" if key[1] == code else text for key, text in expected.public.items()}
        expected.revisions.append((expected.page.latest_revision_id, dict(expected.draft)))

    def unpublish(self, expected: Expected) -> None:
        if expected.live and self.dice.random() < 0.4:
            expected.page.unpublish(user=self.editor)
            expected.live, expected.row, expected.public = False, dict(expected.public), nothing()

    def move(self, expected: Expected) -> None:
        page = expected.page
        targets = [other.page for other in self.pages if not other.page.path.startswith(page.path)]
        target = self.dice.choice([fresh(self.home), *targets])
        if not target.get_children().filter(slug=page.slug).exists():
            page.move(target, pos="last-child", user=self.editor)

    def copy(self, expected: Expected) -> None:
        if len(self.pages) >= 12:
            return
        page = expected.page.copy(
            to=fresh(self.home), update_attrs={"slug": f"p{len(self.pages)}"}, keep_live=True, user=self.editor
        )
        twin = Expected(
            page.pk, expected.source, dict(expected.draft), dict(expected.public), expected.row, expected.live
        )
        twin.revisions.append((StandardPage.objects.get(pk=page.pk).latest_revision_id, dict(twin.draft)))
        self.pages.append(twin)

    # The comparison ---------------------------------------------------------------------------------------------------
    def check(self, expected: Expected) -> None:
        row, draft = expected.page, draft_of(expected.page)
        assert {key: read(draft, *key) for key in expected.draft} == expected.draft
        assert row.live == expected.live
        if expected.live:
            assert {key: read(row, *key) for key in expected.public} == expected.public
            pending = any(expected.draft[key] != expected.public[key] for key in expected.draft)
            assert row.has_unpublished_changes or not pending
        self.check_names(expected, row)
        public = {
            code: expected.public[("heading", code)]
            for code in SPOKEN
            if expected.live and expected.public[("heading", code)]
        }
        editions = Edition.objects.filter(page_id=expected.pk)
        assert {edition.language: edition.heading for edition in editions} == public

    def check_names(self, expected: Expected, row: Any) -> None:
        shown = expected.public if expected.live else (expected.row or expected.draft)
        with connection.cursor() as cursor:
            cursor.execute("select heading from pages_standardpage where page_ptr_id = %s", [expected.pk])
            base = cursor.fetchone()[0]
        if expected.heading(shown):
            assert row.title == expected.heading(shown)
        if expected.heading(expected.draft):
            assert row.draft_title == expected.heading(expected.draft)
        assert base in {"", expected.heading(shown), shown[("heading", expected.source)]}

    def check_addresses(self, most: int | None = None) -> None:
        """Once public, an address leads to a page as long as one of its pages lives: `most` at random, or all."""
        site = Site.objects.get(is_default_site=True)
        for code, path, page_id in Edition.objects.values_list("language", "path", "page_id"):
            self.once_public.setdefault((code, path), set()).add(page_id)
        living = set(Edition.objects.values_list("page_id", flat=True))
        known = list(self.once_public.items())
        for (code, path), page_ids in known if most is None else self.spot_checks.sample(known, min(most, len(known))):
            if page_ids & living:
                assert routing.public(routing.find(site, path, code), list(CODES)), (code, path)

    def step(self) -> None:
        self.number += 1
        expected = self.dice.choice(self.pages)
        often: list[Callable[[Expected], None]] = [self.edit, self.edit, self.edit, self.publish_languages]
        deeds = [
            *often, self.clear, self.readdress, self.save_untouched, self.publish_button, self.schedule, self.review,
            self.revert, self.age, self.withdraw, self.unpublish, self.move, self.copy,
        ]  # fmt: skip
        deed = self.dice.choice(deeds)
        with translation.override(self.dice.choice([*SPOKEN, "de"])):
            deed(expected)
        try:
            self.check(expected)
            if self.number % 5 == 0 or deed in (self.move, self.withdraw):
                self.check_addresses(ADDRESSES_AT_ONCE)
        except AssertionError as error:
            raise AssertionError(f"step {self.number}, {deed.__name__} of page {expected.pk}: {error}") from error


@pytest.mark.parametrize("seed", SEEDS)
def test_no_text_of_one_language_lands_in_another_in_a_long_random_walk(
    home: HomePage, editor: Any, workflow: Workflow, seed: int
) -> None:
    walk = Walk(home, editor, workflow, seed)
    for _step in range(STEPS):
        walk.step()
    walk.check_addresses()
    assert walk.number == STEPS
