"""Where reviewers decide on supporters' suggestions, and managers make the links by which they come."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pages import languages
from pages.alternates import site_origin
from pages.languages import Language
from pages.models.desk import SuggestionLink
from pages.translations import desk, roles, suggestions
from pages.translations.views import markup
from pages.translations.views.places import Place, at_place, forbidden
from pages.translations.views.suggestion_deeds import DEEDS, InviteForm

NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True)
class Line:
    """One subject in one language for which something waits."""

    name: str
    language: Language
    waiting: int
    url: str


@dataclass(frozen=True)
class Card:
    """A suggestion as its reviewer sees it; `typed` and `problem`: what was posted and could not be stored."""

    waiting: suggestions.Waiting
    typed: str
    problem: str = ""

    @property
    def source(self) -> SafeString:
        """The source now."""
        return markup.shown(self.waiting.source.text if self.waiting.source else "", self.waiting.is_rich)

    @property
    def source_changes(self) -> SafeString:
        """What has changed in the source since this was suggested."""
        now = self.waiting.source.text if self.waiting.source else ""
        return markup.changes(self.waiting.suggestion.from_text, now, self.waiting.is_rich)

    @cached_property
    def changes(self) -> SafeString:
        """What the suggestion would change in the present translation."""
        return markup.changes(self.waiting.present, self.waiting.suggestion.text, self.waiting.is_rich)


# Everything that waits ------------------------------------------------------------------------------------------------
def index(request: HttpRequest) -> HttpResponse:
    """What waits in each subject and language that this person works in."""
    user = request.user
    if not (roles.may_manage(user) or any(roles.may_translate(user, code) for code in languages.CODES)):
        raise PermissionDenied
    context = {
        "lines": lines(user),
        "breadcrumbs_items": breadcrumbs(),
        "header_title": _("Supporters’ suggestions"),
        "header_icon": "group",
    }
    return TemplateResponse(request, "pages/translations/suggestions.html", context)


def lines(user: Any) -> list[Line]:
    """The lines that `user` may decide on, those with the newest suggestions first."""
    counts = suggestions.open_counts()
    may_manage = roles.may_manage(user)
    subjects = {
        (kind, pk): subject
        for kind in {kind for kind, _pk, _code in counts}
        for pk, subject in in_bulk(kind, {pk for one, pk, _code in counts if one == kind}).items()
    }
    return [
        Line(
            desk.label(subjects[kind, pk]),
            languages.language(code),
            waiting,
            reverse("translations:suggestion_review", args=[kind, pk, code]),
        )
        for (kind, pk, code), waiting in counts.items()
        if (kind, pk) in subjects and code in languages.CODES and (may_manage or roles.may_translate(user, code))
    ]


def in_bulk(content_type_id: int, numbers: set[int]) -> dict[int, Any]:
    """{number: subject} of one kind; one query."""
    model: Any = desk.subject_types().get(content_type_id)
    return dict(model.objects.in_bulk(numbers)) if model else {}


def breadcrumbs(place: Place | None = None) -> list[dict[str, Any]]:
    """The way here."""
    found = [
        {"url": reverse("translations:matrix"), "label": _("Translations")},
        {"url": reverse("translations:suggestion_index"), "label": _("Supporters’ suggestions")},
    ]
    if place:
        found.append({"url": place.url("suggestion_review"), "label": f"{place.name} · {place.language.name}"})
    return found


# One subject in one language ------------------------------------------------------------------------------------------
@at_place
def review(request: HttpRequest, place: Place) -> HttpResponse:
    """What waits there, and the links; posted, does what the pressed button says."""
    if not (roles.may_translate(request.user, place.code) or roles.may_manage(request.user)):
        return forbidden()
    if request.method != "POST":
        return page(request, place)
    name, _colon, number = request.POST.get("do", "").partition(":")
    deed = DEEDS.get(name)
    if deed is None or not deed.is_allowed(place):
        return forbidden()
    again = deed.act(request, place, int(number) if NUMBER.fullmatch(number) else 0)
    return page(request, place, **again) if again else redirect(place.url("suggestion_review"))


def page(
    request: HttpRequest,
    place: Place,
    invite: InviteForm | None = None,
    refused: dict[int, tuple[str, str]] | None = None,
) -> HttpResponse:
    """The page; `refused`: {number of a suggestion: (what was typed, what is wrong with it)}."""
    refused = refused or {}
    found = suggestions.waiting(place.subject, place.code)
    may_manage = roles.may_manage(request.user)
    context = {
        "place": place,
        "source_language": languages.language(place.subject.source_language),
        "cards": [Card(one, *refused.get(one.suggestion.pk, (one.typed,))) for one in found],
        "ready": len({one.suggestion.path for one in found if one.leaf and not one.is_stale}),
        "rejected": suggestions.rejected(place.subject, place.code),
        "credits": suggestions.credits(place.subject, place.code),
        "may_manage": may_manage,
        "links": links(request, place) if may_manage else [],
        "invite": invite or InviteForm(),
        "breadcrumbs_items": breadcrumbs(place),
        "header_title": _("Supporters’ suggestions"),
        "header_icon": "group",
    }
    status = 422 if refused or invite else 200
    return TemplateResponse(request, "pages/translations/suggestions_review.html", context, status=status)


def links(request: HttpRequest, place: Place) -> list[dict[str, Any]]:
    """The links that work, with the addresses to hand out."""
    found = suggestions.links_of(place.subject, place.code, timezone.now())
    return [{"link": link, "url": site_origin(request) + address(link)} for link in found]


def address(link: SuggestionLink) -> str:
    """Where a link leads, in the interface of its language."""
    with translation.override(link.language):
        return reverse("pages:suggest", args=[link.key])
