"""The protection's screen: a change holds at once and stands in the log with what it was before."""

from typing import Any

from django.http import HttpRequest
from django.template.defaultfilters import yesno
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.log_actions import registry as wagtail_log
from wagtail.models import ModelLogEntry

from petition import throttle
from petition.models import Protection

CHANGED = "petition.protection.change"
APART = {"id", "site"}


class ChangeFormatter(LogFormatter):
    """What was changed, from what to what."""

    label = _("Change the protection")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        changes = log_entry.data.get("changes", {})
        names = [field.name for field in Protection._meta.fields if field.name in changes]  # PostgreSQL keeps no order
        return "; ".join(f"{label_of(name)}: {said(changes[name][0])} → {said(changes[name][1])}" for name in names)


def said(value: Any) -> str:
    """A value as an editor reads it."""
    return str(yesno(value)) if isinstance(value, bool) else " ".join(str(value).split()) or "–"


def label_of(name: str) -> str:
    """The label of a field."""
    return capfirst(str(Protection._meta.get_field(name).verbose_name))


def register(actions: LogActionRegistry) -> None:
    """Make the change known to Wagtail's log."""
    actions.register_action(CHANGED)(ChangeFormatter)


def values(protection: Protection) -> dict[str, Any]:
    """{field: value} of all that editors set."""
    fields = [field.name for field in Protection._meta.fields if field.name not in APART]
    return {name: getattr(protection, name) for name in fields}


def before_edit(request: HttpRequest, setting: Any) -> None:
    """Keep what stood before."""
    if isinstance(setting, Protection) and request.method == "POST":
        request.protection_before = values(setting)  # type: ignore[attr-defined]


def after_edit(request: HttpRequest, setting: Any) -> None:
    """Log what changed, and let it hold at once; the other processes follow within seconds."""
    if not isinstance(setting, Protection):
        return
    before: dict[str, Any] = request.protection_before  # type: ignore[attr-defined]
    changes = {name: (before[name], value) for name, value in values(setting).items() if before[name] != value}
    throttle.forget()
    if changes:
        wagtail_log.log(setting, CHANGED, user=request.user, title=str(setting), data={"changes": changes})
