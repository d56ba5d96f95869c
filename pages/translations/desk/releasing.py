"""Review, publish, withdraw, approve: what is decided of one language of a subject."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from pages import languages
from pages.translations import leaves, readiness, sheets
from pages.translations.desk.subjects import hold
from pages.translations.publishing import TranslatedContent


@transaction.atomic
def publish(one: Any, codes: Iterable[str], user: Any = None, *, although_unready: bool = False) -> None:
    """Make the languages `codes` of the draft public; readiness.NotReady says what they lack."""
    wanted = languages.ordered(codes)
    missing = readiness.blocking(sheets.draft_of(one), wanted)
    if missing and not although_unready:
        raise readiness.NotReady(missing)
    if isinstance(one, TranslatedContent):
        # Wagtail's permissions are on pages, all languages at once: the gate asks for those of the language
        one.publish_languages(wanted, user=user, although_unready=although_unready, skip_permission_checks=True)
    else:
        publish_waiting(one, wanted, user)
    decide(one, wanted, submitted_at=None, submitted_by=None, needs_approval_at=None)


def publish_waiting(one: Any, codes: Iterable[str], user: Any) -> None:
    """Put what waits on the sheets of a subject without drafts into its row."""
    row = hold(one)
    found = sheets.of(one)
    for code in codes:
        leaves.put(row, code, found[code].draft)
        found[code].draft = {}
    sheets.store([found[code] for code in codes], ["draft"])
    row.save()
    log(row, "translations.publish", user=user, data={"languages": list(codes)})


@transaction.atomic
def withdraw(one: Any, codes: Iterable[str], user: Any = None) -> None:
    """Take the languages `codes` off the public site; their texts stay as drafts."""
    wanted = languages.ordered(codes)
    if isinstance(one, TranslatedContent):
        one.withdraw(wanted, user=user)
    else:
        row = hold(one)
        found = sheets.of(one)
        for code in wanted:
            texts = {path: leaf.text for path, leaf in leaves.of(row, code).items()}
            found[code].draft = {**texts, **found[code].draft}
            leaves.put(row, code, dict.fromkeys(texts, ""))
        sheets.store([found[code] for code in wanted], ["draft"])
        row.save(overtakes=False)
    log(one, "translations.withdraw", user=user, data={"languages": wanted})


def submit(one: Any, code: str, user: Any, note: str = "") -> None:
    """Ask those who may publish to look at the language `code`."""
    decide(one, [code], submitted_at=timezone.now(), submitted_by=user)
    log(one, "translations.submit", user=user, data={"languages": [code], "comment": note})


def send_back(one: Any, code: str, user: Any, note: str) -> None:
    """Give the language `code` back to its translator, with a reason."""
    decide(one, [code], submitted_at=None, submitted_by=None)
    log(one, "translations.send_back", user=user, data={"languages": [code], "comment": note})


def approve(one: Any, code: str, user: Any) -> None:
    """Say that the language `code` says what the changed demand says."""
    decide(one, [code], needs_approval_at=None)
    log(one, "translations.approve", user=user, data={"languages": [code]})


@transaction.atomic
def decide(one: Any, codes: Iterable[str], **decisions: Any) -> None:
    """Write what was decided on the sheets of `codes`, and bring the states in line."""
    hold(one)
    found = sheets.of(one)
    for code in codes:
        for name, value in decisions.items():
            setattr(found[code], name, value)
    sheets.store([found[code] for code in codes], decisions)
    sheets.refresh_states(one)
