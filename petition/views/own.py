"""The signatory's own page, from any letter: what is kept of them, a copy to take along, and what they choose."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from petition import kept, lifecycle
from petition.forms import ChoicesForm
from petition.models import Signature
from petition.tokens import Link, Purpose
from petition.views.letter_links import SHOWS, about, letter_link, own_person, sent
from petition.views.petition import offered


@letter_link(Purpose.OWN)
def own(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """Show everything; let be so what was chosen."""
    signature = lifecycle.find(link)
    form = ChoicesForm(signature, offered(request), sent(request))
    is_saved = form.is_valid() and signature.withdrawn_at is None
    if is_saved:
        signature = lifecycle.choose(link, form.choices)
        form = ChoicesForm(signature, offered(request))
    context = {**about(request, signature, token), **standing(signature), "form": form, "is_saved": is_saved}
    return TemplateResponse(request, "petition/own.html", context, status=422 if form.errors else 200)


def standing(signature: Signature) -> dict[str, Any]:
    """How the signature stands, and what was written about it."""
    return {
        "state": kept.state_of(signature).value,
        "can_confirm": signature.is_pending and timezone.now() < signature.link_lives_until,
        "letters": kept.letters_of(signature),
    }


@letter_link(Purpose.OWN, SHOWS)
def copy(request: HttpRequest, link: Link, token: str) -> HttpResponse:
    """The same as a file: JSON, its keys in English whatever the language."""
    signature = lifecycle.find(link)
    response = JsonResponse(
        kept.as_data(signature, own_person(signature, token)), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = f'attachment; filename="{signature.petition.slug}-signature.json"'
    return response
