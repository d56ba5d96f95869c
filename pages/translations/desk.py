"""What people do at the desk: translate, send to review and back, publish, withdraw, plan, approve. Knows no HTTP.

Each deed holds the subject's row while it works, so that two people in two languages lose nothing of each other.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from modeltranslation.translator import translator
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from pages import languages
from pages.models.translation import TranslationSheet
from pages.translations import leaves, readiness, sheets
from pages.translations.drafting import Change
from pages.translations.publishing import TranslatedContent
from pages.translations.units import Origin

ONE_SITTING = timedelta(minutes=10)  # within it, one person's saves at the desk are one revision


class NoSubject(LookupError):
    """There is no such thing to translate."""


@dataclass(frozen=True)
class Outcome:
    """What came of a translation: paths that the language has no such piece of, and the draft as it is now."""

    unknown: set[str]
    draft: Any


# Subjects -------------------------------------------------------------------------------------------------------------
def kinds() -> list[type[models.Model]]:
    """The models whose rows are translated."""
    return [model for model in translator.get_registered_models(abstract=False) if not model._meta.proxy]


def subject(content_type_id: int, object_id: int) -> Any:
    """The subject; NoSubject where there is none."""
    content_type = ContentType.objects.filter(pk=content_type_id).first()
    model = content_type.model_class() if content_type else None
    if model not in kinds():
        raise NoSubject
    found = model._default_manager.filter(pk=object_id).first()
    if found is None:
        raise NoSubject
    return found


def label(one: Any) -> str:
    """What the subject is called in lists: its heading, its title or its name."""
    if isinstance(one, TranslatedContent):
        return str(one)
    return str(getattr(one, "title", "")) or str(one._meta.verbose_name).capitalize()


def edit_url(one: Any) -> str:
    """Where Wagtail edits the subject."""
    if isinstance(one, Page):
        return reverse("wagtailadmin_pages:edit", args=[one.pk])
    options = one._meta
    if hasattr(one, "file"):
        return reverse("wagtailimages:edit", args=[one.pk])
    if hasattr(one, "site_id"):
        return reverse("wagtailsettings:edit", args=[options.app_label, options.model_name, one.site_id])
    return reverse(f"wagtailsnippets_{options.app_label}_{options.model_name}:edit", args=[quote(one.pk)])


def sheet_url(one: Any, code: str, path: str = "") -> str:
    """Where the desk shows the subject in a language; with `path`, at that unit."""
    content_type = ContentType.objects.get_for_model(one)
    url = reverse("translations:sheet", args=[content_type.pk, one.pk, code])
    return f"{url}#{path}" if path else url


# Translating ----------------------------------------------------------------------------------------------------------
@transaction.atomic
def translate(one: Any, code: str, texts: Mapping[str, str], origin: Origin) -> Outcome:
    """Write `texts` ({path: text}) into the draft of the language `code`, and mark units as `origin.states` says."""
    type(one).objects.select_for_update().filter(pk=one.pk).first()
    draft = sheets.draft_of(one)
    begin(draft, code, texts)
    unknown = leaves.put(draft, code, texts)
    if isinstance(one, TranslatedContent):
        draft.change = Change(origins={code: origin})
        draft.save_revision(
            user=origin.user, clean=False, log_action="translations.edit", overwrite_revision=sitting(one, origin.user)
        )
    else:
        keep_waiting(one, code, texts, unknown)
        sheets.record(draft, "content", {code: origin}, timezone.now())
    return Outcome(unknown, draft)


def begin(draft: Any, code: str, texts: Mapping[str, str]) -> None:
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


# Publishing -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def publish(one: Any, codes: Iterable[str], user: Any = None, *, although_unready: bool = False) -> None:
    """Make the languages `codes` of the draft public; readiness.NotReady says what they lack."""
    wanted = languages.ordered(codes)
    missing = readiness.blocking(sheets.draft_of(one), wanted)
    if missing and not although_unready:
        raise readiness.NotReady(missing)
    if isinstance(one, TranslatedContent):
        one.publish_languages(wanted, user=user, although_unready=although_unready)
    else:
        publish_waiting(one, wanted, user)
    decide(one, wanted, submitted_at=None, submitted_by=None, needs_approval_at=None)


def publish_waiting(one: Any, codes: Iterable[str], user: Any) -> None:
    """Put what waits on the sheets of a subject without drafts into its row."""
    row = type(one).objects.select_for_update().get(pk=one.pk)
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
        row = type(one).objects.select_for_update().get(pk=one.pk)
        found = sheets.of(one)
        for code in wanted:
            texts = {path: leaf.text for path, leaf in leaves.of(row, code).items()}
            found[code].draft = {**texts, **found[code].draft}
            leaves.put(row, code, dict.fromkeys(texts, ""))
        sheets.store([found[code] for code in wanted], ["draft"])
        row.save()
    log(one, "translations.withdraw", user=user, data={"languages": wanted})


# Reviewing ------------------------------------------------------------------------------------------------------------
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
    found = sheets.of(one)
    for code in codes:
        for name, value in decisions.items():
            setattr(found[code], name, value)
    sheets.store([found[code] for code in codes], decisions)
    sheets.refresh_states(one)


# Plans ----------------------------------------------------------------------------------------------------------------
@transaction.atomic
def schedule(one: Any, code: str, user: Any, go_live_at: datetime | None, withdraw_at: datetime | None = None) -> None:
    """Plan when the language `code` goes live, as it is drafted now, and when it goes again."""
    revision = None
    if go_live_at is not None and isinstance(one, TranslatedContent):
        if missing := readiness.blocking(sheets.draft_of(one), [code]):
            raise readiness.NotReady(missing)
        draft = sheets.draft_of(one)
        draft.release = [code]
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
    """Publish one language as it was when that was planned; what has become unready since waits, and the log says so."""
    one, code, revision = sheet.subject, sheet.language, sheet.go_live_revision
    decide(one, [code], go_live_at=None, go_live_revision=None)
    if revision is not None:
        revision.publish(user=sheet.scheduled_by, skip_permission_checks=True)
    else:
        publish(one, [code], sheet.scheduled_by)


@transaction.atomic
def go_off(sheet: TranslationSheet) -> None:
    """Withdraw one language whose time is over."""
    one, code = sheet.subject, sheet.language
    decide(one, [code], withdraw_at=None)
    withdraw(one, [code], sheet.scheduled_by)


# Structure ------------------------------------------------------------------------------------------------------------
@transaction.atomic
def hide(one: Any, code: str, block_id: str, user: Any) -> None:
    """Leave a block of the source out of the language `code`."""
    change_structure(one, code, user, lambda sheet: setattr(sheet, "hidden", sorted({*sheet.hidden, block_id})))


@transaction.atomic
def show(one: Any, code: str, block_id: str, user: Any) -> None:
    """Bring a block of the source back into the language `code`, with the text that it had."""

    def bring_back(sheet: TranslationSheet) -> None:
        sheet.hidden = sorted({*sheet.hidden} - {block_id})
        sheet.known = sorted({*sheet.known} - {block_id})  # new to this language, so it comes with its texts

    change_structure(one, code, user, bring_back)


def change_structure(one: Any, code: str, user: Any, deed: Callable[[TranslationSheet], None]) -> None:
    """Change a sheet's structure and let the draft follow it."""
    type(one).objects.select_for_update().filter(pk=one.pk).first()
    draft = sheets.draft_of(one)
    sheet = sheets.of(one)[code]
    deed(sheet)
    sheets.store([sheet], ["hidden", "known"])
    drop_hidden(draft, code, set(sheet.hidden))
    draft.save_revision(user=user, clean=False, log_action="translations.edit")


def drop_hidden(draft: Any, code: str, hidden: set[str]) -> None:
    """Take the blocks `hidden` out of the draft's column."""
    for names in languages.columns(type(draft)).values():
        if leaves.is_stream(draft._meta.get_field(names[code])):
            kept = [item for item in leaves.stored_blocks(draft, names[code]) if item["id"] not in hidden]
            leaves.put_blocks(draft, names[code], kept)
