"""Where a request to the desk points: a subject and a language, and what its sender may do there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from pages import languages
from pages.languages import CODES, Language
from pages.translations import desk, roles, sheets


@dataclass(frozen=True)
class Place:
    """One subject in one language, as one person meets it."""

    subject: Any
    language: Language
    user: Any

    @property
    def code(self) -> str:
        """The language's code."""
        return self.language.code

    @property
    def name(self) -> str:
        """What the subject is called."""
        return desk.label(self.subject)

    @cached_property
    def draft(self) -> Any:
        """The newest draft, read once for this request."""
        return sheets.draft_of(self.subject)

    @cached_property
    def sheet(self) -> Any:
        """How far the subject is in this language."""
        return sheets.of(self.subject)[self.code]

    def url(self, name: str = "sheet", path: str = "") -> str:
        """The address of the sheet, or of one of its parts; with `path`, at that piece."""
        return desk.sheet_url(self.subject, self.code, path, name)

    @property
    def matrix_url(self) -> str:
        """Everything translated, in each language."""
        return reverse("translations:matrix")

    # Rights -----------------------------------------------------------------------------------------------------------
    @cached_property
    def lock_message(self) -> str:
        """Why Wagtail lets this person change nothing, if so: locked by an editor, or by a workflow's task."""
        lock = self.subject.get_lock() if hasattr(self.subject, "get_lock") else None
        return str(lock.get_message(self.user) or "") or _("Locked.") if lock and lock.for_user(self.user) else ""

    @property
    def may_write(self) -> bool:
        """Whether this person may change the draft in this language."""
        return roles.may_translate(self.user, self.code) and not self.lock_message

    @property
    def may_publish(self) -> bool:
        """Whether this person may make this language public."""
        return roles.may_publish(self.user, self.code)

    @property
    def may_comment(self) -> bool:
        """Whether this person may remark on pieces."""
        return roles.may_translate(self.user, self.code) or self.may_publish

    @property
    def has_preview(self) -> bool:
        """Whether there is a page to show it on."""
        return hasattr(self.subject, "serve_preview")


At = Callable[..., HttpResponse]


def at_place(view: At) -> At:
    """Give a view the place that its address names; 404 where there is none, or nothing to translate into."""

    @wraps(view)
    def found(request: HttpRequest, content_type: int, object_id: int, language: str, **rest: Any) -> HttpResponse:
        try:
            subject = desk.subject(content_type, object_id)
        except desk.NoSubject as error:
            raise Http404 from error
        if language not in CODES or language == subject.source_language:
            raise Http404
        return view(request, Place(subject, languages.language(language), request.user), **rest)

    return found


def forbidden() -> HttpResponse:
    """The answer to what somebody may not do, though their page would not have offered it."""
    return HttpResponseForbidden(_("You may not change this language."), content_type="text/plain; charset=utf-8")
