"""The form of a petition arrives: signed, or back with what was typed."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from pages import languages, serving
from pages.unkept import unkept
from petition import lifecycle, throttle
from petition.forms import SignatureForm
from petition.models import Petition, PetitionText
from petition.views.gate import Gate
from petition.views.petition import offered, page_of

FORM_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")  # Django's forms read a "%" in it as a place to fill


@unkept
def sign(request: HttpRequest, slug: str, *, at_once: bool = False) -> HttpResponseBase:
    """Sign. The answer is the same for every mailbox, new or known: only the letter differs.

    Who comes here by GET, perhaps by the language switcher, is sent to the petition.
    """
    if request.method != "POST":
        return HttpResponseRedirect(get_object_or_404(Petition.objects.live(), slug=slug).url(languages.current()))
    text = text_seen(request, slug)
    form = SignatureForm(text.petition, request.POST, **places(request))
    now = timezone.now()
    try:
        lifecycle.check_open(text.petition, now)
        if not form.is_valid():
            return back(request, form)
        gate = Gate(request, form, now)
        lifecycle.take_in(gate.arrival(text, languages.current()), at_once=at_once)
    except throttle.NotYet as hindrance:
        return gate.helping(hindrance, about(text))
    except lifecycle.Closed:
        return TemplateResponse(request, "petition/closed.html", about(text), status=409)
    except lifecycle.NotYetOpen:
        return TemplateResponse(request, "petition/not_yet_open.html", about(text), status=409)
    context = {**about(text), "form": form, "email": form.cleaned_data["email"], "is_again": at_once}
    return TemplateResponse(request, "petition/check_mailbox.html", context)


def about(text: PetitionText) -> dict[str, Any]:
    """What every answer speaks of: the petition, and the words signed in their language."""
    return {"petition": text.petition, "signed": text, "signed_language": languages.language(text.language)}


def resend(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The same once more, for whom no letter reached."""
    return sign(request, slug, at_once=True)


def text_seen(request: HttpRequest, slug: str) -> PetitionText:
    """The words that stood above the form, which may be older than the newest where a page was kept for a while."""
    seen = PetitionText.objects.with_terms().filter(petition__slug=slug, petition__live=True)
    if text := seen.filter(pk=number(request.POST.get("text"))).first():
        return text
    asked = get_object_or_404(Petition.objects.live(), slug=slug)
    code = asked.shown_language(languages.current(), offered(request))
    text = get_object_or_404(PetitionText, pk=asked.live_texts[code].pk if code in asked.live_texts else 0)
    text.petition = asked
    return text


def places(request: HttpRequest) -> dict[str, str | int | None]:
    """Where the form stood, as it says itself."""
    return {
        "form_id": said if FORM_ID.fullmatch(said := request.POST.get("form", "")) else "sign-1",
        "page_id": number(request.POST.get("page")),
        "text_id": number(request.POST.get("text")),
    }


def number(typed: str | None) -> int | None:
    """A positive whole number that the database can hold, or None."""
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 16 else None


def back(request: HttpRequest, form: SignatureForm) -> HttpResponse:
    """The page that the form stood in with what was typed, or the petition's own where that page has it no more."""
    if form.page_id:
        page = serving.render_page(request, form.page_id, languages.current(), 422, {"petition_form": form})
        if page is not None:
            page = page.render() if hasattr(page, "render") else page
            if form.was_shown:
                return page
    return page_of(request, Petition.objects.get(pk=form.petition.pk), 422, petition_form=form)
