"""Writes translations into drafts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry
from wagtail.models import Revision

from pages import languages
from pages.models.translation import TranslationSheet
from pages.translations import leaves, sheets
from pages.translations.desk.subjects import hold
from pages.translations.drafting import Change
from pages.translations.publishing import TranslatedContent
from pages.translations.units import Origin

ONE_SITTING = timedelta(minutes=10)  # within it, one person's saves at the desk are one revision


@dataclass(frozen=True)
class Outcome:
    """What came of a translation: paths that the language has no such piece of, and the draft as it is now."""

    unknown: set[str]
    draft: Any


@transaction.atomic
def translate(one: Any, code: str, texts: Mapping[str, str], origin: Origin) -> Outcome:
    """Write `texts` ({path: text}) into the draft of the language `code`, and mark units as `origin.states` says."""
    hold(one)
    draft = sheets.draft_of(one)
    begin(draft, code, texts)
    unknown = leaves.put(draft, code, texts)
    if isinstance(one, TranslatedContent):
        draft.change = Change(origins={code: origin})
        revision = draft.save_revision(user=origin.user, clean=False, overwrite_revision=sitting(one, origin.user))
        note(draft, code, revision, origin.user)
    else:
        keep_waiting(one, code, texts, unknown)
        sheets.record(draft, "content", {code: origin}, timezone.now())
    return Outcome(unknown, draft)


def note(draft: Any, code: str, revision: Revision, user: Any) -> None:
    """Tell in the history that the language `code` was edited: once a revision, however often it is overwritten."""
    entries = log_registry.get_logs_for_instance(draft).filter(action="translations.edit", revision=revision)
    if not any(code in entry.data.get("languages", []) for entry in entries):
        log(draft, "translations.edit", user=user, data={"languages": [code]}, revision=revision, content_changed=True)


def begin(draft: models.Model, code: str, texts: Mapping[str, str]) -> None:
    """Let a language that has nothing yet begin with the source's blocks, so that their texts find a place."""
    for base, names in languages.columns(type(draft)).items():
        is_stream = leaves.is_stream(draft._meta.get_field(names[code]))
        wanted = any(path.startswith(f"{base}.") for path in texts)
        if is_stream and wanted and not leaves.stored_blocks(draft, names[code]):
            leaves.put_blocks(draft, names[code], sheets.skeleton(draft, base, code))


def sitting(one: Any, user: Any) -> Revision | None:
    """The revision that the same person's next save at the desk may overwrite: young, and of no further use."""
    row = type(one).objects.get(pk=one.pk)
    latest = row.latest_revision
    if latest is None or user is None or latest.user_id != user.pk or row.live_revision_id == latest.pk:
        return None
    is_planned = latest.approved_go_live_at or TranslationSheet.objects.filter(go_live_revision=latest).exists()
    is_young = timezone.now() - latest.created_at < ONE_SITTING
    in_review = getattr(row, "current_workflow_state", None) is not None
    return None if is_planned or in_review or not is_young or not row.has_unpublished_changes else latest


def keep_waiting(one: Any, code: str, texts: Mapping[str, str], unknown: set[str]) -> None:
    """Keep the texts of a subject without drafts on its sheet until they are published."""
    sheet = sheets.of(one)[code]
    sheet.draft = {**sheet.draft, **{path: text for path, text in texts.items() if path not in unknown}}
    sheets.store([sheet], ["draft"])
