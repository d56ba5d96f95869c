"""The page at the end of the first letter: one box, one button, and the signature counts."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from petition import lifecycle
from petition.forms import ConfirmForm
from petition.tokens import Link, Purpose
from petition.views.letter_links import about, letter_link, sent


@letter_link(Purpose.OWN)
def confirm(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Ask for the tick; with it, count the signature and thank."""
    now = timezone.now()
    form = ConfirmForm(sent(request))
    signature = lifecycle.awaiting(link, now)
    if form.is_valid():
        signature = lifecycle.confirm(link, now)
    context = about(request, signature, token)
    if signature.confirmed_at is not None:
        return TemplateResponse(request, "petition/confirmed.html", context)
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "petition/confirm.html", {**context, "form": form}, status=status)
