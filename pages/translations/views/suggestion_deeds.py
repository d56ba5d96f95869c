"""What a button of the page of suggestions does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pages.translations import roles, suggestions
from pages.translations.suggestions.inviting import DAYS, MOST_DAYS
from pages.translations.views.places import Place

Again = dict[str, Any]  # what the page shows again: `refused` suggestions, or the form of an invitation


class InviteForm(forms.Form):
    """A new link."""

    note = forms.CharField(
        label=gettext_lazy("For whom"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Only you and your colleagues see this."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Works for how many days"), min_value=1, max_value=MOST_DAYS, initial=DAYS
    )


@dataclass(frozen=True)
class Deed:
    """A deed: who may do it, and what it does; it answers with what the page is to show again, if anything."""

    is_allowed: Callable[[Place], bool]
    act: Callable[[HttpRequest, Place, int], Again | None]


def may_decide(place: Place) -> bool:
    """Whether this person reviews this language."""
    return place.may_write


def may_invite(place: Place) -> bool:
    """Whether this person hands out links."""
    return roles.may_manage(place.user)


def accept(request: HttpRequest, place: Place, number: int) -> Again | None:
    """Write one suggestion into the draft, as it stands in the reviewer's box."""
    typed = request.POST.get("text")
    try:
        suggestions.accept(place.subject, place.code, number, place.user, timezone.now(), typed)
    except ValidationError as error:
        messages.error(request, _("It was not accepted: see what stands below its box."))
        return {"refused": {number: (typed or "", " ".join(error.messages))}}
    except suggestions.Decided:
        messages.warning(request, _("Somebody has decided on this suggestion already."))
    except suggestions.Gone:
        messages.warning(request, _("The text that this translates is no longer there."))
    else:
        messages.success(request, _("Accepted into the draft."))
    return None


def accept_all(request: HttpRequest, place: Place, number: int) -> None:
    """Accept what nobody needs to look at again."""
    accepted = suggestions.accept_all(place.subject, place.code, place.user, timezone.now())
    sentence = ngettext(
        "%(number)s suggestion was accepted into the draft.",
        "%(number)s suggestions were accepted into the draft.",
        accepted,
    )
    messages.success(request, sentence % {"number": accepted})


def reject(request: HttpRequest, place: Place, number: int) -> None:
    """Put one aside."""
    try:
        suggestions.reject(place.subject, place.code, number, place.user, timezone.now())
    except suggestions.Decided:
        messages.warning(request, _("Somebody has decided on this suggestion already."))
    else:
        messages.success(request, _("Rejected. You can put it back below."))


def put_back(request: HttpRequest, place: Place, number: int) -> None:
    """Let one wait again."""
    try:
        suggestions.put_back(place.subject, place.code, number)
    except suggestions.Decided:
        messages.warning(request, _("Somebody has decided on this suggestion already."))
    else:
        messages.success(request, _("It waits again."))


def invite(request: HttpRequest, place: Place, number: int) -> Again | None:
    """Make a link."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return {"invite": form}
    wanted = form.cleaned_data
    suggestions.invite(place.subject, place.code, place.user, timezone.now(), wanted["note"], wanted["days"])
    messages.success(request, _("The link is ready: copy it and send it."))
    return None


def close(request: HttpRequest, place: Place, number: int) -> None:
    """Let a link work no more."""
    if link := suggestions.links_of(place.subject, place.code, timezone.now()).filter(pk=number).first():
        suggestions.close(link, timezone.now())
        messages.success(request, _("The link works no more. What came by it is still here."))


DEEDS = {
    "accept": Deed(may_decide, accept),
    "accept-all": Deed(may_decide, accept_all),
    "reject": Deed(may_decide, reject),
    "put-back": Deed(may_decide, put_back),
    "invite": Deed(may_invite, invite),
    "close": Deed(may_invite, close),
}
