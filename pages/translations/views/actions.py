"""What is done with a language as a whole: each asks on a page of its own (GET), and acts when that is sent (POST)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.translations import desk, readiness, roles
from pages.translations.publishing import NothingToPublish
from pages.translations.views import action_forms, standing
from pages.translations.views.places import Place, at_place, forbidden
from pages.translations.views.reading import Shown
from pages.translations.views.standing import Step


@dataclass(frozen=True)
class Action:
    """One deed: what it asks, what it does, what it says when it is done."""

    question: Any
    form: type[forms.Form]
    deed: Callable[[Place, dict[str, Any]], None]
    done: Any
    is_destructive: bool = False
    needs_readiness: bool = False


def submit(place: Place, data: dict[str, Any]) -> None:
    """Ask for a review."""
    desk.submit(place.subject, place.code, place.user, data["note"])


def send_back(place: Place, data: dict[str, Any]) -> None:
    """Give it back to its translator."""
    desk.send_back(place.subject, place.code, place.user, data["note"])


def approve(place: Place, data: dict[str, Any]) -> None:
    """Say that it fits the changed demand."""
    desk.approve(place.subject, place.code, place.user)


def publish(place: Place, data: dict[str, Any]) -> None:
    """Make it public; although unready only for those who may say so."""
    although = bool(data.get("although_unready")) and roles.may_publish_unready(place.user)
    desk.publish(place.subject, [place.code], place.user, although_unready=although)


def withdraw(place: Place, data: dict[str, Any]) -> None:
    """Take it off the public site."""
    desk.withdraw(place.subject, [place.code], place.user)


def schedule(place: Place, data: dict[str, Any]) -> None:
    """Plan when it goes live, and when it goes again."""
    desk.schedule(place.subject, place.code, place.user, data["go_live_at"], data["withdraw_at"])


def unschedule(place: Place, data: dict[str, Any]) -> None:
    """Drop the plan."""
    desk.unschedule(place.subject, place.code, place.user)


ACTIONS = {
    "submit": Action(
        _("Those who may publish this language will see that it waits for them. You can go on writing."),
        action_forms.NoteForm,
        submit,
        _("Submitted for review."),
    ),
    "send-back": Action(
        _("The language is a draft again. Say what is still to be done."),
        action_forms.ReasonForm,
        send_back,
        _("Sent back to its translator."),
    ),
    "publish": Action(
        _("Visitors will read this language as it is drafted now. No other language changes."),
        action_forms.PublishForm,
        publish,
        _("Published in this language."),
        needs_readiness=True,
    ),
    "withdraw": Action(
        _(
            "Visitors will no longer find this language here; they are shown another one instead. "
            "Its texts stay as a draft. No other language changes."
        ),
        forms.Form,
        withdraw,
        _("Withdrawn in this language."),
        is_destructive=True,
    ),
    "approve": Action(
        _("The demand changed after this was translated. Approve only if this says what it says now."),
        forms.Form,
        approve,
        _("Approved for the new demand."),
    ),
    "schedule": Action(
        _("The language goes live by itself as it is drafted now; what is written later has to be published again."),
        action_forms.ScheduleForm,
        schedule,
        _("Scheduled."),
        needs_readiness=True,
    ),
    "unschedule": Action(
        _("Nothing will happen by itself any more. What is live stays live."),
        forms.Form,
        unschedule,
        _("The schedule is cancelled."),
        is_destructive=True,
    ),
}


@at_place
def act(request: HttpRequest, place: Place, name: str) -> HttpResponse:
    """Ask about the deed `name`, or do it."""
    step = next((step for step in standing.steps(place) if step.name == name), None)
    if step is None:
        return forbidden() if request.method == "POST" else redirect(place.url())
    action = ACTIONS[name]
    lacks = readiness.lacks(place.draft, place.code) if action.needs_readiness else []
    form = form_for(action, place, lacks, request)
    if request.method == "POST" and form.is_valid():
        try:
            action.deed(place, form.cleaned_data)
        except (readiness.NotReady, NothingToPublish) as error:
            form.add_error(None, reason(error))
        else:
            messages.success(request, action.done)
            return redirect(place.url())
    return question(request, place, step, form, lacks)


def form_for(action: Action, place: Place, lacks: list[Any], request: HttpRequest) -> forms.Form:
    """The form of a deed, with what was sent if it was."""
    form = action.form(request.POST if request.method == "POST" else None, initial=initial(place))
    is_unready = any(lack.is_blocking for lack in lacks)
    if "although_unready" in form.fields and not (is_unready and roles.may_publish_unready(place.user)):
        del form.fields["although_unready"]
    return form


def initial(place: Place) -> dict[str, Any]:
    """What the form begins with: the plan that there is."""
    return {name: getattr(place.sheet, name) for name in ("go_live_at", "withdraw_at")}


def reason(error: Exception) -> Any:
    """Why a publish was refused, in the editor's words."""
    if isinstance(error, readiness.NotReady):
        return _("The language is not ready: see the list.")
    return _("There is nothing to publish: a heading in this language is needed.")


def question(request: HttpRequest, place: Place, step: Step, form: forms.Form, lacks: list[Any]) -> HttpResponse:
    """The page that asks."""
    context = {
        "place": place,
        "back_url": place.url(),
        "step": step,
        "action": ACTIONS[step.name],
        "form": form,
        "lacks": lacks,
        "progress": Shown(place).progress if step.name in ("submit", "publish", "schedule") else None,
        "time_zone": timezone.get_current_timezone_name(),
        "breadcrumbs_items": [
            {"url": place.matrix_url, "label": _("Translations")},
            {"url": place.url(), "label": f"{place.name} · {place.language.name}"},
            {"url": "", "label": step.label},
        ],
        "header_title": step.label,
        "header_icon": step.icon,
    }
    return TemplateResponse(
        request, "pages/translations/sheet_action.html", context, status=422 if form.errors else 200
    )
