"""Before a whole subject is unpublished, deleted or moved in the admin: all its languages leave, so each is asked."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from pages import languages
from pages.models.edition import Edition
from pages.translations import desk, editions, roles

Answer = HttpResponse | None


def public_languages(subject: Any, whole_branch: bool) -> set[str]:
    """The languages in which `subject` can be read, or anything below it."""
    if not isinstance(subject, Page):
        return set(subject.live_languages()) if hasattr(subject, "live_languages") else set()
    below = {"page__path__startswith": subject.path} if whole_branch else {"page_id": subject.pk}
    return set(Edition.objects.filter(**below).values_list("language", flat=True))


def refused(request: HttpRequest, subject: Any, whole_branch: bool) -> Answer:
    """An answer that says whose languages they are; None where all are the user's."""
    live = languages.ordered(public_languages(subject, whole_branch))
    others = [languages.language(code).name for code in live if not roles.may_publish(request.user, code)]
    if not others:
        return None
    sentence = _("“%(subject)s” is public in languages that are not yours to take off: %(languages)s.")
    return answer(request, subject, sentence % {"subject": subject, "languages": ", ".join(others)})


def not_their_source(request: HttpRequest, subject: Any) -> Answer:
    """An answer for who may not change what all languages share; None for who may."""
    if roles.may_edit_source(request.user):
        return None
    sentence = _("“%(subject)s” is shared by all its languages. Only editors of the source may move or delete it.")
    return answer(request, subject, sentence % {"subject": subject})


def answer(request: HttpRequest, subject: Any, sentence: str) -> HttpResponse:
    """Back to the subject, with the reason."""
    messages.error(request, sentence)
    return redirect(desk.edit_url(subject))


# What Wagtail asks ----------------------------------------------------------------------------------------------------
def unpublish(request: HttpRequest, subject: Any) -> Answer:
    """One subject, and the branch below a page where that was ticked."""
    return refused(request, subject, bool(request.POST.get("include_descendants")))


def delete(request: HttpRequest, subject: Any) -> Answer:
    """A subject with all its drafts, a page with all below it."""
    if not isinstance(subject, Page) and not hasattr(subject, "live_languages"):
        return None
    return refused(request, subject, True) or not_their_source(request, subject)


def move(request: HttpRequest, page: Page, destination: Page | None = None) -> Answer:
    """Addresses change in every language; outside every site nothing is public any more."""
    leaves = destination is not None and editions.place_below(destination) is None
    return (refused(request, page, True) if leaves else None) or not_their_source(request, page)


def first(request: HttpRequest, subjects: Iterable[Any], guard: Callable[..., Answer]) -> Answer:
    """The first answer that `guard` has for one of `subjects`."""
    return next(filter(None, (guard(request, subject) for subject in subjects)), None)


def bulk(request: HttpRequest, action_type: str, subjects: Iterable[Any], action: Any) -> Answer:
    """Many at once."""
    if action_type == "move":
        chosen = getattr(action, "cleaned_form", None)
        destination = chosen.cleaned_data.get("chooser") if chosen else None
        return first(request, subjects, lambda request, page: move(request, page, destination))
    guards = {"unpublish": unpublish, "delete": delete}
    return first(request, subjects, guards[action_type]) if action_type in guards else None


def delete_snippets(request: HttpRequest, subjects: Iterable[Any]) -> Answer:
    """Petitions, one or many."""
    return first(request, subjects, delete)


GUARDS: dict[str, Callable[..., Answer]] = {
    "before_unpublish_page": unpublish,
    "before_unpublish": unpublish,
    "before_delete_page": delete,
    "before_delete_snippet": delete_snippets,
    "before_move_page": move,
    "before_bulk_action": bulk,
}
