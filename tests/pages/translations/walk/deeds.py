"""What people do to a page, at random, one deed after another."""

import copy
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import translation
from wagtail.models import Revision, Workflow

from home.models import HomePage
from pages.languages import column
from pages.models import StandardPage
from pages.translations import desk, leaves
from pages.translations.drafting import Change
from pages.translations.rebuilding import rebuild_one
from pages.translations.structure import without
from pages.translations.units import Origin
from tests.pages.conftest import draft_of, fresh
from tests.pages.translations.trees import BODY, Gardener, ids
from tests.pages.translations.walk.comparing import compare
from tests.pages.translations.walk.expected import EMPTY, FIELDS, SPOKEN, Content, Expected, Plan, every_text

HOUR = timedelta(hours=1)


class DeskWalk:
    """Some pages, some editors, and the dice."""

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

    # Saving -----------------------------------------------------------------------------------------------------------
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

    # Editing ----------------------------------------------------------------------------------------------------------
    def write(self, expected: Expected) -> None:
        """Text in any language."""
        draft = draft_of(expected.page)
        for _text in range(self.dice.randint(1, 3)):
            self.write_in(draft, self.dice.choice(SPOKEN), expected.source)
        self.save(expected, draft)

    def restructure(self, expected: Expected) -> None:
        """The source's blocks: insert, delete, reorder, move, duplicate, reword."""
        draft = draft_of(expected.page)
        self.put_source(draft, expected)
        self.save(expected, draft)

    def put_source(self, draft: Any, expected: Expected) -> None:
        """Put other blocks into the source's body."""
        blocks = self.gardener.edited(expected.draft.bodies[expected.source])
        while len(blocks) > 8:
            blocks.pop(self.dice.randrange(len(blocks)))
        leaves.put_blocks(draft, column("body", expected.source), blocks)

    def remove_in_a_language(self, expected: Expected) -> None:
        """An editor deletes a block in a language's box: one of the source's is hidden, one of its own is gone."""
        code = self.dice.choice(expected.targets)
        if standing := ids(expected.draft.bodies[code]):
            draft = draft_of(expected.page)
            fewer = without(BODY, expected.draft.bodies[code], {self.dice.choice(standing)})
            leaves.put_blocks(draft, column("body", code), fewer)
            self.save(expected, draft)

    def add_in_a_language(self, expected: Expected) -> None:
        """A language gets a block of its own."""
        code = self.dice.choice(expected.targets)
        blocks = copy.deepcopy(expected.draft.bodies[code])
        if len(expected.tongues[code].own) < 4:
            blocks.insert(self.dice.randint(0, len(blocks)), self.gardener.item())
            draft = draft_of(expected.page)
            leaves.put_blocks(draft, column("body", code), blocks)
            self.save(expected, draft)

    def reorder_in_a_language(self, expected: Expected) -> None:
        """A language's blocks in another order: those of the source go back to their places."""
        code = self.dice.choice(expected.targets)
        draft = draft_of(expected.page)
        blocks = self.gardener.shuffle(copy.deepcopy(expected.draft.bodies[code]))
        leaves.put_blocks(draft, column("body", code), blocks)
        self.save(expected, draft)

    def save_untouched(self, expected: Expected) -> None:
        """A save without a change."""
        self.save(expected, draft_of(expected.page))

    def cosmetic(self, expected: Expected) -> None:
        """The source is spelt better; its translations stay good."""
        draft = draft_of(expected.page)
        found = [
            leaf for leaf in leaves.walk(draft, expected.source) if leaf.text.strip() and leaf.base in {*FIELDS, "body"}
        ]
        leaf, better = self.dice.choice(found), self.word(expected.source)
        leaves.put(draft, expected.source, {leaf.path: better})
        draft.change = Change(kind="cosmetic")
        expected.meant_the_same(leaf.key, leaf.text, better)
        self.save(expected, draft)

    def autosave(self, expected: Expected) -> None:
        """A save that overwrites the latest revision."""
        latest, row = expected.page.latest_revision, expected.page
        planned = {plan.content is not None for plan in expected.plans.values()}
        if latest.pk == row.live_revision_id or latest.user is None or True in planned:
            return
        draft = draft_of(row)
        self.write_in(draft, self.dice.choice(SPOKEN), expected.source)
        posted = Content.of(draft)
        draft.save_revision(user=latest.user, clean=False, overwrite_revision=latest)
        expected.saved(posted)

    def revert(self, expected: Expected) -> None:
        """An old revision becomes the draft."""
        pk = self.dice.choice(list(expected.revisions))
        draft = Revision.objects.get(pk=pk).as_object()
        draft.release = []
        assert Content.of(draft) == expected.revisions[pk]
        self.save(expected, draft)

    def at_once(self, expected: Expected) -> None:
        """Two read the same draft; one restructures or writes, the other writes; both save."""
        first, second = draft_of(expected.page), draft_of(expected.page)
        if self.dice.random() < 0.5:
            self.put_source(first, expected)
        else:
            self.write_in(first, self.dice.choice(SPOKEN), expected.source)
        before = Content.of(second)
        code = self.dice.choice(expected.targets)
        path = self.write_in(second, code, expected.source)
        text = leaves.of(second, code)[path]
        self.save(expected, first)
        compare(expected)
        second.save_revision(user=self.dice.choice(self.editors), clean=False)
        self.merged(expected, code, text, before)

    def merged(self, expected: Expected, code: str, written: Any, before: Content) -> None:
        """The second of two at once wrote one text: it stands, or lies in the attic where its block went meanwhile."""
        after, tongue = copy.deepcopy(expected.draft), expected.tongues[code]
        if written.path in FIELDS:
            after.fields[(written.path, code)] = written.text
        elif written.key in leaf_keys(after.bodies[code]):
            after.bodies[code] = put_key(after.bodies[code], written.key, written.text)
        elif written.text:
            tongue.attic[written.key] = written.text
        elif tongue.attic.get(written.key):
            del tongue.attic[written.key]
        expected.saved(after)

    # The desk ---------------------------------------------------------------------------------------------------------
    def translate(self, expected: Expected) -> None:
        """A translator or an import writes some texts, with states."""
        code = self.dice.choice(expected.targets)
        source = leaves.of(draft_of(expected.page), expected.source)
        some = [path for path in source if source[path].base in {*FIELDS, "body"}]
        chosen = self.dice.sample(some, min(len(some), self.dice.randint(1, 5)))
        written = {path: self.word(code) for path in chosen}
        states = {path: self.dice.choice(["draft", "done", "machine"]) for path in chosen if self.dice.random() < 0.5}
        user = self.dice.choice(self.editors)
        origin = Origin(tool=self.dice.choice(["xliff", "desk"]), user=user, states=states)
        outcome = desk.translate(expected.page, code, {**written, "body.nowhere.text": "x"}, origin)
        self.note_translated(expected, code, {path: (source[path].key, text) for path, text in written.items()}, states)
        hidden = expected.tongues[code].hidden
        lost = {path for path in written if hidden & set(path.split("."))}
        assert outcome.unknown == {"body.nowhere.text", *lost}

    def note_translated(
        self, expected: Expected, code: str, written: dict[str, tuple[str, str]], states: dict[str, str]
    ) -> None:
        after = copy.deepcopy(expected.draft)
        tongue = expected.tongues[code]
        if not after.bodies[code]:
            blocks = without(BODY, after.bodies[expected.source], tongue.hidden)
            after.bodies[code] = put_keys(blocks, {key: tongue.attic.get(key, "") for key in leaf_keys(blocks)})
        for path, (key, text) in written.items():
            if path in FIELDS:
                after.fields[(path, code)] = text
            elif key in leaf_keys(after.bodies[code]):
                after.bodies[code] = put_key(after.bodies[code], key, text)
        given = {(code, key): states[path] for path, (key, _text) in written.items() if path in states}
        expected.saved(after, given)

    def mark(self, expected: Expected) -> None:
        """A translator marks a text as done, or as a draft, without changing it."""
        code = self.dice.choice(expected.targets)
        standing = [leaf for leaf in leaves.walk(draft_of(expected.page), code) if leaf.text and leaf.base != "address"]
        if standing:
            leaf, state = self.dice.choice(standing), self.dice.choice(["done", "draft"])
            origin = Origin(tool="desk", user=self.dice.choice(self.editors), states={leaf.path: state})
            assert desk.translate(expected.page, code, {}, origin).unknown == set()
            expected.saved(expected.draft, {(code, leaf.key): state})

    def hide(self, expected: Expected) -> None:
        """A language leaves out a block."""
        code = self.dice.choice(expected.targets)
        if blocks := ids(expected.draft.bodies[expected.source]):
            id_ = self.dice.choice(blocks)
            after = copy.deepcopy(expected.draft)
            desk.hide(expected.page, code, id_, self.dice.choice(self.editors))
            after.bodies[code] = without(BODY, after.bodies[code], {id_})
            expected.tongues[code].hidden.add(id_)
            expected.saved(after)

    def show(self, expected: Expected) -> None:
        """A language takes a block back."""
        code = self.dice.choice(expected.targets)
        if hidden := sorted(expected.tongues[code].hidden):
            id_ = self.dice.choice(hidden)
            desk.show(expected.page, code, id_, self.dice.choice(self.editors))
            expected.tongues[code].hidden.discard(id_)
            expected.tongues[code].known.discard(id_)
            expected.saved(expected.draft)

    # Publishing -------------------------------------------------------------------------------------------------------
    def some_languages(self, expected: Expected) -> set[str]:
        """Languages, each with a heading."""
        ready = [code for code in SPOKEN if expected.draft.fields[("heading", code)]]
        return set(self.dice.sample(ready, self.dice.randint(1, min(3, len(ready)))))

    def publish(self, expected: Expected) -> None:
        """Some languages at the desk."""
        codes = self.some_languages(expected)
        desk.publish(expected.page, codes, self.dice.choice(self.editors))
        expected.saved(expected.draft)
        expected.released(codes)
        expected.submitted -= codes

    def publish_button(self, expected: Expected) -> None:
        """Wagtail's button without a choice: the source language."""
        draft = draft_of(expected.page)
        draft.release = []
        self.save(expected, draft).publish(user=self.dice.choice(self.editors))
        expected.released({expected.source})

    def withdraw(self, expected: Expected) -> None:
        """A language goes."""
        if expected.live_codes:
            code = self.dice.choice(sorted(expected.live_codes))
            desk.withdraw(expected.page, [code], self.dice.choice(self.editors))
            expected.public[code] = EMPTY

    def unpublish(self, expected: Expected) -> None:
        """The page goes."""
        if expected.live and self.dice.random() < 0.3:
            expected.page.unpublish(user=self.dice.choice(self.editors))
            expected.live = False

    def plan(self, expected: Expected) -> None:
        """A language goes live, and goes again, when it is time."""
        code = self.dice.choice(SPOKEN)
        if not expected.draft.fields[("heading", code)]:
            return
        go_live_at = self.now + self.dice.randint(1, 4) * HOUR
        withdraw_at = go_live_at + HOUR * self.dice.randint(1, 4) if self.dice.random() < 0.3 else None
        desk.schedule(expected.page, code, self.dice.choice(self.editors), go_live_at, withdraw_at)
        expected.saved(expected.draft)
        compare(expected)
        expected.plans[code] = Plan(go_live_at, expected.draft.of_language(code), withdraw_at)

    def unplan(self, expected: Expected) -> None:
        """A plan is dropped."""
        if expected.plans:
            code = self.dice.choice(sorted(expected.plans))
            desk.unschedule(expected.page, code, self.dice.choice(self.editors))
            del expected.plans[code]

    def let_time_pass(self, _expected: Expected) -> None:
        """The worker does what is due, on every page."""
        self.now += HOUR
        desk.publish_due(self.now)
        for expected in self.pages:
            self.let_due(expected)

    def let_due(self, expected: Expected) -> None:
        """What the worker did to one page."""
        were_live = expected.live_codes
        for code, plan in list(expected.plans.items()):
            if plan.go_live_at and plan.go_live_at <= self.now:
                expected.released({code}, plan.content)
                plan.go_live_at = plan.content = None
        for code, plan in list(expected.plans.items()):
            if plan.withdraw_at and plan.withdraw_at <= self.now:
                if expected.live:
                    expected.public[code] = EMPTY
                plan.withdraw_at = None
            if not plan.go_live_at and not plan.withdraw_at:
                del expected.plans[code]
        expected.settle(were_live)

    def submit(self, expected: Expected) -> None:
        """A language is sent to review, or back."""
        code, user = self.dice.choice(SPOKEN), self.dice.choice(self.editors)
        if code in expected.submitted and self.dice.random() < 0.7:
            desk.send_back(expected.page, code, user, "Look again")
            expected.submitted.discard(code)
        else:
            desk.submit(expected.page, code, user)
            expected.submitted.add(code)

    def review(self, expected: Expected) -> None:
        """Wagtail's workflow approves some languages."""
        codes = self.some_languages(expected)
        draft = draft_of(expected.page)
        draft.release = [*codes, *self.dice.sample(SPOKEN, 1)]  # a tick for what lacks a heading lets nothing out
        self.save(expected, draft)
        state = self.workflow.start(expected.page, self.editors[0])
        state.current_task_state.approve(user=self.editors[0])
        expected.released({code for code in draft.release if expected.draft.fields[("heading", code)]})

    def rebuild(self, expected: Expected) -> None:
        """The desk's tables are made anew: they say what they said."""
        rebuild_one(StandardPage, expected.pk)

    # Walking ----------------------------------------------------------------------------------------------------------
    def step(self) -> None:
        """One deed on one page, on a screen in any language; then everything of that page is compared."""
        expected = self.dice.choice(self.pages)
        deed = self.dice.choice(self.deeds())
        self.steps[deed.__name__] = self.steps.get(deed.__name__, 0) + 1
        were_live = expected.live_codes
        try:
            with translation.override(self.dice.choice([*SPOKEN, "de"])):
                deed(expected)
            expected.settle(were_live)
            compare(expected)
        except AssertionError as error:
            place = f"step {sum(self.steps.values())}, {deed.__name__} of page {expected.pk} ({expected.source})"
            raise AssertionError(f"{place}: {error}") from error

    def deeds(self) -> list[Callable[[Expected], None]]:
        """Everything that people do, what is done often more than once."""
        often = [self.write, self.restructure, self.translate, self.publish, self.at_once]
        return [
            *often, *often, self.remove_in_a_language, self.add_in_a_language, self.reorder_in_a_language,
            self.save_untouched, self.cosmetic, self.autosave, self.revert, self.mark, self.hide, self.show,
            self.publish_button, self.withdraw, self.unpublish, self.plan, self.unplan, self.let_time_pass,
            self.submit, self.review, self.rebuild,
        ]  # fmt: skip


def leaf_keys(raw: Any) -> set[str]:
    """The keys of all leaves."""
    return set(every_text(raw))


def put_keys(raw: Any, wanted: dict[str, str]) -> Any:
    """`raw` with the texts {key: text}."""
    spot = leaves.Spot("body", "", ())
    return leaves.rewrite(BODY, raw, spot, lambda at, _block, text: wanted.get(at.key, text))


def put_key(raw: Any, key: str, text: str) -> Any:
    """`raw` with one text."""
    return put_keys(raw, {key: text})
