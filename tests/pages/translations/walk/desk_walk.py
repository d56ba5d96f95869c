"""The walk: one deed after another."""

from collections.abc import Callable

from django.utils import translation

from tests.pages.translations.walk.comparing import compare
from tests.pages.translations.walk.editing import Editing
from tests.pages.translations.walk.expected import SPOKEN, Expected
from tests.pages.translations.walk.releasing import Releasing
from tests.pages.translations.walk.translating import Translating


class DeskWalk(Editing, Translating, Releasing):
    """Everything that people do."""

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
