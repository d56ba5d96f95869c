"""Remarks on pieces of text: add one, mark it as resolved."""

import re

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pages.models.desk import TranslationComment
from pages.translations import leaves
from pages.translations.views.places import Place, at_place, forbidden
from pages.translations.views.reading import comments_at

NUMBER = re.compile("[0-9]{1,18}")
LONGEST = 2000  # characters; a remark, no essay


@require_POST
@at_place
def change(request: HttpRequest, place: Place) -> HttpResponse:
    """Add a remark or resolve one; the answer is the remarks of that piece."""
    if not place.may_comment:
        return forbidden()
    path = request.POST.get("path", "")
    if "resolve" in request.POST:
        path = resolve(place, request.POST["resolve"]) or path
    else:
        add(place, path, request.POST.get("text", ""))
    remarks = [comment for comment in comments_at(place) if comment.path == path]
    context = {"place": place, "path": path, "comments": remarks}
    return TemplateResponse(request, "pages/translations/sheet_comments.html", context)


def add(place: Place, path: str, text: str) -> None:
    """Add a remark on the piece `path`; nothing where there is no such piece or no words."""
    words = text.replace("\r\n", "\n").replace("\0", "").strip()[:LONGEST]
    known = leaves.of(place.draft, place.draft.source_language).keys() | leaves.of(place.draft, place.code).keys()
    if words and path in known:
        TranslationComment.objects.create(
            content_type=ContentType.objects.get_for_model(place.subject),
            object_id=place.subject.pk,
            path=path,
            language=place.code,
            text=words,
            by=place.user,
            at=timezone.now(),
        )


def resolve(place: Place, number: str) -> str:
    """Mark a remark of this place as resolved; its path, "" where there is no such."""
    found = comments_at(place).filter(pk=number).first() if NUMBER.fullmatch(number) else None
    if found is None:
        return ""
    if found.resolved_at is None:
        found.resolved_at = timezone.now()
        found.save(update_fields=["resolved_at"])
    return str(found.path)


def add_posted(request: HttpRequest, place: Place, path: str) -> None:
    """The same as a button of the sheet's form."""
    add(place, path, request.POST.get(f"comment:{path}", ""))


def resolve_posted(request: HttpRequest, place: Place, number: str) -> None:
    """The same as a button of the sheet's form."""
    resolve(place, number)
