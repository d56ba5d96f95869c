"""News by e-mail: an editor asks for it once a page, the worker writes the letters a few at a time."""

from collections import Counter
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from pages import languages
from pages.models import Edition
from petition import outbox
from petition.models import Announcement, Letter, Petition, Signature
from petition.models.letter import Kind

AHEAD = 100  # letters of news that may be due at once: who signs meanwhile waits no longer than these take


class AlreadyTold(Exception):
    """This petition's signatories had, or will have, a letter about the page."""


class NotLive(Exception):
    """Visitors can't read the page in any language."""


def readers(petition: Petition) -> QuerySet[Signature]:
    """Whom the news of `petition` reach: their signatures count, and they wanted them."""
    return Signature.objects.confirmed().filter(petition=petition, wants_news=True)


def readers_by_language(petition: Petition, page_id: int) -> dict[str, int]:
    """{language of the letter: how many get it}, most first. Counts signatures: on an editor's request only."""
    live = live_languages(page_id)
    wanted = readers(petition).order_by().values_list("letter_language").annotate(Count("pk"))
    counts: Counter[str] = Counter()
    for code, count in wanted if live else []:
        counts[letter_language(code, live, petition)] += count
    return dict(sorted(counts.items(), key=lambda line: (-line[1], line[0])))


@transaction.atomic
def plan_news(petition: Petition, page_id: int, user_id: int | None, now: datetime) -> Announcement:
    """Let the worker tell the page to all who want news of `petition` by now. Raises NotLive or AlreadyTold."""
    if not live_languages(page_id):
        raise NotLive
    newest = Signature.objects.filter(petition=petition).aggregate(pk=Max("pk"))["pk"] or 0
    planned, is_new = Announcement.objects.get_or_create(
        petition=petition,
        page_id=page_id,
        defaults={"created_at": now, "created_by_id": user_id, "up_to": newest},
    )
    if not is_new:
        raise AlreadyTold
    return planned


@transaction.atomic
def cancel_news(announcement_id: int, now: datetime) -> bool:
    """Write no more letters and forget those that wait; for good. False where it was over before."""
    planned = Announcement.objects.select_for_update().get(pk=announcement_id)
    waiting = Letter.objects.waiting().filter(announcement=planned, leased_until=None)
    if planned.cancelled_at is not None or (planned.finished_at is not None and not waiting.exists()):
        return False
    waiting.delete()
    planned.cancelled_at = now
    planned.save(update_fields=["cancelled_at"])
    return True


def announce(now: datetime) -> int:
    """Write the next letters of the oldest news under way; how many. The worker calls it each round."""
    return announce_batch(now) if unfinished().exists() else 0  # with nothing to tell, nobody waits for a lock


@transaction.atomic
def announce_batch(now: datetime) -> int:
    """The same, where there may be something to tell."""
    planned = under_way()
    if planned is None:
        return 0
    room = AHEAD - Letter.objects.due(now).filter(kind=Kind.NEWS).count()
    if room <= 0:
        return 0
    found = list(readers(planned.petition).filter(pk__gt=planned.cursor, pk__lte=planned.up_to).order_by("pk")[:room])
    live = live_languages(planned.page_id)
    for signature in found:
        code = letter_language(signature.letter_language, live, planned.petition)
        outbox.write(signature, Kind.NEWS, code, now, now, announcement=planned)
    planned.cursor = found[-1].pk if found else planned.up_to
    planned.queued += len(found)
    if len(found) < room:
        planned.finished_at = now
    planned.save(update_fields=["cursor", "queued", "finished_at"])
    return len(found)


def unfinished() -> QuerySet[Announcement]:
    """The announcements with letters still to write."""
    return Announcement.objects.filter(cancelled_at=None, finished_at=None)


def under_way() -> Announcement | None:
    """The oldest announcement with letters to write that no other worker holds. One whose page was taken down waits."""
    skip = connection.features.has_select_for_update_skip_locked
    return (
        unfinished()
        .filter(Exists(Edition.objects.filter(page_id=OuterRef("page_id"))))
        .select_for_update(skip_locked=skip)
        .order_by("pk")
        .first()
    )


def live_languages(page_id: int) -> set[str]:
    """The languages in which visitors can read the page."""
    return set(Edition.objects.filter(page_id=page_id).values_list("language", flat=True))


def letter_language(wanted: str, live: set[str], petition: Petition) -> str:
    """The language in which a reader of `wanted` is told: it, or the nearest of `live`."""
    return languages.nearest(wanted, live, petition.source_language) or wanted
