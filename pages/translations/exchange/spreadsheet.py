"""CSV for whoever translates in a spreadsheet: UTF-8 with its mark, one row a unit, the languages in the head."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from pages.models.translation import UnitState
from pages.translations.exchange.cells import guarded, plain
from pages.translations.exchange.parts import Group, Incoming, Outgoing, Segment, Unreadable

MARK = "\ufeff"  # by it Excel knows the file for UTF-8
COLUMNS = ("subject", "path", "source", "target", "state", "digest")
HEAD = re.compile(r"(subject|path|source|target|state|digest)(?: \[([\w-]{1,12})\])?", re.ASCII)
LARGEST_CELL = 1_000_000
# How far a unit is, in the words of the file; a person may write done behind what is finished
STATES = {"done": UnitState.DONE, "machine": UnitState.MACHINE, "draft": UnitState.DRAFT, "stale": UnitState.DRAFT}


class Csv:
    """CSV."""

    name = "csv"
    tool = "csv"
    label = "CSV"
    suffix = "csv"
    media_type = "text/csv; charset=utf-8"

    def write(self, outgoing: Outgoing) -> Iterator[str]:
        """The head, then a row a segment, every cell in quotation marks."""
        languages = {"source": f" [{outgoing.source_language}]", "target": f" [{outgoing.language}]"}
        yield MARK + line([name + languages.get(name, "") for name in COLUMNS])
        for group in outgoing.groups:
            for segment in group.segments:
                yield line([guarded(cell) for cell in row(group, segment)])

    def read(self, content: bytes) -> list[Incoming]:
        """The rows below a head that names our columns, in any order; others are passed by."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as wrong:
            raise Unreadable(_("The file is in an encoding that is not understood. Save it as UTF-8.")) from wrong
        beginning = text.partition("\n")[0]
        separator = max(",;\t", key=beginning.count)  # spreadsheets of half the world save with semicolons
        csv.field_size_limit(LARGEST_CELL)
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except csv.Error as wrong:
            raise Unreadable(_("The file is damaged: a quotation mark is missing or stands alone.")) from wrong
        return from_rows(rows)


def line(cells: list[str]) -> str:
    """One row (RFC 4180)."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()


def row(group: Group, segment: Segment) -> list[str]:
    """The cells of a segment."""
    standing = "draft" if segment.standing == "drafted" else segment.standing
    return [group.subject, segment.path, segment.source.text, segment.target.text, standing, segment.digest]


def from_rows(rows: list[list[str]]) -> list[Incoming]:
    """The units of a file; Unreadable where its head isn't ours."""
    head = {
        found[1]: (place, found[2] or "")
        for place, name in enumerate(rows[0] if rows else [])
        if (found := HEAD.fullmatch(name.strip().lower()))
    }
    if missing := [name for name in ("subject", "path", "target") if name not in head]:
        raise Unreadable(_("The first row lacks these columns: %(columns)s.") % {"columns": ", ".join(missing)})
    languages = Incoming("", "", "", "", "", source_language=head.get("source", (0, ""))[1], language=head["target"][1])
    return [incoming(languages, head, cells) for cells in rows[1:] if any(cells)]


def incoming(languages: Incoming, head: dict[str, tuple[int, str]], cells: list[str]) -> Incoming:
    """One row; what it is too short for is empty."""
    found = {name: plain(cells[place]) if place < len(cells) else "" for name, (place, _language) in head.items()}
    return replace(
        languages,
        subject=found["subject"].strip(),
        path=found["path"].strip(),
        source=found.get("source", ""),
        text=found["target"],
        state=STATES.get(found.get("state", "").strip().lower(), ""),
        digest=found.get("digest", "").strip(),
    )
