"""Plans: when a language goes live, and when it goes again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from pages.models.translation import TranslationSheet
from pages.translations import gate, readiness, sheets
from pages.translations.desk.releasing import decide, publish, withdraw
from pages.translations.desk.subjects import hold
from pages.translations.publishing import TranslatedContent


@transaction.atomic
def schedule(one: Any, code: str, user: Any, go_live_at: datetime | None, withdraw_at: datetime | None = None) -> None:
    """Plan when the language `code` goes live, as it is drafted now, and when it goes again."""
    revision = None
    if go_live_at is not None and isinstance(one, TranslatedContent):
        draft = sheets.draft_of(one)
        if missing := readiness.blocking(draft, [code]):
            raise readiness.NotReady(missing)
        draft.release = []  # decided when it is time: a tick in the draft would let it out at the next publish
        revision = draft.save_revision(user=user, clean=False)
    decide(one, [code], go_live_at=go_live_at, go_live_revision=revision, withdraw_at=withdraw_at, scheduled_by=user)
    moment = (go_live_at or withdraw_at or timezone.now()).isoformat(timespec="minutes")
    log(one, "translations.schedule", user=user, data={"languages": [code], "moment": moment})


def unschedule(one: Any, code: str, user: Any) -> None:
    """Drop the plan of the language `code`."""
    decide(one, [code], go_live_at=None, go_live_revision=None, withdraw_at=None, scheduled_by=None)
    log(one, "translations.unschedule", user=user, data={"languages": [code]})


def publish_due(now: datetime) -> int:
    """Publish and withdraw what is planned for `now` or before; how many deeds that were."""
    due: list[tuple[Any, Callable[[TranslationSheet], None]]] = [
        *((sheet, go_live) for sheet in TranslationSheet.objects.filter(go_live_at__lte=now).order_by("go_live_at")),
        *((sheet, go_off) for sheet in TranslationSheet.objects.filter(withdraw_at__lte=now).order_by("withdraw_at")),
    ]
    for sheet, deed in due:
        deed(sheet)
    return len(due)


@transaction.atomic
def go_live(sheet: TranslationSheet) -> None:
    """Publish one language as it was when that was planned; what has become unready since stays, the log says why."""
    one, code, revision = sheet.subject, sheet.language, sheet.go_live_revision
    if not is_still_planned(one, sheet, "go_live_at"):
        return
    decide(one, [code], go_live_at=None, go_live_revision=None)
    if revision is not None:
        revision.content["release"] = [code]
        revision.save(update_fields=["content"])
        revision.publish(user=sheet.scheduled_by, skip_permission_checks=True)
        return
    if isinstance(one, TranslatedContent):  # `purge_revisions` took it, and what is drafted now was never planned
        gate.refuse(one, [code], _("The draft that was to go live is no longer kept."))
        return
    try:
        publish(one, [code], sheet.scheduled_by)
    except readiness.NotReady as error:
        gate.refuse(one, [code], gate.sentences(error.lacks[code]))


@transaction.atomic
def go_off(sheet: TranslationSheet) -> None:
    """Withdraw one language whose time is over."""
    one, code = sheet.subject, sheet.language
    if is_still_planned(one, sheet, "withdraw_at"):
        decide(one, [code], withdraw_at=None)
        withdraw(one, [code], sheet.scheduled_by)


def is_still_planned(one: Any, sheet: TranslationSheet, name: str) -> bool:
    """Whether nobody else, another worker or an editor, has seen to the plan `name` by now; holds the row."""
    hold(one)
    return TranslationSheet.objects.filter(pk=sheet.pk, **{name: getattr(sheet, name)}).exists()
