"""Working off: what editors asked for crowds of signatures, batch by batch."""

from datetime import datetime

from petition.lifecycle import invalidating, quarantining

BATCHES_AT_ONCE = 10  # a few seconds, in which letters wait


def work_off(now: datetime) -> int:
    """Do the next batches of what is under way: invalidate, undo, release; how many signatures that changed.

    Any number of workers may call it. 0: nothing is left for this one.
    """
    done = 0
    for _batch in range(BATCHES_AT_ONCE):
        changed = invalidating.next_batch(now) + quarantining.next_batch(now)
        if not changed:
            break
        done += changed
    return done
