"""Figures for editors, all from sums that are kept: nobody counts signatures while somebody waits."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pages import languages
from pages.models import SourceChange, TranslationSheet
from pages.models.translation import ChangeKind
from petition import countries, margins
from petition.models import Letter, Margin, Petition, PetitionText
from petition.models.margin import COUNTED, By

DAYS_SHOWN = 60
DAY_WIDTH = 10
CHART_HEIGHT = 100  # of the highest day, in the chart's own units


@dataclass(frozen=True)
class Line:
    """One line of a table: `count` signatures of a language, a country, a version."""

    key: str
    label: Any
    count: int


@dataclass(frozen=True)
class Day:
    """One day of the chart: its bar's place and height in the chart's own units."""

    day: dt.date
    count: int
    left: int
    height: int

    @property
    def top(self) -> int:
        """Where the bar begins, from above."""
        return CHART_HEIGHT - self.height


def count_of(petition: Petition) -> int:
    """The number that `petition` shows."""
    return int(petition.total.count) if hasattr(petition, "total") else 0


def by_language(petition: Petition) -> list[Line]:
    """How many signed in each language, most first."""
    return [Line(code, languages.language(code), count) for code, count in summed(petition, By.LANGUAGE)]


def by_country(petition: Petition, code: str) -> list[Line]:
    """How many signed from each country, most first, named in the language `code`."""
    names = {**dict(countries.choices(code)), "": _("not told")}
    return [Line(country, names.get(country, country), count) for country, count in summed(petition, By.COUNTRY)]


def summed(petition: Petition, by: By) -> list[tuple[str, int]]:
    """(value, count) for each language or country of the tally, most first; lines that came to nothing left out."""
    return sorted(margins.counted(petition.pk, by).items(), key=lambda line: (-line[1], line[0]))


def by_day(petition: Petition, today: dt.date, shown: int = DAYS_SHOWN) -> list[Day]:
    """The days up to `today`, the oldest first, and how many were confirmed on each (UTC, as the tally has it)."""
    first = today - dt.timedelta(days=shown - 1)
    counted = margins.counted(petition.pk, By.DAY)
    days = [first + dt.timedelta(days=number) for number in range(shown)]
    counts = [counted.get(day.isoformat(), 0) for day in days]
    most = max([1, *counts])
    return [bar(day, count, most, place) for place, (day, count) in enumerate(zip(days, counts, strict=True))]


def bar(day: dt.date, count: int, most: int, place: int) -> Day:
    """The bar of one day; even one signature can be seen."""
    return Day(day, count, left=place * DAY_WIDTH, height=-(-CHART_HEIGHT * count // most))


def by_version(petition: Petition) -> list[Line]:
    """How many confirmed signatures each version of the words has."""
    texts = PetitionText.objects.filter(petition=petition).order_by("language", "-version")
    counts = margins.counted(petition.pk, By.TEXT)
    return [Line(str(text.pk), text, counts.get(str(text.pk), 0)) for text in texts.defer("demand", "consent")]


@dataclass(frozen=True)
class EarlierDemand:
    """Those who stand behind what was asked before the demand changed."""

    changed_at: dt.datetime
    lines: list[Line]  # by language

    @property
    def count(self) -> int:
        """How many they are in all."""
        return sum(line.count for line in self.lines)


def earlier_demand(petition: Petition) -> EarlierDemand | None:
    """Who signed words of before the newest change of the demand; None if it never changed.

    Words that a publisher has approved for the new demand as they are count as today's.
    """
    change = SourceChange.objects.of(petition).filter(kind=ChangeKind.DEMAND).order_by("-at").first()
    if change is None:
        return None
    waiting = set(
        TranslationSheet.objects.of(petition).exclude(needs_approval_at=None).values_list("language", flat=True)
    )
    old = PetitionText.objects.filter(petition=petition, created_at__lt=change.at)
    approved = (
        PetitionText.objects.filter(petition=petition)
        .newest()
        .exclude(language__in={*waiting, petition.source_language})
    )
    counted = margins.counted(petition.pk, By.TEXT)
    counts: Counter[str] = Counter()
    for pk, code in old.exclude(pk__in=approved.values("pk")).values_list("pk", "language"):
        counts[code] += counted.get(str(pk), 0)
    ordered = sorted(((code, count) for code, count in counts.items() if count), key=lambda line: (-line[1], line[0]))
    return EarlierDemand(change.at, [Line(code, languages.language(code), count) for code, count in ordered])


# The front page of the admin ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Summary:
    """What an editor wants to know first thing in the morning."""

    petitions: list[tuple[Petition, int, int]]  # with its count, and what today brought
    waiting: int
    failed: int


def summary(now: dt.datetime) -> Summary:
    """The live petitions, newest first, and how the letters stand, in four queries."""
    today = now.astimezone(dt.UTC).date()
    live = list(Petition.objects.live().select_related("total").order_by("-opens_at"))
    days = Margin.objects.filter(petition__in=live, event=COUNTED, by=By.DAY, value=today.isoformat())
    new = dict(days.values_list("petition_id", "count"))
    return Summary(
        petitions=[(petition, count_of(petition), new.get(petition.pk, 0)) for petition in live],
        waiting=Letter.objects.waiting().count(),
        failed=Letter.objects.failed().count(),
    )
