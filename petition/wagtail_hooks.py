"""What the petition adds to the admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from petition.models import Petition, PetitionText
from petition.viewsets import PetitionGroup, audit, moderating, protecting
from petition.viewsets.alarms import AlarmsPanel
from petition.viewsets.announcements import refuse_to_delete
from petition.viewsets.home_panel import SummaryPanel
from petition.viewsets.petitions import admin_url

register_snippet(PetitionGroup)


@hooks.register("register_log_actions")
def register_deeds(actions: LogActionRegistry) -> None:
    """What editors do with signatures is logged."""
    audit.register(actions)
    moderating.register(actions)
    protecting.register(actions)


@hooks.register("construct_homepage_panels")
def add_summary(request: HttpRequest, panels: list[Any]) -> None:
    """Alarms and counts greet the editor."""
    panels.extend([AlarmsPanel(request), SummaryPanel(request)])


@hooks.register("insert_global_admin_css")
def admin_styles() -> str:
    """The few rules that our own screens need."""
    return format_html('<link rel="stylesheet" href="{}">', static("petition/admin/petition.css"))


hooks.register("before_edit_setting", protecting.before_edit)
hooks.register("after_edit_setting", protecting.after_edit)


@hooks.register("before_delete_snippet")
def keep_what_people_signed(request: HttpRequest, snippets: list[Any]) -> HttpResponse | None:
    """A petition that anybody signed stays: the signatures are bound to its words."""
    petitions = [snippet for snippet in snippets if isinstance(snippet, Petition)]
    signed = PetitionText.objects.filter(petition__in=petitions, signatures__isnull=False).first()
    if signed is None:
        return None
    messages.error(
        request,
        _("“%(petition)s” can't be deleted: people signed it. Unpublish or close it instead.")
        % {"petition": signed.petition},
    )
    return redirect(admin_url("list"))


@hooks.register("before_delete_page")
def keep_what_was_told(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page of news that was sent by e-mail stays."""
    return refuse_to_delete(request, [page])


@hooks.register("before_bulk_action")
def keep_what_was_told_of_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """The same for several at once."""
    is_deletion = action_type == "delete" and request.method == "POST"
    return refuse_to_delete(request, (each for each in objects if isinstance(each, Page))) if is_deletion else None
