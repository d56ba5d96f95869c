"""What editors do in the form of a page."""

import copy
from typing import Any

from wagtail.models import Revision

from pages.languages import column
from pages.translations import leaves
from pages.translations.drafting import Change
from pages.translations.structure import without
from tests.pages.conftest import draft_of
from tests.pages.translations.trees import BODY, ids
from tests.pages.translations.walk.comparing import compare
from tests.pages.translations.walk.expected import FIELDS, SPOKEN, Content, Expected, leaf_keys, put_keys
from tests.pages.translations.walk.walker import Walker


class Editing(Walker):
    """Write, restructure, hide, revert, autosave, two at once."""

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
        if before.said(code).get(written.key, "") == written.text:
            pass  # cleared what was empty: whatever the first wrote stands
        elif written.path in FIELDS:
            after.fields[(written.path, code)] = written.text
        elif written.key in leaf_keys(after.bodies[code]):
            after.bodies[code] = put_keys(after.bodies[code], {written.key: written.text})
        elif written.text:
            tongue.attic[written.key] = written.text
        elif tongue.attic.get(written.key):
            del tongue.attic[written.key]
        expected.saved(after)
