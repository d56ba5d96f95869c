"""Compares a page with what it must hold: draft, live row, editions, sheets, units."""

from typing import Any

from pages.languages import CODES, column
from pages.models import Edition
from pages.models.translation import TranslationUnit
from pages.translations import sheets, units
from pages.translations.structure import levels
from tests.pages.translations.trees import BODY, texts
from tests.pages.translations.walk.expected import EMPTY, FIELDS, SPOKEN, Content, Expected, every_text

COUNTS = ["total", "missing", "machine", "drafted", "stale", "done"]


def compare(expected: Expected) -> None:
    """Everything; what the draft holds is kept in `expected` as it was found, once it is right."""
    row = expected.page
    draft = row.get_latest_revision_as_object()
    found = Content.of(draft)
    compare_draft(expected, found)
    expected.draft = found
    expected.revisions[row.latest_revision_id] = found
    compare_live(expected, row)
    compare_sheets(expected, row, draft)
    for page in (row, draft):
        assert not any(getattr(page, column("heading", code)) for code in CODES if code not in SPOKEN)


def compare_draft(expected: Expected, found: Content) -> None:
    """No text of another language, no text lost, the source's blocks."""
    assert found.fields == expected.draft.fields
    assert found.bodies[expected.source] == expected.draft.bodies[expected.source]
    for code in expected.targets:
        tongue = expected.tongues[code]
        assert texts(found.bodies[code]) == tongue.texts, code
        standing = [item["id"] for items in levels(BODY, found.bodies[code], "").values() for item in items]
        assert [id_ for id_ in standing if id_ not in tongue.own] == tongue.ids, code
        assert set(standing) == set(tongue.ids) | tongue.own, code


def compare_live(expected: Expected, row: Any) -> None:
    """Visitors read what was last published in each language, byte for byte."""
    assert row.live == expected.live
    if expected.live:
        live = Content.of(row)
        assert {code: live.of_language(code) for code in SPOKEN} == {
            code: expected.public.get(code, EMPTY) for code in SPOKEN
        }
        pending = any(live.of_language(code) != expected.draft.of_language(code) for code in SPOKEN)
        assert row.has_unpublished_changes or not pending
    editions = {edition.language: edition.heading for edition in Edition.objects.filter(page_id=expected.pk)}
    assert editions == {code: expected.public[code]["heading"] for code in expected.live_codes}


def compare_sheets(expected: Expected, row: Any, draft: Any) -> None:
    """The desk's tables say what the draft and its history say."""
    found = sheets.of(row)
    for code in expected.targets:
        sheet, tongue = found[code], expected.tongues[code]
        assert set(sheet.hidden) == tongue.hidden, code
        assert set(sheet.own) == tongue.own, code
        assert {name: getattr(sheet, name) for name in COUNTS} == expected.counts(code), code
    assert {code: found[code].state for code in SPOKEN} == {code: expected.state(code) for code in SPOKEN}
    compare_units(expected, draft)


def compare_units(expected: Expected, draft: Any) -> None:
    """Stale exactly where the source's digest isn't the one translated from."""
    source = expected.draft.said(expected.source)
    kept: dict[tuple[str, str], Any] = {}
    for unit in TranslationUnit.objects.of(draft):
        standing = every_text(expected.draft.bodies[unit.language])
        found = [unit.path] if unit.path in FIELDS else [tail for tail in units.tails(unit.path) if tail in standing]
        for key in found:
            kept[(unit.language, key)] = unit
    origins = {
        (code, key): origin
        for (code, key), origin in expected.origins.items()
        if expected.draft.said(code).get(key, "").strip()
    }
    assert kept.keys() == origins.keys()
    for (code, key), origin in origins.items():
        unit = kept[(code, key)]
        assert (unit.digest, unit.from_digest, unit.state) == (origin.digest, origin.source, origin.state), (code, key)
        assert (unit.from_digest != units.digest(source.get(key, ""))) == (
            origin.source != units.digest(source.get(key, ""))
        )
