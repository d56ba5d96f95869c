"""Where a language of a subject stands: what can be done with it now, by whom, and what was done so far."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry

from pages.models.translation import SheetState
from pages.translations import desk, roles, suggestions
from pages.translations.views.places import Place

RECENT = 200  # entries of the history that are searched for this language
SHOWN = 30


# What the scripts say
WORDS = {
    "saving": _("Saving…"),
    "saved": _("Saved."),
    "unsaved": _("Not saved yet."),
    "refused": _("Not everything was saved: see what stands beside the text."),
    "failed": _("Not saved: the server can't be reached. What you wrote is kept here; it is tried again."),
    "signed_out": _("Not saved: you may have been signed out. Copy what you wrote, then reload the page."),
    "all_done": _("Nothing is open any more."),
    "replace": _("Replace what stands in the box?"),
    "limit": _("{number} of at most {limit} characters"),
    "progress": _("{done} of {total} done"),
}


@dataclass(frozen=True)
class Step:
    """Something that can be done with a language as a whole; `name` is a key of views.actions.ACTIONS."""

    name: str
    label: Any
    icon: str
    is_open: Callable[[Place], bool]  # whether this person may do it, and it makes sense now
    is_main: bool = False


def is_submitted(place: Place) -> bool:
    """Whether the language waits for a review."""
    return place.sheet.state == SheetState.REVIEW or place.sheet.submitted_at is not None


def is_written(place: Place) -> bool:
    """Whether there is any text in it."""
    return bool(place.sheet.state != SheetState.OFF)


def has_news(place: Place) -> bool:
    """Whether publishing would change what visitors read."""
    return is_written(place) and (place.sheet.state != SheetState.LIVE or place.sheet.is_newer)


def is_planned(place: Place) -> bool:
    """Whether something will happen by itself."""
    return place.sheet.go_live_at is not None or place.sheet.withdraw_at is not None


STEPS = [
    Step(
        "submit",
        _("Submit for review"),
        "arrow-right",
        lambda place: place.may_write and has_news(place) and not is_submitted(place),
        is_main=True,
    ),
    Step(
        "publish",
        _("Publish this language"),
        "upload",
        lambda place: place.may_publish and has_news(place),
        is_main=True,
    ),
    Step("send-back", _("Send back"), "undo", lambda place: place.may_publish and is_submitted(place)),
    Step(
        "approve",
        _("Approve for the new demand"),
        "check",
        lambda place: place.may_publish and place.sheet.needs_approval_at is not None,
    ),
    Step(
        "schedule",
        _("Schedule"),
        "calendar-alt",
        lambda place: place.may_publish and is_written(place),
    ),
    Step("unschedule", _("Cancel the schedule"), "cross", lambda place: place.may_publish and is_planned(place)),
    Step(
        "withdraw",
        _("Withdraw"),
        "download",
        lambda place: place.may_publish and place.sheet.state == SheetState.LIVE,
    ),
]


def steps(place: Place) -> list[Step]:
    """What this person can do now."""
    return [step for step in STEPS if step.is_open(place)]


def history(place: Place) -> list[Any]:
    """What was done with this language, newest first."""
    entries = registry.get_logs_for_instance(place.subject).filter(action__startswith="translations.")
    recent = entries.select_related("user").order_by("-timestamp")[:RECENT]
    return [entry for entry in recent if place.code in (entry.data or {}).get("languages", [])][:SHOWN]


def suggestions_url(place: Place) -> str:
    """Where supporters' suggestions are decided on; "" for whom they don't concern."""
    concerned = roles.may_translate(place.user, place.code) or roles.may_manage(place.user)
    return place.url("suggestion_review") if concerned else ""


def context(place: Place, shown: Any) -> dict[str, Any]:
    """What the head and the foot of the sheet show."""
    return {
        "steps": [{"step": step, "url": place.url(step.name)} for step in steps(place)],
        "history": history(place),
        "progress": shown.progress,
        "sheet_url": place.url(),
        "save_url": place.url("save"),
        "help_url": place.url("help"),
        "comment_url": place.url("comment"),
        "preview_url": place.url("preview"),
        "words": WORDS,
        "edit_url": desk.edit_url(place.subject) if roles.may_edit_source(place.user) else "",
        "suggestions_url": suggestions_url(place),
        "suggestions_waiting": suggestions.open_count(place.subject, place.code),
        "time_zone": timezone.get_current_timezone_name(),
    }
