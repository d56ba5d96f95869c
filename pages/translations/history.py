"""What the history says of languages: which went live, were withdrawn, planned, reviewed, and by whose permission."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from pages import languages


class LanguagesFormatter(LogFormatter):
    """An entry that names the languages it is about."""

    sentence: Any = ""

    def format_message(self, log_entry: Any) -> str:
        """The entry in words."""
        data = log_entry.data or {}
        names = [languages.language(code).name for code in languages.ordered(data.get("languages", []))]
        credit = data.get("credit") or _("a supporter")
        words = {**data, "languages": ", ".join(names), "credit": credit}
        return str(self.sentence) % words


ACTIONS = {
    "translations.publish": (_("Publish languages"), _("Published in %(languages)s")),
    "translations.override": (
        _("Publish a language that is not ready"),
        _("Published in %(languages)s although not ready: %(lacks)s"),
    ),
    "translations.refuse": (
        _("Hold back a language"),
        _("Not published in %(languages)s: %(lacks)s"),
    ),
    "translations.withdraw": (_("Withdraw languages"), _("Withdrawn in %(languages)s")),
    "translations.submit": (_("Send a language to review"), _("Sent to review in %(languages)s")),
    "translations.send_back": (_("Send a language back"), _("Sent back to its translator in %(languages)s")),
    "translations.schedule": (_("Schedule a language"), _("Scheduled in %(languages)s for %(moment)s")),
    "translations.unschedule": (_("Cancel the schedule of a language"), _("Schedule cancelled in %(languages)s")),
    "translations.approve": (
        _("Approve a translation of the new demand"),
        _("Approved for the new demand in %(languages)s"),
    ),
    "translations.language_prepare": (_("Switch a language on"), _("Switched on: %(languages)s")),
    "translations.language_open": (_("Open a language to visitors"), _("Opened to visitors: %(languages)s")),
    "translations.language_close": (_("Close a language to visitors"), _("Closed to visitors: %(languages)s")),
    "translations.language_off": (_("Switch a language off"), _("Switched off: %(languages)s")),
    "translations.edit": (_("Translate"), _("Translated into %(languages)s")),
    "translations.cosmetic": (
        _("Change the source without touching its meaning"),
        _("Only spelling or style changed: translations stay good"),
    ),
    "translations.demand": (_("Change the demand"), _("The demand changed: each language needs approval")),
    "translations.import": (_("Import translations"), _("Imported translations into %(languages)s")),
    "translations.suggestion": (
        _("Accept a supporter's translation"),
        _("Accepted suggestions in %(languages)s by %(credit)s"),
    ),
}


def drop_false_rename(sender: Any, instance: Any, created: bool, **kwargs: Any) -> None:
    """Wagtail compares the draft's title with the live one before a publish has decided what it lets out.

    So it tells of a new name wherever a heading is drafted, though the name stays as it was.
    """
    title = (instance.data or {}).get("title") or {}
    if created and instance.action == "wagtail.rename" and title.get("old") == title.get("new"):
        instance.delete()


def register(registry: LogActionRegistry) -> None:
    """Make the entries known to Wagtail."""
    for name, (label, sentence) in ACTIONS.items():
        formatter = type("Formatter", (LanguagesFormatter,), {"label": label, "sentence": sentence})
        registry.register_action(name)(formatter)
