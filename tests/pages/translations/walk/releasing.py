"""What makes a language public, and takes it off."""

from datetime import timedelta

from pages.translations import desk
from tests.pages.conftest import draft_of
from tests.pages.translations.walk.comparing import compare
from tests.pages.translations.walk.expected import EMPTY, SPOKEN, Expected, Plan
from tests.pages.translations.walk.walker import Walker

HOUR = timedelta(hours=1)


class Releasing(Walker):
    """Publish, withdraw, plan, review; and time passes."""

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
