"""What editors do: hold, release, invalidate, undo, erase."""

import pytest

from petition import lifecycle
from petition.lifecycle import NotNow, invalidating, quarantining
from petition.models import Invalidation, Quarantine, Signature
from petition.models.moderation import Reason
from tests.petition.life.expected import Cut, Holding
from tests.petition.life.walker import Walker

MOST = 3  # quarantines, and invalidations, that are under way at once


class Editors(Walker):
    """Moderation, and what people ask by other ways than a link."""

    def erase(self) -> None:
        if self.world.rows:
            one, now = self.any_row(), self.now
            lifecycle.erase(one.row.pk, now)
            self.world.erase(one, now)

    # Quarantine -------------------------------------------------------------------------------------------------------
    def hold(self) -> None:
        if sum(each.ended_at is None for each in self.world.holdings.values()) >= MOST:
            return
        crowd, columns = self.any_crowd(started_at=self.clock)
        quarantine = Quarantine.objects.create(**columns)
        self.world.holdings[quarantine.pk] = Holding(quarantine.pk, crowd)

    def any_holding(self) -> Holding | None:
        """One of the latest quarantines."""
        latest = list(self.world.holdings.values())[-8:]
        return self.dice.choice(latest) if latest else None

    def end_quarantine(self) -> None:
        one, now = self.any_holding(), self.now
        if one is None:
            return
        if one.ended_at is not None:
            with pytest.raises(NotNow):
                quarantining.end(one.pk, now)
            return
        quarantining.end(one.pk, now)
        one.ended_at = now

    def release(self) -> None:
        one, now = self.any_holding(), self.now
        if one is None:
            return
        if one.is_releasing:
            with pytest.raises(NotNow):
                quarantining.release(one.pk, now)
            return
        quarantining.release(one.pk, now)
        one.ended_at, one.asked_at, one.released_at = one.ended_at or now, now, None

    def gather(self) -> None:
        """Put a part of what is held apart, whatever held it."""
        crowd, columns = self.any_crowd()
        now = self.now
        quarantine = Quarantine(**columns)
        quarantining.gather(quarantine, Signature.objects.filter(country__in=["AZ", "TR"]), now)
        self.world.holdings[quarantine.pk] = Holding(quarantine.pk, crowd, ended_at=now)
        for one in self.world.rows.values():
            row = one.row
            is_held = row.held_at and not row.invalidated_at and not row.withdrawn_at
            if row.petition_id == crowd.petition_id and row.country in {"AZ", "TR"} and is_held:
                row.quarantine_id = quarantine.pk
                self.world.touched.add(row.pk)

    # Invalidation -----------------------------------------------------------------------------------------------------
    def count_first(self) -> None:
        """A new invalidation and its dry run."""
        crowd, columns = self.any_crowd(created_at=self.clock, reason=self.dice.choice(Reason.values))
        holding = self.any_holding() if self.dice.random() < 0.2 else None
        if holding is not None and holding.crowd.petition_id == crowd.petition_id:
            columns["quarantine_id"] = holding.pk
        made = Invalidation.objects.create(**columns)
        cut = Cut(made.pk, crowd, made.reason, made.quarantine_id)
        self.world.cuts[made.pk] = cut
        self.count_again(cut)

    def count_again(self, cut: Cut) -> None:
        """The dry run says exactly whom it would take."""
        found = [one for one in self.world.rows.values() if cut.takes(one)]
        counted = invalidating.count_first(cut.pk, self.clock)
        cut.up_to = max((one.row.pk for one in found), default=0)
        assert (counted.found, counted.found_counted) == (len(found), sum(one.is_counted for one in found))
        assert counted.up_to == cut.up_to

    def any_cut(self) -> Cut | None:
        """One of the latest invalidations."""
        latest = list(self.world.cuts.values())[-6:]
        return self.dice.choice(latest) if latest else None

    def start(self) -> None:
        cut = self.any_cut()
        under_way = sum(each.state in {"doing", "undoing"} for each in self.world.cuts.values())
        if cut is None or under_way >= MOST:
            return
        if cut.state != "counted":
            with pytest.raises(NotNow):
                invalidating.start(cut.pk, None, self.clock)
            return
        self.count_again(cut)
        invalidating.start(cut.pk, None, self.clock)
        cut.state = "doing"

    def cancel(self) -> None:
        cut = self.any_cut()
        if cut is None:
            return
        if cut.state != "doing":
            with pytest.raises(NotNow):
                invalidating.cancel(cut.pk, self.clock)
            return
        invalidating.cancel(cut.pk, self.clock)
        cut.state = "cancelled"

    def undo(self) -> None:
        cut = self.any_cut()
        if cut is None:
            return
        if cut.state not in {"done", "cancelled"}:
            with pytest.raises(NotNow):
                invalidating.undo(cut.pk, None, self.clock)
            return
        invalidating.undo(cut.pk, None, self.clock)
        cut.state = "undoing"
