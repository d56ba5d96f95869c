"""What translators do at the desk."""

import copy

from pages.models import StandardPage
from pages.translations import desk, leaves
from pages.translations.rebuilding import rebuild_one
from pages.translations.structure import without
from pages.translations.units import Origin
from tests.pages.conftest import draft_of
from tests.pages.translations.trees import BODY, ids
from tests.pages.translations.walk.expected import FIELDS, Expected, leaf_keys, put_keys
from tests.pages.translations.walk.walker import Walker


class Translating(Walker):
    """Translate, mark, hide, show; and the tables are made anew."""

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
                after.bodies[code] = put_keys(after.bodies[code], {key: text})
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

    def rebuild(self, expected: Expected) -> None:
        """The desk's tables are made anew: they say what they said."""
        rebuild_one(StandardPage, expected.pk)
