"""Alarms in the admin: on the front page and in a list, each with the two things that can be done about it."""

from typing import Any

from django.contrib.auth.context_processors import PermWrapper
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from petition import alarms
from petition.admin_words import country_name
from petition.lifecycle import NotNow
from petition.models import Alarm, Quarantine
from petition.viewsets.columns import MomentColumn, NameColumn, NumberColumn
from petition.viewsets.moderating import Act, ActView, Deed

PER_PAGE = 50
ON_FRONT_PAGE = 5
SEES = "petition.view_quarantine"


def subject_of(alarm: Alarm) -> str:
    """What the alarm is about, in the editor's language; "" where its kind says it all."""
    return country_name(alarm.subject) if alarm.kind == Alarm.Kind.COUNTRY else alarm.label


def for_forms(request: HttpRequest) -> dict[str, Any]:
    """What a template without the request's own context needs for buttons that act."""
    return {"perms": PermWrapper(request.user), "csrf_token": get_token(request)}


def open_alarms() -> QuerySet[Alarm]:
    """Those that nobody has answered, the newest first."""
    return Alarm.objects.filter(answered_at=None).select_related("petition").order_by("-first_at", "-pk")


class DeedsColumn(Column):
    """What can be done about an alarm."""

    cell_template_name = "petition/admin/alarm_deeds_cell.html"

    def get_value(self, instance: Alarm) -> Alarm:
        return instance

    def get_cell_context_data(self, instance: Alarm, parent_context: Any) -> dict[str, Any]:
        return super().get_cell_context_data(instance, parent_context) | for_forms(parent_context["request"])


class AlarmIndex(generic.IndexView):
    """Those that ring first, then those that were answered."""

    model = Alarm
    template_name = "wagtailadmin/generic/index.html"
    page_title = _("Alarms")
    header_icon = "warning"
    paginate_by = PER_PAGE
    is_searchable = False
    table_classname = "listing petition-listing"

    def user_has_any_permission(self, permissions: Any) -> bool:
        return bool(self.request.user.has_perm(SEES))

    def get_base_queryset(self) -> QuerySet[Alarm]:
        return Alarm.objects.select_related("petition", "answered_by")

    def order_queryset(self, queryset: QuerySet[Alarm]) -> QuerySet[Alarm]:
        return queryset.order_by(F("answered_at").desc(nulls_first=True), "-first_at", "-pk")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("kind", label=_("Alarm"), accessor="get_kind_display", classname="title"),
            NameColumn("subject", label=_("What"), accessor=subject_of),
            NameColumn("petition", label=_("Petition")),
            NumberColumn("seen", label=_("Seen")),
            NumberColumn("usual", label=_("Limit")),
            MomentColumn("first_at", label=_("Since")),
            MomentColumn("last_at", label=_("Last seen")),
            DeedsColumn("deeds", label=_("What to do")),
        ]


class AlarmsPanel(Component):
    """The alarms that ring, on the front page of the admin; nothing where none does."""

    name = "petition_alarms"
    template_name = "petition/admin/alarms_panel.html"
    order = 110

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        ringing = open_alarms()[:ON_FRONT_PAGE] if self.request.user.has_perm(SEES) else []
        return {"alarms": [(alarm, subject_of(alarm)) for alarm in ringing], **for_forms(self.request)}


class AlarmsItem(MenuItem):
    """Shown to those who may see what is held."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(SEES))


def answer(alarm_id: int, user: Any, now: Any) -> None:
    """Raises NotNow where somebody was quicker."""
    if not alarms.answer(alarm_id, user, now):
        raise NotNow


class AnswerView(ActView):
    """One button; who may end a quarantine may say that an alarm is seen to."""

    model = Alarm
    index_url_name = "petition_alarms:index"
    acts = {"answer": Act(Deed.ANSWER, answer)}

    def user_has_permission(self, permission: str) -> bool:
        return bool(self.request.user.has_perm(f"petition.{permission}_{Quarantine._meta.model_name}"))


class AlarmViewSet(ViewSet):
    """One list."""

    name = "alarms"
    url_namespace = "petition_alarms"
    icon = "warning"
    menu_label = _("Alarms")
    menu_item_class = AlarmsItem

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", AlarmIndex.as_view(index_url_name="petition_alarms:index"), name="index"),
            path("<int:pk>/<slug:name>/", AnswerView.as_view(), name="deed"),
        ]
