"""Saves while somebody types: JSON in, JSON out, only the pieces that changed."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pages.translations.views import filling
from pages.translations.views.boxes import BROKEN
from pages.translations.views.places import Place, at_place, forbidden
from pages.translations.views.reading import Shown
from pages.translations.views.saving import MARKS, Posted, Result, save
from pages.translations.views.showing import Piece

MOST = 500  # pieces in one request; a sheet has fewer


@require_POST
@at_place
def take(request: HttpRequest, place: Place) -> HttpResponse:
    """Save {"pieces": [{path, content, base, state}]}, or fill {"fill": "source" or "machine", "path", "base"}."""
    if not place.may_write:
        return forbidden()
    try:
        asked = json.loads(request.body)
        pieces = [Posted(str(asked["path"]))] if "fill" in asked else pieces_of(asked)
    except BROKEN:
        return JsonResponse({"error": _("The request can't be read.")}, status=400)
    if "fill" in asked:
        result = filling.fill(place, pieces[0].path, str(asked["fill"]), str(asked.get("base", "")))
    else:
        result = save(place.subject, place.code, pieces, place.user)
    paths = {*result.written, *result.refused, *(piece.path for piece in pieces)}
    shown = Shown(Place(place.subject, place.language, place.user))
    progress = shown.progress
    return JsonResponse(
        {
            "pieces": {piece.path: told(piece, result) for piece in shown.pieces if piece.path in paths},
            "unknown": {path: refusal.reason for path, refusal in result.refused.items()},
            "progress": {"done": progress.done, "total": progress.total},
        }
    )


def pieces_of(asked: dict[str, Any]) -> list[Posted]:
    """The pieces of a request; one of BROKEN where they are not what a sheet sends."""
    pieces = []
    for one in asked["pieces"][:MOST]:
        content, state = one.get("content"), one.get("state", "")
        if not isinstance(one["path"], str) or not isinstance(content, str | None) or "\0" in (content or ""):
            raise TypeError
        (content or "").encode()  # half a character, which a database refuses
        pieces.append(Posted(one["path"], content, str(one.get("base", "")), state if state in MARKS else ""))
    return pieces


def told(piece: Piece, result: Result) -> dict[str, Any]:
    """What the sheet learns of one piece. `content` comes only where the box did not have it."""
    refusal = result.refused.get(piece.path)
    found: dict[str, Any] = {
        "standing": piece.standing,
        "label": str(piece.standing_label),
        "is_open": piece.is_open,
        "base": piece.box.digest if piece.box else "",
        "content": piece.box.own_content if piece.box else "",
    }
    if refusal:
        found["error"] = refusal.reason
        if refusal.theirs is not None:
            found["theirs"] = piece.target_html
    return found
