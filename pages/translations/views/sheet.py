"""The translator's view: one subject in one language beside its source. Without JavaScript it is one form.

Whatever button of the form is pressed, what was typed is saved first; then comes what the button asks for.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.translations import desk
from pages.translations.views import comments, filling, standing
from pages.translations.views.places import Place, at_place, forbidden
from pages.translations.views.reading import Shown
from pages.translations.views.saving import MARKS, Posted, Result, save

TEXT, HTML, BASE = "text:", "html:", "base:"  # how the form's fields begin; a piece's path follows


@at_place
def show(request: HttpRequest, place: Place) -> HttpResponse:
    """The sheet; posted, saves what was typed and does what the pressed button says."""
    if request.method != "POST":
        return page(request, place)
    deed, _colon, about = request.POST.get("do", "save").partition(":")
    if not (place.may_write if deed not in REMARKS else place.may_comment):
        return forbidden()
    result = save(place.subject, place.code, posted(request.POST, deed, about), place.user) if place.may_write else None
    DEEDS.get(deed, nothing)(request, place, about)
    if result and result.refused:
        messages.error(request, refusals(result))
        return page(request, Place(place.subject, place.language, place.user), result)
    if result and result.written:
        messages.success(request, _("Saved."))
    return redirect(place.url(path=about if deed in BY_PATH else ""))


def page(request: HttpRequest, place: Place, result: Result | None = None) -> HttpResponse:
    """The sheet as HTML; with `result`, what was refused stands in its box."""
    shown = Shown(place, result.refused if result else None)
    context = {
        "place": place,
        "shown": shown,
        "only_open": request.GET.get("show") == "open",
        "breadcrumbs_items": breadcrumbs(place),
        "header_title": place.name,
        "header_icon": "globe",
        **standing.context(place, shown),
    }
    return TemplateResponse(request, "pages/translations/sheet.html", context, status=422 if result else 200)


def breadcrumbs(place: Place) -> list[dict[str, Any]]:
    """The way here."""
    return [
        {"url": place.matrix_url, "label": _("Translations")},
        {"url": place.url(), "label": f"{place.name} · {place.language.name}"},
    ]


def posted(data: QueryDict, deed: str, about: str) -> Iterable[Posted]:
    """The pieces of the form. A button's mark goes with its piece."""
    paths = [name.removeprefix(BASE) for name in data if name.startswith(BASE)]
    for path in paths:
        is_html = HTML + path in data
        yield Posted(
            path,
            data.get((HTML if is_html else TEXT) + path),
            str(data[BASE + path]),
            deed if deed in MARKS and path == about else "",
            is_html,
        )


def refusals(result: Result) -> str:
    """How many pieces were not saved."""
    number = len(result.refused)
    sentence = ngettext(
        "%(number)s text was not saved: see what stands beside it.",
        "%(number)s texts were not saved: see what stands beside them.",
        number,
    )
    return sentence % {"number": number}


# What a button asks for beyond saving ---------------------------------------------------------------------------------
def nothing(request: HttpRequest, place: Place, about: str) -> None:
    """Saving was all."""


def hide(request: HttpRequest, place: Place, block_id: str) -> None:
    """Leave a block out in this language."""
    if block_id in Shown(place).hideable:
        desk.hide(place.subject, place.code, block_id, place.user)
        messages.success(request, _("Left out in this language. “Show it again” brings it back with its text."))


def unhide(request: HttpRequest, place: Place, block_id: str) -> None:
    """Bring a block back."""
    if block_id in place.sheet.hidden:
        desk.show(place.subject, place.code, block_id, place.user)
        messages.success(request, _("The block is back in this language."))


def fill(source: str) -> Any:
    """A deed that fills a box from `source`."""

    def deed(request: HttpRequest, place: Place, path: str) -> None:
        refusal = filling.fill(place, path, source).refused.get(path)
        if refusal:
            messages.error(request, refusal.reason)

    return deed


DEEDS = {
    "hide": hide,
    "show": unhide,
    "source": fill("source"),
    "machine": fill("machine"),
    "comment": comments.add_posted,
    "resolve": comments.resolve_posted,
}
BY_PATH = frozenset({*MARKS, "source", "machine", "comment"})  # deeds about one piece, to which one comes back
REMARKS = frozenset({"comment", "resolve"})  # for those, too, who publish and don't translate
