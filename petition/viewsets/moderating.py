"""What the screens of alarms, quarantines and invalidations share: log, deeds, a crowd in words, names opened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.log_actions import LogActionRegistry
from wagtail.log_actions import registry as wagtail_log

from pages import formats, languages
from petition import vault
from petition.admin_words import country_name
from petition.lifecycle import NotNow
from petition.models import Petition, Signature
from petition.models.moderation import Pattern
from petition.viewsets import audit

SHOWN_OF_HASH = 8  # digits of a network's hash that tell it from others on a screen


# The log --------------------------------------------------------------------------------------------------------------
class Deed(StrEnum):
    """What an editor does with crowds of signatures."""

    ANSWER = "petition.alarm.answer"
    HOLD = "petition.quarantine.hold"
    GATHER = "petition.quarantine.gather"
    END = "petition.quarantine.end"
    RELEASE = "petition.quarantine.release"
    COUNT = "petition.invalidation.count"
    START = "petition.invalidation.start"
    CANCEL = "petition.invalidation.cancel"
    UNDO = "petition.invalidation.undo"


WORDS = {
    Deed.ANSWER: _("Answered an alarm"),
    Deed.HOLD: _("Began a quarantine"),
    Deed.GATHER: _("Chose signatures out of those held"),
    Deed.END: _("Ended a quarantine"),
    Deed.RELEASE: _("Released what a quarantine held"),
    Deed.COUNT: _("Made the dry run of an invalidation"),
    Deed.START: _("Started an invalidation"),
    Deed.CANCEL: _("Cancelled an invalidation"),
    Deed.UNDO: _("Undid an invalidation"),
}


def register(actions: LogActionRegistry) -> None:
    """Make the deeds known to Wagtail's log."""
    for deed, words in WORDS.items():
        actions.register_action(deed, words, words)


def record(deed: Deed, user: Any, subject: Any, **details: Any) -> None:
    """Log that `user` did `deed` to an alarm, a quarantine or an invalidation."""
    wagtail_log.log(subject, deed, user=user, title=f"{capfirst(str(subject))}: {subject.petition}", data=details)


# Deeds ----------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Act:
    """What a button does: `do(id, user, now)` raises NotNow where it is too late or too early."""

    deed: Deed
    do: Callable[[int, Any, datetime], Any]
    needs_tick: bool = False


class ActView(PermissionCheckedMixin, View):
    """Acts on POST, logs, and shows what became of it."""

    model: Any = None
    index_url_name = detail_url_name = ""
    permission_required = "change"
    acts: dict[str, Act] = {}

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        subject, act = get_object_or_404(self.model, pk=pk), self.acts.get(name)
        if act is None:
            raise Http404
        if act.needs_tick and request.POST.get("sure") != "yes":
            messages.error(request, _("Tick the box first."))
        else:
            self.act(act, subject)
        return redirect(self.after(subject))

    def act(self, act: Act, subject: Any) -> None:
        """Do it and log it, or neither."""
        try:
            with transaction.atomic():
                act.do(subject.pk, self.request.user, timezone.now())
                record(act.deed, self.request.user, subject)
        except NotNow:
            messages.error(self.request, _("That is not possible now. Look again: somebody was quicker."))

    def after(self, subject: Any) -> str:
        """Where to go from here."""
        return (
            reverse(self.detail_url_name, args=[subject.pk]) if self.detail_url_name else reverse(self.index_url_name)
        )


# Words ----------------------------------------------------------------------------------------------------------------
def in_words(pattern: Pattern) -> list[tuple[Any, str]]:
    """[(part, what it says)] of the parts that are given."""
    code = languages.current()
    moments = ("signed_from", "signed_until")
    told: dict[str, str] = {
        "countries": formats.list_of([country_name(each) or str(_("not told")) for each in pattern.countries], code),
        "languages": formats.list_of([languages.language(each).name for each in pattern.languages], code),
        "domains": formats.list_of(pattern.domains, code),
        "prefixes": formats.list_of([each[:SHOWN_OF_HASH] for each in pattern.prefixes], code),
        "doors": formats.list_of(pattern.doors, code),
        **{name: formats.moment(when, code) for name in moments if (when := getattr(pattern, name))},
        "least_score": "" if pattern.least_score is None else formats.number(pattern.least_score, code),
    }
    return [(capfirst(pattern._meta.get_field(name).verbose_name), words) for name, words in told.items() if words]


# People ---------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Row:
    """A signature in a list; `name` is empty for those who may not see names."""

    signature: Signature
    name: str

    @property
    def title(self) -> str:
        """ "Signature 17"."""
        return audit.number(self.signature)


def rows(found: Iterable[Signature], user: Any, petition: Petition, sought: str) -> list[Row]:
    """Signatures of a list, with names where `user` may see them; that is logged."""
    signatures = list(found)
    if not user.has_perm("petition.view_signature"):
        return [Row(each, "") for each in signatures]
    if signatures:
        audit.record(audit.Deed.LIST, user, petition, rows=len(signatures), sought=sought)
    return [Row(each, name_of(each)) for each in signatures]


def name_of(signature: Signature) -> str:
    """The sealed name; "" where it is erased or no key opens it."""
    try:
        return vault.unseal(signature.sealed).name
    except vault.Locked:
        return ""
