"""Invalidates 100,000 signatures among 150,000 and takes it back. `make bench-invalidation` runs it.

Aimed at: at most 60 s, exactly as the dry run said, undone exactly; so --rows=… and --database=postgres.
"""

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

from benchmarks import stage

ROWS = 100_000
COUNTRIES = ("AZ", "DE", "FR", "TR", "")
LANGUAGES = ("en", "az", "de", "ar")
PENDING_EVERY, SHOWN_EVERY, HELD_EVERY = 9, 500, 70
AT_ONCE = 5_000
NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)


def main() -> None:
    """Fill a database of its own, measure, tell."""
    parser = stage.options(__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    rows = parser.parse_args().rows
    stage.build()
    for line in measure(rows):
        stage.say(line)


def measure(rows: int) -> list[str]:
    """Fill, invalidate, undo; what it took. Raises AssertionError where anything is not exact."""
    from petition import counting  # the site is loaded by now
    from petition.lifecycle import invalidating
    from petition.models import Invalidation

    petition_id = fill(rows)
    shown, before = counting.shown(petition_id), digest()
    made = Invalidation.objects.create(
        petition_id=petition_id, domains=["crowd.example"], reason="automated", created_at=NOW
    )
    counted, made = timed(lambda: invalidating.count_first(made.pk, NOW))
    check(made.found, rows)
    invalidating.start(made.pk, None, NOW)
    taken, _rounds = timed(work)
    check(Invalidation.objects.get().done, made.found)
    check(counting.shown(petition_id), shown - made.found_counted)
    check(counting.faults(), [])
    invalidating.undo(made.pk, None, NOW)
    given_back, _rounds = timed(work)
    check(Invalidation.objects.get().undone, made.found)
    check(counting.shown(petition_id), shown)
    check(counting.faults(), [])
    check(digest(), before)
    return [
        f"dry run: {counted}; {made.found:,} found, {made.found_counted:,} of them counted",
        f"invalidated, count and all: {taken}",
        f"undone, count, shown names and all: {given_back}; every row as before",
    ]


def work() -> int:
    """Rounds as the worker makes them, until nothing is left; how many."""
    from petition import counting, lifecycle  # the site is loaded by now

    rounds = 1
    while lifecycle.work_off(NOW) + counting.fold(NOW) + lifecycle.prepare():
        rounds += 1
    return rounds


def timed(deed: Callable[[], Any]) -> tuple[str, Any]:
    """How long it took, for how long this process was busy with it, and what came of it."""
    start, busy = time.perf_counter(), time.process_time()
    result = deed()
    return f"{time.perf_counter() - start:.1f} s, {time.process_time() - busy:.1f} s of them busy", result


def check(found: Any, wanted: Any) -> None:
    """Raises AssertionError where they differ."""
    if found != wanted:
        raise AssertionError(f"{found!r} instead of {wanted!r}")


# Filling --------------------------------------------------------------------------------------------------------------
def fill(rows: int) -> int:
    """`rows` signatures of one domain and half as many others, most of them counted; the petition's id."""
    from petition import counting, lifecycle  # the site is loaded by now
    from petition.models import PetitionText, Signature
    from tests.petition.conftest import add_petition, signed

    text = PetitionText.objects.select_related("petition").get(petition=add_petition(), language="en")
    crowd = signed(text, email="x@crowd.example", shows_name=True)
    other = signed(text, email="x@example.org", shows_name=True)
    lifecycle.prepare()
    patterns = [Signature.objects.filter(pk=each.pk).values().get() for each in (crowd, crowd, other)]
    Signature.objects.all().delete()
    copies = (copy(patterns[number % 3], number) for number in range(rows * 3 // 2))
    while batch := list(islice(copies, AT_ONCE)):
        made = Signature.objects.bulk_create(batch)
        counting.add_many([each for each in made if each.is_counted], NOW)
    work()
    return text.petition_id


def copy(pattern: dict[str, Any], number: int) -> Any:
    """A row like `pattern`, in one of the states that a crowd is in."""
    from petition.models import Signature  # the site is loaded by now

    values = {**pattern, "mailbox_key": f"{number:064}", "shows_name": number % SHOWN_EVERY < 3}
    del values["id"]
    values["country"] = COUNTRIES[number % len(COUNTRIES)]
    values["language"] = LANGUAGES[number % len(LANGUAGES)]
    values["confirmed_at"] = None if number % PENDING_EVERY == 0 else NOW + dt.timedelta(hours=number % 48)
    values["held_at"] = NOW if number % HELD_EVERY == 0 else None
    return Signature(**values)


def digest() -> str:
    """A fingerprint of every signature as it is stored."""
    from petition.models import Signature  # the site is loaded by now

    found = hashlib.sha256()
    for row in Signature.objects.order_by("pk").values_list().iterator(chunk_size=AT_ONCE):
        stored = [bytes(value) if isinstance(value, memoryview) else value for value in row]
        found.update(repr(stored).encode())
    return found.hexdigest()


if __name__ == "__main__":
    main()
