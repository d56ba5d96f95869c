"""Files as answers: one language streamed, several in a ZIP, a report as CSV."""

import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone

from pages.translations.exchange import collecting
from pages.translations.exchange.cells import guarded
from pages.translations.exchange.formats import FORMATS
from pages.translations.exchange.judging import Report
from pages.translations.exchange.parts import Format, Outgoing
from pages.translations.exchange.spreadsheet import MARK, line


def answer(
    found: Callable[[], Iterable[Any]], codes: list[str], name: str, screen: str, only_open: bool
) -> HttpResponseBase | None:
    """The subjects in the languages `codes` as a file in the format `name`; None where there would be none."""
    kind = FORMATS[name]
    files = collecting.files(found, codes, screen, only_open)
    if not files:
        return None
    response = single(kind, files[0]) if len(files) == 1 else zipped(kind, files)
    response["Cache-Control"] = "no-store"
    return response


def single(kind: Format, outgoing: Outgoing) -> HttpResponseBase:
    """One file, sent as it is written."""
    response = StreamingHttpResponse(encoded(kind, outgoing), content_type=kind.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file_name(kind, outgoing)}"'
    return response


def zipped(kind: Format, files: list[Outgoing]) -> HttpResponseBase:
    """Several files in one, put together on the disk."""
    buffer = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for outgoing in files:
            with archive.open(file_name(kind, outgoing), "w") as part:
                part.writelines(encoded(kind, outgoing))
    buffer.seek(0)
    name = f"translations-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(buffer, as_attachment=True, filename=name, content_type="application/zip")


def encoded(kind: Format, outgoing: Outgoing) -> Iterator[bytes]:
    """The file in pieces."""
    return (piece.encode() for piece in kind.write(outgoing))


def file_name(kind: Format, outgoing: Outgoing) -> str:
    """ "translations-en-fr-2026-02-25.xlf"."""
    return f"translations-{outgoing.source_language}-{outgoing.language}-{timezone.localdate():%Y-%m-%d}.{kind.suffix}"


def report_file(report: Report, name: str) -> HttpResponse:
    """Every line of a report as CSV."""
    rows = [
        [found.unit.subject, found.unit.path, found.label, str(found.verdict.label), str(found.remark), found.unit.text]
        for found in report.lines
    ]
    head = ["subject", "path", "place", "verdict", "remark", "target"]
    content = MARK + "".join(line([guarded(cell) for cell in row]) for row in [head, *rows])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="report-{timezone.localdate():%Y-%m-%d}.csv"'
    return response
