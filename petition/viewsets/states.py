"""The state of a signature in one word, as editors see it and filter by it."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from petition.models import Signature


class State(models.TextChoices):
    """Each signature is in one of these."""

    PENDING = "pending", _("pending")
    CONFIRMED = "confirmed", _("confirmed")
    HELD = "held", _("held")
    WITHDRAWN = "withdrawn", _("withdrawn")
    INVALIDATED = "invalidated", _("invalidated")
    ERASED = "erased", _("erased")


# The first whose moments have all come decides: an erased signature may have been withdrawn before
DECISIVE = {
    State.ERASED: ("erased_at",),
    State.INVALIDATED: ("invalidated_at",),
    State.WITHDRAWN: ("withdrawn_at",),
    State.HELD: ("confirmed_at", "held_at"),
    State.CONFIRMED: ("confirmed_at",),
}


def state_of(signature: Signature) -> State:
    """The state of one signature."""
    came = (state for state, moments in DECISIVE.items() if all(getattr(signature, moment) for moment in moments))
    return next(came, State.PENDING)


def having(signatures: QuerySet[Signature], state: str) -> QuerySet[Signature]:
    """Those of `signatures` that are in `state`."""
    condition = Q()
    for decisive, moments in DECISIVE.items():
        came = Q(**{f"{moment}__isnull": False for moment in moments})
        if decisive == state:
            return signatures.filter(condition & came)
        condition &= ~came
    return signatures.filter(condition)
