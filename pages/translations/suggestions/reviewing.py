"""What reviewers do with suggestions: accept them into the draft, reject them, put them back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from pages import memory
from pages.models.desk import Suggestion
from pages.models.translation import UnitState
from pages.translations import desk, leaves, sheets, units
from pages.translations.leaves import Leaf
from pages.translations.suggestions import marks
from pages.translations.suggestions.pieces import label, stored, text_at, tidy
from pages.translations.suggestions.standing import open_for
from pages.translations.units import Origin, Source

LONGEST_EDIT = 100_000


class Decided(LookupError):
    """Somebody has decided on this suggestion already."""


class Gone(LookupError):
    """The source has no such piece any more."""


@dataclass(frozen=True)
class Waiting:
    """A suggestion with what stands there now. `source` is None where the source has no such piece any more."""

    suggestion: Suggestion
    source: Source | None
    leaf: Leaf | None
    present: str

    @property
    def label(self) -> str:
        """What it is a translation of: "Body · Text"."""
        return label(self.leaf) if self.leaf else self.suggestion.path

    @property
    def is_rich(self) -> bool:
        """Whether its texts are HTML."""
        return self.leaf.is_rich if self.leaf else self.suggestion.text.startswith("<")

    @property
    def is_stale(self) -> bool:
        """Whether the source has changed since it was suggested."""
        return self.source is not None and self.suggestion.from_digest != self.source.digest

    @property
    def known(self) -> list[str]:
        """The links that have numbers: those of texts that don't change while it waits."""
        return marks.links(self.suggestion.from_text, self.suggestion.text) if self.is_rich else []

    @property
    def typed(self) -> str:
        """The suggestion as its reviewer edits it."""
        return marks.write(self.suggestion.text, self.known) if self.is_rich else self.suggestion.text


def waiting(subject: Any, code: str) -> list[Waiting]:
    """The suggestions that nobody has decided on, in the order of the text."""
    draft = sheets.draft_of(subject)
    source = leaves.of(draft, draft.source_language)
    target, pieces = leaves.of(draft, code), units.sources(source)
    places = {path: place for place, path in enumerate(pieces)}
    found = [
        Waiting(
            one, pieces.get(one.path), source.get(one.path) if one.path in pieces else None, text_at(target, one.path)
        )
        for one in open_for(subject, code)
    ]
    return sorted(found, key=lambda one: places.get(one.suggestion.path, len(places)))


@transaction.atomic
def accept(subject: Any, code: str, number: int, user: Any, now: datetime, typed: str | None = None) -> None:
    """Write one suggestion into the draft, as its reviewer has `typed` it where that is given, and thank its author.

    Raises Decided, Gone, or ValidationError where what was typed can't be stored.
    """
    hold(subject, code, [number])
    one = next((one for one in waiting(subject, code) if one.suggestion.pk == number), None)
    if one is None:
        raise Decided
    if one.leaf is None:
        raise Gone
    text = one.suggestion.text
    if typed is not None and tidy(typed) != tidy(one.typed):
        text = stored(one.leaf, tidy(typed), one.known, one.leaf.form_field().max_length or LONGEST_EDIT)
    take(subject, code, {one.suggestion.path: text}, one.suggestion.credit, user)
    decide([one.suggestion], user, accepted_at=now)


@transaction.atomic
def accept_all(subject: Any, code: str, user: Any, now: datetime) -> int:
    """Accept what is neither stale nor gone; how many. Where several wait for one piece, the newest is taken."""
    hold(subject, code, [suggestion.pk for suggestion in open_for(subject, code)])
    ready = [one.suggestion for one in waiting(subject, code) if one.leaf is not None and not one.is_stale]
    newest = {one.path: one for one in sorted(ready, key=lambda one: (one.at, one.pk))}
    chosen = sorted(newest.values(), key=lambda one: one.credit)
    for credit, by_one in groupby(chosen, key=lambda one: one.credit):
        take(subject, code, {one.path: one.text for one in by_one}, credit, user)
    decide(chosen, user, accepted_at=now)
    return len(chosen)


def hold(subject: Any, code: str, numbers: Iterable[int]) -> None:
    """Keep others from deciding on the same suggestions until the transaction ends."""
    list(open_for(subject, code).filter(pk__in=list(numbers)).select_for_update())


def take(subject: Any, code: str, texts: dict[str, str], credit: str, user: Any) -> None:
    """Write the texts of one supporter into the draft."""
    states = dict.fromkeys(texts, UnitState.DONE)
    origin = Origin(tool="suggestion", user=user, credit=credit, states=states)
    if desk.translate(subject, code, texts, origin).unknown:
        raise Gone
    log(subject, "translations.suggestion", user=user, data={"languages": [code], "credit": credit})


def reject(subject: Any, code: str, number: int, user: Any, now: datetime) -> None:
    """Put one suggestion aside. Raises Decided."""
    found = open_for(subject, code).filter(pk=number)
    if not found.update(rejected_at=now, decided_by=user):
        raise Decided


def put_back(subject: Any, code: str, number: int) -> None:
    """Let a rejected suggestion wait again. Raises Decided where it isn't rejected."""
    found = Suggestion.objects.of(subject).filter(language=code, pk=number, rejected_at__isnull=False)
    if not found.update(rejected_at=None, decided_by=None):
        raise Decided


def rejected(subject: Any, code: str, most: int = 20) -> QuerySet[Suggestion]:
    """Those that were put aside, the last first."""
    found: QuerySet[Suggestion] = Suggestion.objects.of(subject).filter(language=code, rejected_at__isnull=False)
    return found.order_by("-rejected_at", "-pk")[:most]


def decide(suggestions: Iterable[Suggestion], user: Any, **moments: datetime) -> None:
    """Note who decided and when; a page that is live already may thank one more."""
    memory.changed()
    Suggestion.objects.filter(pk__in=[one.pk for one in suggestions]).update(decided_by=user, **moments)
