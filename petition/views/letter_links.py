"""The links of letters: GET shows, POST acts, because some mail servers open every link and run its scripts."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from pages import languages
from pages.unkept import unkept
from petition import lifecycle, tokens, vault
from petition.models import Signature
from petition.tokens import Link, Purpose
from petition.vault import Person
from petition.views.petition import offered

LinkView = Callable[[HttpRequest, Link, str], HttpResponse]
SHOWS, ACTS = ("GET", "HEAD"), ("GET", "HEAD", "POST")


def letter_link(
    purpose: Purpose, methods: Sequence[str] = ACTS
) -> Callable[[LinkView], Callable[[HttpRequest, str], HttpResponseBase]]:
    """A view of a link for `purpose`. A forged token ends here, before any SQL; a dead link is told what it was.

    The view is given the token too: it opens the signatory's own copy of what is kept.
    """

    def decorate(view: LinkView) -> Callable[[HttpRequest, str], HttpResponseBase]:
        @unkept
        @require_http_methods(list(methods))
        @wraps(view)
        def wrapper(request: HttpRequest, token: str) -> HttpResponse:
            try:
                return view(request, tokens.read(purpose, token), token)
            except tokens.Forged:
                return TemplateResponse(request, "petition/link_forged.html", status=404)
            except lifecycle.Expired:
                return TemplateResponse(request, "petition/link_expired.html", status=410)
            except lifecycle.Withdrawn as error:
                context = about(request, error.signature, token)
                return TemplateResponse(request, "petition/link_withdrawn.html", context, status=410)

        return wrapper

    return decorate


def sent(request: HttpRequest) -> Any:
    """What a form is filled with: what was sent, or None where nothing was."""
    return request.POST if request.method == "POST" else None


def about(request: HttpRequest, signature: Signature, token: str) -> dict[str, Any]:
    """What the pages of a signature speak of: the words signed, and the petition in the reader's language."""
    petition, current = signature.petition, languages.current()
    code = petition.shown_language(current, offered(request)) or signature.text.language
    return {
        "signature": signature,
        "person": own_person(signature, token),
        "petition": petition,
        "signed": signature.text,
        "signed_language": languages.language(signature.text.language),
        "words": petition.in_language(code),
        "words_language": languages.language(code),
        "petition_url": petition.url(current),
        "token": token,
    }


def own_person(signature: Signature, token: str) -> Person | None:
    """What was typed, opened with the link; None in the second before the letter worker has made the copy."""
    try:
        return vault.open_for_owner(signature.own_copy, token) if signature.own_copy else None
    except vault.Locked:
        return None
