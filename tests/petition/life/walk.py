"""The walk: one deed after another, and after each a look."""

from collections.abc import Callable

from petition.models import PetitionText
from tests.petition.conftest import NOW, add_petition
from tests.petition.life.comparing import Comparing
from tests.petition.life.editors import Editors
from tests.petition.life.signatories import Signatories
from tests.petition.life.workers import Workers

LONG_AGO = NOW.replace(year=NOW.year - 5)  # so that a petition can have closed a year before any step


def some_texts() -> list[PetitionText]:
    """Three petitions in four languages."""
    for slug in ("trees", "rivers", "wells"):
        add_petition(slug=slug, opens_at=LONG_AGO)
    return list(PetitionText.objects.select_related("petition").order_by("pk"))


class Walk(Signatories, Editors, Workers, Comparing):
    """Everything that happens to signatures."""

    def step(self) -> None:
        """Time passes, one deed is done, what it touched is compared."""
        self.time_passes()
        deed = self.dice.choices(*zip(*self.deeds(), strict=True))[0]
        self.deeds_done[deed.__name__] += 1
        try:
            deed()
            self.compare_touched()
        except Exception as error:
            place = f"seed {self.seed}, step {self.deeds_done.total()}, {deed.__name__} at {self.clock.isoformat()}"
            raise AssertionError(f"{place}: {error!r}") from error

    def walk(self, steps: int, every: int) -> None:
        """So many steps; everything is compared after `every` so many, and at the end when the worker is done."""
        for number in range(1, steps + 1):
            self.step()
            if number % every == 0:
                self.compare_everything()
        for last in (self.work_off, self.prepare, self.fold, self.send):
            last()
            self.compare_touched()
        self.compare_everything()
        public = {one.row.pk for one in self.world.rows.values() if one.row.public_name}
        assert public == {one.row.pk for one in self.world.rows.values() if one.is_shown}

    def deeds(self) -> list[tuple[Callable[[], None], int]]:
        """Everything that can happen, and how often."""
        if not self.links:
            return [(self.sign, 1)]
        return [
            (self.sign, 240), (self.sign_at_once, 40), (self.confirm, 260), (self.withdraw, 60), (self.choose, 60),
            (self.stop_news, 20), (self.erase_own, 15), (self.erase, 10),
            (self.hold, 6), (self.end_quarantine, 5), (self.release, 8), (self.gather, 3),
            (self.count_first, 4), (self.start, 6), (self.cancel, 1), (self.undo, 5), (self.work_off, 60),
            (self.fold, 40), (self.prepare, 40), (self.send, 40), (self.remind, 10), (self.expire, 5),
            (self.retain, 3), (self.close, 1),
        ]  # fmt: skip
