"""What an import would do, unit by unit, before anything is written; nothing in the file goes without a word."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pages import languages
from pages.models.translation import UnitState
from pages.translations import desk, roles
from pages.translations.exchange import markup, subjects
from pages.translations.exchange.markup import BrokenTags
from pages.translations.exchange.parts import Incoming
from pages.translations.exchange.subjects import Held


class Verdict(models.TextChoices):
    """What becomes of a unit that comes in."""

    ACCEPTED = "accepted", _("accepted")
    UNCHANGED = "unchanged", _("unchanged")
    EMPTY = "empty", _("not translated in the file")
    STALE = "stale", _("the source has changed since")
    UNKNOWN = "unknown", _("no such text on this site")
    BROKEN = "broken", _("broken tags")
    LANGUAGE = "language", _("wrong language")
    REFUSED = "refused", _("not allowed in this place")
    FORBIDDEN = "forbidden", _("you may not translate into this language")
    TWICE = "twice", _("twice in the file")


@dataclass(frozen=True)
class Line:
    """One unit of the report. `text` is what would be stored, `state` the state that it would get."""

    unit: Incoming
    verdict: Verdict
    label: str = ""
    remark: Any = ""
    url: str = ""
    text: str = ""
    state: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether somebody has to look at it."""
        return self.verdict not in {Verdict.ACCEPTED, Verdict.UNCHANGED, Verdict.EMPTY}


@dataclass(frozen=True)
class Report:
    """All units of a file."""

    lines: list[Line] = field(default_factory=list)

    @property
    def totals(self) -> list[tuple[Verdict, int]]:
        """(verdict, how many), in their order, those that there are."""
        counted = Counter(line.verdict for line in self.lines)
        return [(verdict, counted[verdict]) for verdict in Verdict if counted[verdict]]

    def count(self, verdict: Verdict) -> int:
        """How many units got this verdict."""
        return dict(self.totals).get(verdict, 0)


def by_sheet(found: Iterable[Incoming], code: str) -> dict[tuple[str, str], list[Incoming]]:
    """{(subject, language): units}; a file that names no language is in `code`. Tools write "zh-Hans"."""
    sorted_units: dict[tuple[str, str], list[Incoming]] = {}
    for unit in found:
        sorted_units.setdefault((unit.subject, unit.language.lower() or code), []).append(unit)
    return sorted_units


def report(found: Iterable[Incoming], user: Any, code: str = "") -> Report:
    """What importing the units would do. `code`: the language that the person says the file is in, if any."""
    lines: list[Line] = []
    for (written, language), of_sheet in by_sheet(found, code).items():
        lines += judged(written, language, of_sheet, user, code)
    return Report(lines)


def judged(written: str, language: str, found: list[Incoming], user: Any, code: str) -> list[Line]:
    """The lines of one subject in one language."""
    if language not in languages.CODES or (code and language != code):
        return [Line(unit, Verdict.LANGUAGE, remark=language) for unit in found]
    if not roles.may_translate(user, language):
        return [Line(unit, Verdict.FORBIDDEN, remark=language) for unit in found]
    try:
        held = Held(subjects.named(written), language)
    except desk.NoSubject:
        return [Line(unit, Verdict.UNKNOWN) for unit in found]
    return on_sheet(held, found, user)


def on_sheet(held: Held, found: list[Incoming], user: Any) -> list[Line]:
    """The lines of a subject that there is."""
    seen, locked = Counter(unit.path for unit in found), lock_message(held.subject, user)
    lines = []
    for unit in found:
        if locked:
            verdict, more = Verdict.FORBIDDEN, {"remark": locked}
        elif seen[unit.path] > 1:
            verdict, more = Verdict.TWICE, {}
        else:
            verdict, more = judge(held, unit)
        lines.append(Line(unit, verdict, label=held.label(unit.path), url=held.url(unit.path), **more))
    return lines


def lock_message(one: Any, user: Any) -> str:
    """Why Wagtail lets `user` change nothing in the subject, if so."""
    lock = one.get_lock() if hasattr(one, "get_lock") else None
    return str(lock.get_message(user) or _("Locked.")) if lock and lock.for_user(user) else ""


def judge(held: Held, unit: Incoming) -> tuple[Verdict, dict[str, Any]]:
    """What becomes of one unit, and the rest of its line."""
    spoken_in = held.subject.source_language
    if spoken_in == held.code or unit.source_language.lower() not in {"", spoken_in}:
        return Verdict.LANGUAGE, {"remark": held.code}
    if unit.path not in held.sources:
        return Verdict.UNKNOWN, {}
    now = held.target(unit.path).text
    if not unit.text.strip():
        return Verdict.EMPTY if now else Verdict.UNCHANGED, {}
    if same_lines(unit.text) == same_lines(now) and (held.standing(unit.path) == "done") == unit.is_done:
        return Verdict.UNCHANGED, {}
    return judge_text(held, unit)


def judge_text(held: Held, unit: Incoming) -> tuple[Verdict, dict[str, Any]]:
    """The same for a text that is another than now."""
    try:
        text = checked(held, unit)
    except BrokenTags as broken:
        return Verdict.BROKEN, {"remark": str(broken)}
    except ValidationError as refused:
        return Verdict.REFUSED, {"remark": " ".join(refused.messages)}
    if is_stale(held, unit):
        return Verdict.STALE, {"text": text, "state": UnitState.DRAFT}
    return Verdict.ACCEPTED, {"text": text, "state": unit.state or UnitState.DRAFT}


def checked(held: Held, unit: Incoming) -> str:
    """The text as it would be stored. Its tags must be the source's, or those that the translation has now."""
    source, target = held.source(unit.path), held.target(unit.path)
    nesting = markup.nesting(unit.text)
    if nesting not in (markup.nesting(source.text), markup.nesting(target.text)):
        raise BrokenTags(difference(nesting, markup.nesting(source.text)))
    text = markup.unpack(unit.text, source.codes | target.codes, held.is_rich(unit.path))
    held.source_leaves[unit.path].form_field().clean(text)
    return text


def difference(mine: dict[int, int], source: dict[int, int]) -> str:
    """The tags that are missing, added or misplaced: "<2> <3>"."""
    wrong = sorted(tag for tag in mine.keys() | source.keys() if mine.get(tag) != source.get(tag))
    return " ".join(f"<{tag}>" for tag in wrong)


def is_stale(held: Held, unit: Incoming) -> bool:
    """Whether the source is another than the file's; a tool that lost the digest has kept the source itself."""
    if unit.digest:
        return unit.digest != held.sources[unit.path].digest
    return same_lines(unit.source) != same_lines(held.source(unit.path).text)


def same_lines(text: str) -> str:
    """`text` with one kind of line break, as tools rewrite them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
