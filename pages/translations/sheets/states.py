"""How far each language of a subject is: what is live, drafted, in review, withdrawn."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from pages.languages import CODES, columns
from pages.models.translation import SheetState, TranslationSheet
from pages.translations import leaves
from pages.translations.sheets.rows import DERIVED, of, store

PARAGRAPH_KEY = re.compile(r'\sdata-block-key=\\"[^"\\]*\\"')  # in JSON; see units.BLOCK_KEY


def refresh_states(subject: Any, draft: Any = None) -> None:
    """Bring the states of every language in line with the live row; for whoever changed that or a plan."""
    if getattr(subject, "alias_of_id", None):
        return  # an alias has what its page has
    sheets = of(subject)
    set_states(draft if draft is not None else draft_of(subject), sheets)
    store(sheets.values(), DERIVED)


def draft_of(subject: Any) -> Any:
    """The latest draft of a subject with drafts; of another, itself with what waits on its sheets."""
    if hasattr(subject, "get_latest_revision_as_object"):
        return type(subject).objects.get(pk=subject.pk).get_latest_revision_as_object()
    draft = type(subject).objects.get(pk=subject.pk)
    for sheet in TranslationSheet.objects.of(subject).exclude(draft={}):
        if sheet.draft:
            leaves.put(draft, sheet.language, sheet.draft)
    return draft


def set_states(draft: Any, sheets: Mapping[str, TranslationSheet]) -> None:
    """Say of each language how far it is."""
    live = live_row(draft)
    public = public_languages(live) if live is not None else []
    in_review = languages_in_review(draft)
    for code, sheet in sheets.items():
        sheet.is_source = code == draft.source_language
        is_live = live is not None and code in public
        sheet.is_newer = is_live and differs(draft, live, code)
        if is_live:
            sheet.withdrawn_at = None
        elif sheet.state == SheetState.LIVE:
            sheet.withdrawn_at = timezone.now()
        if is_live and not sheet.is_newer:
            sheet.submitted_at = sheet.submitted_by = None  # whatever was to be looked at is out
        if is_live:
            sheet.state = SheetState.LIVE
        elif sheet.submitted_at or code in in_review:
            sheet.state = SheetState.REVIEW
        elif sheet.withdrawn_at:
            sheet.state = SheetState.WITHDRAWN
        else:
            sheet.state = SheetState.DRAFT if is_written(draft, code) else SheetState.OFF


def live_row(draft: Any) -> Any:
    """What is stored of `draft`; None where it is not live, as reading a row of 200 columns takes its time."""
    found = type(draft).objects.filter(pk=draft.pk)
    if hasattr(draft, "live_languages") and not found.filter(live=True).exists():
        return None
    return found.first()


def public_languages(live: Any) -> list[str]:
    """The languages in which `live` can be read; of what has no drafts, those with any text."""
    if hasattr(live, "live_languages"):
        found: list[str] = live.live_languages()
        return found
    return [code for code in CODES if is_written(live, code)]


def is_written(subject: Any, code: str) -> bool:
    """Whether there is any text in the language `code`."""
    return any(leaf.text.strip() for leaf in leaves.walk(subject, code))


def differs(draft: models.Model, live: Any, code: str) -> bool:
    """Whether the draft says anything else in `code` than the live row."""
    return any(
        said(getattr(draft, names[code])) != said(getattr(live, names[code])) for names in columns(type(draft)).values()
    )


def said(value: Any) -> str:
    """`value` in a form that compares, whatever keys an editor's paragraphs have been given since."""
    return PARAGRAPH_KEY.sub("", json.dumps(plain(value), sort_keys=True, default=str))


def plain(value: Any) -> Any:
    """`value` in a form that compares: raw blocks for a StreamValue, None for nothing."""
    return (list(value.raw_data) if hasattr(value, "raw_data") else value) or None


def languages_in_review(draft: Any) -> set[str]:
    """The languages that a workflow of Wagtail's has under review."""
    state = getattr(draft, "current_workflow_state", None)
    task = state.current_task_state if state else None
    if task is None or task.revision_id is None:
        return set()
    return set(task.revision.content.get("release") or [draft.source_language])
