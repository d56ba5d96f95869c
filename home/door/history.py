"""What happens at the door stands in Wagtail's log, at the person it happened to."""

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, log


class Deed(StrEnum):
    """What is done to somebody's second step."""

    ADD = "door.device.add"
    REMOVE = "door.device.remove"
    CODES = "door.codes.make"
    USE_CODE = "door.codes.use"
    RESET = "door.reset"


WORDS = {
    Deed.ADD: (_("Add a device"), _("Added a device for signing in")),
    Deed.REMOVE: (_("Remove a device"), _("Removed a device for signing in")),
    Deed.CODES: (_("Make recovery codes"), _("Made new recovery codes")),
    Deed.USE_CODE: (_("Use a recovery code"), _("Signed in with a recovery code")),
    Deed.RESET: (_("Reset the second step"), _("Reset the second step of signing in")),
}


def register(actions: LogActionRegistry) -> None:
    """Make the deeds known to Wagtail's log."""
    for deed, (label, sentence) in WORDS.items():
        actions.register_action(deed, label, sentence)


def record(deed: Deed, whose: Any, by: Any = None) -> None:
    """Log that `by` (None: a command) did `deed` to the second step of `whose`."""
    log(whose, deed, user=by)
