"""The state of a signature in one word, as editors see it and filter by it."""

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from petition.models import Signature


class State(models.TextChoices):
    """Each signature is in one of these."""

    PENDING = "pending", _("pending")
    CONFIRMED = "confirmed", _("confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    INVALIDATED = "invalidated", _("invalidated")
    ERASED = "erased", _("erased")


# The later deed decides: an erased signature may have been withdrawn before
DECISIVE = {
    State.ERASED: "erased_at",
    State.INVALIDATED: "invalidated_at",
    State.WITHDRAWN: "withdrawn_at",
    State.CONFIRMED: "confirmed_at",
}


def state_of(signature: Signature) -> State:
    """The state of one signature."""
    return next((state for state, moment in DECISIVE.items() if getattr(signature, moment) is not None), State.PENDING)


def having(signatures: QuerySet[Signature], state: str) -> QuerySet[Signature]:
    """Those of `signatures` that are in `state`."""
    condition = Q()
    for decisive, moment in DECISIVE.items():
        if decisive == state:
            return signatures.filter(condition & Q(**{f"{moment}__isnull": False}))
        condition &= Q(**{moment: None})
    return signatures.filter(condition)
