"""Writes what a file brings, one subject and language at a time, judged again under the lock of the subject's row."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from pages.translations import desk
from pages.translations.exchange import subjects
from pages.translations.exchange.judging import Line, Report, Verdict, by_sheet, judged
from pages.translations.exchange.parts import Incoming
from pages.translations.units import Origin


def apply(found: Iterable[Incoming], user: Any, tool: str, code: str = "", *, keeps_stale: bool = False) -> Report:
    """Write what is accepted, as translated by `user` with `tool`; with `keeps_stale` also, as drafts, the stale."""
    lines: list[Line] = []
    wanted = {Verdict.ACCEPTED, Verdict.STALE} if keeps_stale else {Verdict.ACCEPTED}
    for (written, language), of_sheet in by_sheet(found, code).items():
        with transaction.atomic():
            lock(written)
            of_subject = judged(written, language, of_sheet, user, code)
            write(written, language, [line for line in of_subject if line.verdict in wanted], user, tool)
        lines += of_subject
    return Report(lines)


def lock(written: str) -> None:
    """Hold the subject's row, so that nothing changes between judging and writing."""
    try:
        one = subjects.named(written)
    except desk.NoSubject:
        return
    desk.hold(one)


def write(written: str, language: str, lines: list[Line], user: Any, tool: str) -> None:
    """Put the texts of `lines` into the draft, and say so in the history."""
    if not lines:
        return
    one = subjects.named(written)
    texts = {line.unit.path: line.text for line in lines}
    states = {line.unit.path: line.state for line in lines}
    desk.translate(one, language, texts, Origin(tool=tool, user=user, states=states))
    log(one, "translations.import", user=user, data={"languages": [language], "units": len(lines), "tool": tool})
