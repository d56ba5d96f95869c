"""One version for everything that visitors read: noted by deeds, folded and read by watchers."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.db.models import Exists, F, Q

from pages.memory.release import release
from pages.models.kept import Content, ContentChange, KeptPage

ONLY = 1  # the primary key of the one row
LEASE = timedelta(seconds=30)
FOLDED_AT_ONCE = 5_000
RELEASE_BITS = 24


@dataclass(frozen=True)
class Standing:
    """Where the content stands."""

    version: int
    rendered_version: int  # of which this release has rendered every live page; 0: of none
    is_changed: bool  # whether changes wait to be folded
    has_folded: bool = False  # whether it was this look that folded some


def changed() -> None:
    """Note in the current transaction that what visitors read has changed."""
    ContentChange.objects.create()


def standing() -> Standing:
    """Where the content stands now; one query."""
    found = Content.objects.filter(pk=ONLY).annotate(is_changed=Exists(ContentChange.objects.all()))
    row = found.values_list("version", "rendered_version", "is_changed").first()
    if row is None:
        Content.objects.bulk_create([Content(pk=ONLY)], ignore_conflicts=True)
        return standing()
    version, rendered, is_changed = row
    return Standing(version, version if rendered == stamp(version) else 0, is_changed)


def stamp(version: int) -> int:
    """`version` and the release that rendered it, as tables have it: no release takes over what another stored."""
    return version << RELEASE_BITS | release() >> (256 - RELEASE_BITS)


@transaction.atomic
def fold() -> bool:
    """Take the changes that are there off the list and move the version on. Of several that try, one does; whether
    it was this one."""
    seen = list(ContentChange.objects.values_list("pk", flat=True)[:FOLDED_AT_ONCE])
    if not seen or not ContentChange.objects.filter(pk__in=seen).delete()[0]:
        return False
    Content.objects.filter(pk=ONLY).update(version=F("version") + 1)
    return True


def look() -> Standing:
    """Where the content stands, once all changes are folded."""
    found = standing()
    if not found.is_changed:
        return found
    has_folded = False
    with suppress(OperationalError):  # somebody else writes, and SQLite lets one: the next look is soon
        has_folded = fold()
    return replace(standing(), has_folded=has_folded)


# Rendering ahead ------------------------------------------------------------------------------------------------------
def take_lease(now: datetime) -> bool:
    """Try to be the process that renders ahead; whether it is."""
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    return Content.objects.filter(free, pk=ONLY).update(leased_until=now + LEASE) > 0


def keep_lease(now: datetime) -> None:
    """Go on being it."""
    Content.objects.filter(pk=ONLY).update(leased_until=now + LEASE)


def end_lease(version: int, *, is_complete: bool) -> None:
    """Let others render ahead; `is_complete`: every live page of `version` is in the table."""
    done = {"rendered_version": stamp(version)} if is_complete else {}
    Content.objects.filter(pk=ONLY).update(leased_until=None, **done)


def forget_former(version: int) -> None:
    """Empty the table of what is older than `version`."""
    KeptPage.objects.filter(version__lt=version << RELEASE_BITS).delete()


def save(page: KeptPage) -> None:
    """Store a page over what is stored of its address."""
    page.version = stamp(page.version)
    KeptPage.objects.bulk_create(
        [page],
        update_conflicts=True,
        unique_fields=["site_id", "path"],
        update_fields=["version", "status", "headers", "facts", "body"],
    )


def load(version: int, known: Iterable[tuple[int, str]]) -> list[KeptPage]:
    """The pages of `version` that this release stored, but for those `known` (site, path) to the caller."""
    have = set(known)
    stored = KeptPage.objects.filter(version=stamp(version))
    names = stored.values_list("pk", "site_id", "path")
    rows = list(stored.filter(pk__in=[pk for pk, site, path in names if (site, path) not in have]))
    for row in rows:
        row.version = version
    return rows
