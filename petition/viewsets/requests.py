"""What an editor does with one signature because its signatory asks for it: a letter again, withdraw, erase."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from petition import lifecycle, outbox
from petition.models import Signature
from petition.models.letter import Kind
from petition.tokens import Link
from petition.viewsets import audit
from petition.viewsets.audit import Deed
from petition.viewsets.opening import opened


@transaction.atomic
def resend(signature: Signature, now: datetime) -> bool:
    """Queue again the letter that `signature` waits for, or its receipt; False where it had all letters it may have."""
    locked = Signature.objects.select_for_update().get(pk=signature.pk)
    kind = Kind.CONFIRM if locked.is_pending else Kind.RECEIPT
    if not has_letter(locked, now):
        return False
    who = opened(locked)
    return who.person is not None and outbox.queue(
        locked, kind, locked.letter_language, now, address=who.person.email, at_once=True
    )


def withdraw(signature: Signature, now: datetime) -> bool:
    """Withdraw `signature`; its signatory gets a letter that says so."""
    lifecycle.withdraw(Link(signature.pk, signature.petition_id, signature.epoch), now)
    return True


def erase(signature: Signature, now: datetime) -> bool:
    """Empty `signature` of its person."""
    lifecycle.erase(signature.pk, now)
    return True


def has_letter(signature: Signature, now: datetime) -> bool:
    """Whether there is a letter whose links work: the confirmation's live seven days."""
    return signature.is_standing or (signature.is_pending and now < signature.link_lives_until)


@dataclass(frozen=True)
class Request:
    """One thing that a signatory may ask for, with its words."""

    deed: Deed
    permission: str
    icon: str
    title: Any
    explanation: Any
    done: Any
    is_possible: Callable[[Signature, datetime], bool]
    act: Callable[[Signature, datetime], bool]


REQUESTS = {
    "resend": Request(
        Deed.RESEND,
        "change",
        "mail",
        _("Send the letter again"),
        _(
            "The signatory gets the letter once more: the one with the link to confirm, "
            "or the receipt with the link to withdraw."
        ),
        _("The letter is on its way."),
        has_letter,
        resend,
    ),
    "withdraw": Request(
        Deed.WITHDRAW,
        "change",
        "cross",
        _("Withdraw"),
        _("The signature counts no more. Do it only if its signatory asked for it; they get a letter that says so."),
        _("The signature is withdrawn."),
        lambda signature, _now: signature.withdrawn_at is None and signature.erased_at is None,
        withdraw,
    ),
    "erase": Request(
        Deed.ERASE,
        "delete",
        "bin",
        _("Erase the person"),
        _(
            "Name, e-mail, comment and letters go for good; nobody can bring them back. "
            "A confirmed signature still counts: withdraw it first if it should not. "
            "One that was never confirmed goes wholly."
        ),
        _("Everything about the person is erased."),
        lambda signature, _now: signature.erased_at is None,
        erase,
    ),
}


class RequestView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks on GET, acts on POST, logs."""

    model = Signature
    any_permission_required = ["view"]
    template_name = "petition/admin/request.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.wanted = REQUESTS.get(kwargs["name"])
        if self.wanted is None:
            raise Http404
        if not self.user_has_permission(self.wanted.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> Any:
        return self.wanted.title

    def get_page_subtitle(self) -> str:
        return audit.number(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("petition_signatures:index"), "label": _("Signatures")},
            {"url": self.back_url, "label": audit.number(self.object)},
            {"url": "", "label": self.wanted.title, "sublabel": audit.number(self.object)},
        ]

    @property
    def back_url(self) -> str:
        """The page of the signature."""
        return reverse("petition_signatures:inspect", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_possible = self.wanted.is_possible(self.object, timezone.now())
        audit.record(Deed.VIEW, self.request.user, self.object)
        return {
            **super().get_context_data(**kwargs),
            "signature": self.object,
            "who": opened(self.object),
            "wanted": self.wanted,
            "is_possible": is_possible,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        if self.wanted.is_possible(self.object, now) and self.wanted.act(self.object, now):
            audit.record(self.wanted.deed, request.user, self.object)
            messages.success(request, self.wanted.done)
        else:
            messages.error(
                request, _("That is not possible now: the signature is past it, or had all letters it may have.")
            )
        is_there = Signature.objects.filter(pk=self.object.pk).exists()
        return redirect(self.back_url if is_there else reverse("petition_signatures:index"))
