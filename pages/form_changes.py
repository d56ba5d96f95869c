"""What an editor says of a change of the source: whether it touches its translations. Asked in the form.

Wagtail saves an open form every half second, so the moment at which it was opened travels with it, signed: all saves
since then are one change, of which its editor says the kind at last.
"""

from datetime import datetime
from typing import Any

from django.core import signing
from django.utils import timezone
from wagtail.log_actions import log, registry

from pages.languages import columns
from pages.models.translation import ChangeKind, SourceChange
from pages.translations import roles
from pages.translations.drafting import Change

SALT = "pages.form_opened_at"
FIELDS = ("kind_of_change", "opened_at")


def begin(form: Any, kinds: tuple[ChangeKind, ...]) -> None:
    """Offer the `kinds` and note the moment; nothing is asked of a new object, nor of who can't change the source."""
    is_asked = form.instance.pk and (form.for_user is None or roles.may_edit_source(form.for_user))
    if not is_asked:
        for name in FIELDS:
            del form.fields[name]
        return
    form.fields["kind_of_change"].choices = [(kind.value, kind.label) for kind in kinds]
    form.initial["kind_of_change"] = ChangeKind.CONTENT.value
    form.initial["opened_at"] = signing.dumps(timezone.now().isoformat(), salt=SALT)


def opened_at(form: Any) -> datetime | None:
    """When the form was opened; None where that is not to be believed."""
    try:
        return datetime.fromisoformat(signing.loads(form.cleaned_data.get("opened_at", ""), salt=SALT))
    except (signing.BadSignature, ValueError):
        return None


def put(form: Any) -> None:
    """Let the draft about to be saved know its change, and the history, where it is of a kind that matters there."""
    if "kind_of_change" not in form.fields:
        return
    kind, since = form.cleaned_data.get("kind_of_change") or ChangeKind.CONTENT, opened_at(form)
    form.instance.change = Change(kind=kind, since=since)
    if kind != ChangeKind.CONTENT and has_changed(form, since) and not is_told(form, kind, since):
        log(form.instance, f"translations.{kind}", user=form.for_user)


def has_changed(form: Any, since: datetime | None) -> bool:
    """Whether the source is changed by this save, or was by an earlier one of the same form."""
    of_source = {names[form.source] for names in columns(type(form.instance)).values()}
    if of_source & set(form.changed_data):
        return True
    mine = SourceChange.objects.of(form.instance).filter(by=form.for_user)
    return since is not None and mine.filter(at__gte=since).exists()


def is_told(form: Any, kind: str, since: datetime | None) -> bool:
    """Whether the history has it already, by an earlier save of the same form."""
    if since is None:
        return False
    entries = registry.get_logs_for_instance(form.instance).filter(action=f"translations.{kind}", user=form.for_user)
    return bool(entries.filter(timestamp__gte=since).exists())
