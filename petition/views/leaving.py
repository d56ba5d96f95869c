"""Withdrawing and erasing: a page that says what happens, a box, a button."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from petition import lifecycle
from petition.forms import EraseForm, WithdrawForm
from petition.tokens import Link, Purpose
from petition.views.letter_links import about, letter_link, sent


@letter_link(Purpose.OWN)
def withdraw(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Ask for the tick; with it, take the signature back."""
    form = WithdrawForm(sent(request))
    signature = lifecycle.withdraw(link, timezone.now()) if form.is_valid() else lifecycle.find(link)
    context = about(request, signature, token)
    if signature.withdrawn_at is not None:
        return TemplateResponse(request, "petition/withdrawn.html", context)
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "petition/withdraw.html", {**context, "form": form}, status=status)


@letter_link(Purpose.OWN)
def erase(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Ask for the tick; with it, everything of the person goes, and the link with it."""
    form = EraseForm(sent(request))
    signature = lifecycle.find(link)
    context = about(request, signature, token)
    if form.is_valid():
        lifecycle.erase_own(link, timezone.now())
        return TemplateResponse(request, "petition/erased.html", context)
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "petition/erase.html", {**context, "form": form}, status=status)
