"""Where a supporter suggests translations: one form, whose address is the right to send it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from pages import languages
from pages.models.desk import SuggestionLink
from pages.translations import desk, suggestions
from pages.unkept import unkept

BOX = re.compile(r"text~(?P<path>.+)~(?P<seen>[0-9a-f]{16})", re.DOTALL)


@dataclass(frozen=True)
class Box:
    """The box of one piece: what stands in it, and what is wrong with that."""

    piece: suggestions.Piece
    number: int
    text: str
    problem: str

    @property
    def name(self) -> str:
        """Its name in the form: the piece, and what was shown of it."""
        return f"text~{self.piece.path}~{self.piece.seen}"

    @property
    def id(self) -> str:
        """Its id in the page."""
        return f"box-{self.number}"


@unkept
@require_http_methods(["GET", "HEAD", "POST"])
def suggest(request: HttpRequest, key: str) -> HttpResponse:
    """The form; posted, keeps what was suggested and thanks. Links that don't work say so plainly."""
    now = timezone.now()
    try:
        link = suggestions.find(key, now)
    except suggestions.Unknown:
        return TemplateResponse(request, "pages/suggest/unknown.html", status=404)
    except suggestions.Over:
        return TemplateResponse(request, "pages/suggest/over.html", status=410)
    if request.method != "POST":
        return form(request, link)
    may_thank = "thank" in request.POST
    try:
        number = suggestions.send(link, typed(request.POST), request.POST.get("name", "") if may_thank else "", now)
    except suggestions.Refused as refusal:
        return form(request, link, refusal.problems)
    return TemplateResponse(request, "pages/suggest/thanks.html", {**about(link), "number": number})


def typed(data: QueryDict) -> Iterator[suggestions.Typed]:
    """(piece, what was seen of it, what was typed) of each box."""
    for name, text in data.items():
        if found := BOX.fullmatch(name):
            yield found["path"], found["seen"], str(text)


def form(request: HttpRequest, link: SuggestionLink, problems: dict[str, str] | None = None) -> HttpResponse:
    """The form, with what was typed if that could not be kept."""
    problems = problems or {}
    written = {path: text for path, _seen, text in typed(request.POST)}
    boxes = [
        Box(piece, number, written.get(piece.path, piece.typed), problems.get(piece.path, ""))
        for number, piece in enumerate(suggestions.pieces(link), start=1)
    ]
    context = {
        **about(link),
        "boxes": boxes,
        "is_refused": bool(problems),
        "refused": [box for box in boxes if box.problem],
        "problem": problems.get("", ""),
        "name_problem": problems.get("name", ""),
        "name": request.POST.get("name", ""),
        "may_thank": "thank" in request.POST,
        "has_marks": any(box.piece.leaf.is_rich for box in boxes),
    }
    return TemplateResponse(request, "pages/suggest/form.html", context, status=422 if problems else 200)


def about(link: SuggestionLink) -> dict[str, Any]:
    """What each answer speaks of."""
    subject: Any = link.subject
    return {
        "link": link,
        "subject": desk.label(subject),
        "source_language": languages.language(subject.source_language),
        "target_language": languages.language(link.language),
    }
