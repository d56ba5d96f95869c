"""Lets an editor click a sentence of a preview and come to its translation: tells the preview what stands where.

Pieces are found by their text, so templates need no marks, and what visitors are served knows nothing of it.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, json_script

from pages import languages
from pages.translations import diff, leaves

END = b"</body>"


def attach(response: HttpResponse, draft: Any, code: str, user: Any) -> HttpResponse:
    """`response`, the preview of `draft` in the language `code`, with what leads from its sentences to the desk.

    Only for who may come to the desk, and only where there is something to come to: not in the source language.
    """
    is_at_desk = draft.pk and code in languages.CODES and code != draft.source_language
    may_come = user is not None and user.has_perm("wagtailadmin.access_admin")
    if not is_at_desk or not may_come or END not in response.content:
        return response
    kind = ContentType.objects.get_for_model(draft)
    desk = reverse("translations:sheet", args=[kind.pk, draft.pk, code])
    found = {"desk": desk, "texts": texts(draft, code)}
    script = format_html('<script type="module" src="{}"></script>', static("pages/admin/preview_units.js"))
    body, _end, rest = response.content.rpartition(END)
    response.content = body + f"{json_script(found, 'preview-units')}{script}".encode() + END + rest
    return response


def texts(draft: Any, code: str) -> list[tuple[str, str]]:
    """(path, plain text) of each piece that is written, in reading order."""
    return [
        (leaf.path, words)
        for leaf in leaves.walk(draft, code)
        if not leaf.is_optional and (words := diff.plain(leaf.text, leaf.is_rich))
    ]
