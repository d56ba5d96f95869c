"""Which languages visitors ask for: counted by the day, without cookies, addresses or any other trace of a person.

Counts gather in memory and go to the database at most once a minute, or a hundred at a time, after an answer is sent.
"""

import datetime as dt
import logging
import re
import threading
import time
from collections import Counter
from multiprocessing.util import Finalize
from typing import Any

from babel import Locale
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import QuerySet, Sum
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.models import Page

from pages import languages
from pages.models.desk import LanguageDemand

AT_ONCE = 100  # counts
PAUSE = 60.0  # seconds
WINDOW = dt.timedelta(days=30)  # what the desk looks back on
STRANGERS = 50  # languages without columns that a process counts on one day
BASE_TAG = re.compile(r"[a-z]{2,3}")
ROBOT = re.compile(r"bot|crawl|spider", re.IGNORECASE)
KNOWN = frozenset(Locale("en").languages)  # CLDR's: a tag that somebody made up fills no table

Key = tuple[dt.date, str, int, str]  # day, language, page, column of LanguageDemand

logger = logging.getLogger(__name__)


class Waiting:
    """The counts that this process has not stored yet."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[Key] = Counter()
        self.since = time.monotonic()
        self.strangers: tuple[dt.date, set[str]] = (dt.date.min, set())

    def add(self, day: dt.date, language: str, page_id: int, column: str) -> None:
        """Count one."""
        with self.lock:
            if language not in languages.CODES and not self.admits(day, language):
                return
            if not self.counts:
                self.since = time.monotonic()
            self.counts[day, language, page_id, column] += 1

    def admits(self, day: dt.date, language: str) -> bool:
        """Whether a language without columns is still counted today."""
        if self.strangers[0] != day:
            self.strangers = (day, set())
        seen = self.strangers[1]
        if language not in seen and len(seen) >= STRANGERS:
            return False
        seen.add(language)
        return True

    def take(self, *, due: bool) -> Counter[Key]:
        """What waits, which then waits no more; if `due`, only when it is many or has waited long."""
        with self.lock:
            is_due = self.counts.total() >= AT_ONCE or time.monotonic() - self.since >= PAUSE
            if not self.counts or (due and not is_due):
                return Counter()
            taken, self.counts = self.counts, Counter()
            return taken


waiting = Waiting()


# Counting -------------------------------------------------------------------------------------------------------------
def note_fallback(page_id: int, code: str, agent: str, day: dt.date) -> None:
    """A page was asked for in the language `code` and shown in another. `agent`: the header User-Agent."""
    if not ROBOT.search(agent):
        waiting.add(day, code, page_id, "fallback_views")


def note_asked(root_id: int, accept_language: str, agent: str, day: dt.date) -> None:
    """A visitor came to an address without a language; their browser asks for the first of `accept_language`."""
    code = first_wish(accept_language)
    if code and not ROBOT.search(agent):
        waiting.add(day, code, root_id, "asked")


def first_wish(accept_language: str) -> str:
    """What is asked for first: a language of ours, else its base tag ("ku" of "ku-TR"); "" where there is none."""
    for tag, quality in parse_accept_lang_header(accept_language.lower()):
        base = tag.split("-")[0]
        if quality > 0 and BASE_TAG.fullmatch(base):
            return languages.supported(tag) or (base if base in KNOWN else "")
    return ""


# Storing --------------------------------------------------------------------------------------------------------------
def store_due(**_signal: Any) -> None:
    """After an answer: store what waits, if it is many or has waited long."""
    taken = waiting.take(due=True)
    if taken:
        store(taken)
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()  # nobody else does, so late in a request


def store_all() -> None:
    """Store all that waits."""
    store(waiting.take(due=False))


def forget() -> None:
    """Drop all that waits."""
    waiting.take(due=False)


def store(counts: Counter[Key]) -> None:
    """Add `counts` to the table. A page that was deleted meanwhile takes its counts along; a fault costs no answer."""
    try:
        try:
            upsert(counts)
        except IntegrityError:
            there = set(Page.objects.filter(pk__in={key[2] for key in counts}).values_list("pk", flat=True))
            upsert(Counter({key: number for key, number in counts.items() if key[2] in there}))
    except DatabaseError:
        logger.exception("Counts of languages that visitors asked for are lost.")


def upsert(counts: Counter[Key]) -> None:
    """Add `counts` in one statement: other processes add to the same rows."""
    lines: dict[tuple[dt.date, str, int], list[int]] = {}
    for (day, language, page_id, column), number in sorted(counts.items()):
        lines.setdefault((day, language, page_id), [0, 0])[column == "asked"] += number
    if not lines:
        return
    values: list[Any] = [value for key, numbers in lines.items() for value in (*key, *numbers)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ADD.replace("VALUES", "VALUES " + ", ".join(["(%s, %s, %s, %s, %s)"] * len(lines))), values)


ADD = """
    INSERT INTO pages_languagedemand (day, language, page_id, fallback_views, asked) VALUES
    ON CONFLICT (day, language, page_id) DO UPDATE SET
        fallback_views = pages_languagedemand.fallback_views + excluded.fallback_views,
        asked = pages_languagedemand.asked + excluded.asked
"""


def before(day: dt.date) -> QuerySet[LanguageDemand]:
    """The counts of the days before `day`."""
    return LanguageDemand.objects.filter(day__lt=day)


# Reading --------------------------------------------------------------------------------------------------------------
def by_language(since: dt.date) -> Counter[str]:
    """{language: how often it was asked for}, by page views and by browsers, most asked first."""
    found = LanguageDemand.objects.filter(day__gte=since).values_list("language")
    sums = found.annotate(views=Sum("fallback_views"), times=Sum("asked"))
    return Counter({language: views + times for language, views, times in sums})


# The server's processes are multiprocessing's: they end by way of these finalizers, and not through atexit
Finalize(None, store_all, exitpriority=1)
