"""Who looked at signatures, exported or changed them: kept in Wagtail's log, with no name and no mailbox in it."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.log_actions import registry as wagtail_log
from wagtail.models import ModelLogEntry

from petition.export import Kind
from petition.models import Petition, Signature


class Deed(StrEnum):
    """What an editor does with signatures."""

    LIST = "petition.signature.list"
    VIEW = "petition.signature.view"
    RESEND = "petition.signature.resend"
    WITHDRAW = "petition.signature.withdraw"
    ERASE = "petition.signature.erase"
    EXPORT = "petition.signature.export"
    NEWS = "petition.news.send"
    CANCEL_NEWS = "petition.news.cancel"


WORDS = {
    Deed.VIEW: (_("View a signature"), _("Looked at the signature")),
    Deed.RESEND: (_("Send a letter again"), _("Had the letter sent again")),
    Deed.WITHDRAW: (_("Withdraw a signature"), _("Withdrew the signature on request")),
    Deed.ERASE: (_("Erase a signature"), _("Erased the person from the signature on request")),
    Deed.NEWS: (_("Send news"), _("Had news sent by e-mail")),
    Deed.CANCEL_NEWS: (_("Cancel news"), _("Stopped the letters of news")),
}


class ListFormatter(LogFormatter):
    """A page of the list."""

    label = _("List signatures")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        rows = log_entry.data.get("rows", 0)
        return ngettext("Looked at a list of %(rows)s signature", "Looked at a list of %(rows)s signatures", rows) % {
            "rows": rows
        }


class ExportFormatter(LogFormatter):
    """A file; until its last row is sent, how many rows it has is not known."""

    label = _("Export signatures")

    def format_message(self, log_entry: ModelLogEntry) -> str:
        rows = log_entry.data.get("rows")
        if log_entry.data.get("kind") == Kind.COUNTS:
            return str(_("Exported numbers without persons"))
        if rows is None:
            return str(_("Began to export signatures"))
        return ngettext("Exported %(rows)s signature", "Exported %(rows)s signatures", rows) % {"rows": rows}

    def format_comment(self, log_entry: ModelLogEntry) -> str:
        return str(log_entry.data.get("reason", ""))


def register(actions: LogActionRegistry) -> None:
    """Make the deeds known to Wagtail's log."""
    for deed, (label, sentence) in WORDS.items():
        actions.register_action(deed, label, sentence)
    actions.register_action(Deed.LIST)(ListFormatter)
    actions.register_action(Deed.EXPORT)(ExportFormatter)


def record(deed: Deed, user: Any, subject: Petition | Signature | None, **details: Any) -> ModelLogEntry:
    """Log that `user` did `deed` to `subject` (None: to signatures of any petition)."""
    subject = subject or Signature(pk=0)
    title = str(subject) if isinstance(subject, Petition) else number(subject)
    return wagtail_log.log(subject, deed, user=user, title=title, data=storable(details))


def storable(details: Any) -> Any:
    """`details` without the one character that PostgreSQL keeps in no JSON; an address of the admin may hold it."""
    if isinstance(details, dict):
        return {name: storable(value) for name, value in details.items()}
    if isinstance(details, list):
        return [storable(value) for value in details]
    return details.replace("\0", "") if isinstance(details, str) else details


def number(signature: Signature) -> str:
    """ "Signature 17": what a signature is called where its signatory's name must not stand."""
    return f"{gettext('Signature')} {signature.pk}" if signature.pk else gettext("Signatures")


def history(signature: Signature, most: int = 50) -> list[ModelLogEntry]:
    """What editors did with `signature`, newest first."""
    return list(wagtail_log.get_logs_for_instance(signature).select_related("user")[:most])
