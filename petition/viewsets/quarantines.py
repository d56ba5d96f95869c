"""Quarantines in the admin: begun, watched, ended; what they held released or invalidated."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from petition.lifecycle import quarantining
from petition.models import Quarantine
from petition.moderation_forms import QuarantineForm
from petition.viewsets import moderating
from petition.viewsets.columns import MomentColumn, NameColumn, NumberColumn
from petition.viewsets.crowd_forms import CrowdFormView
from petition.viewsets.held import HeldView
from petition.viewsets.moderating import Act, ActView, Deed

REFRESH = "3"  # seconds between two looks at what is under way
HELD = Q(signatures__invalidated_at=None, signatures__withdrawn_at=None)


def state_of(quarantine: Quarantine) -> Any:
    """How far it is, in a word or two."""
    if quarantining.is_releasing(quarantine):
        return _("being released")
    if quarantine.released_at:
        return _("released")
    return _("ended") if quarantine.ended_at else _("holds what comes")


class QuarantineIndex(generic.IndexView):
    """Newest first."""

    any_permission_required = ["view"]
    page_title = _("Quarantines")
    add_item_label = _("Hold what comes")
    paginate_by = 50
    default_ordering = "-pk"
    is_searchable = False
    table_classname = "listing petition-listing"

    def get_base_queryset(self) -> QuerySet[Quarantine]:
        found = Quarantine.objects.select_related("petition", "started_by")
        return found.annotate(held=Count("signatures", filter=HELD))

    @cached_property
    def header_buttons(self) -> list[Button]:
        held = HeaderButton(_("Held by suspicion alone"), url=reverse("petition_quarantines:held"), icon_name="view")
        return [*super().header_buttons, held]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Quarantine"), accessor=title_of, get_url=url_of),
            NameColumn("petition", label=_("Petition")),
            Column("state", label=_("State"), accessor=state_of),
            NumberColumn("held", label=_("Held")),
            NumberColumn("released", label=_("Released")),
            MomentColumn("started_at", label=_("Since")),
            NameColumn("started_by", label=_("By")),
        ]


def title_of(quarantine: Quarantine) -> str:
    """ "Quarantine 17"."""
    return capfirst(str(quarantine))


def url_of(quarantine: Quarantine) -> str:
    """Its page."""
    return reverse("petition_quarantines:inspect", args=[quarantine.pk])


class AddQuarantine(CrowdFormView):
    """Says whose new signatures are held from now on."""

    form_class = QuarantineForm
    detail_url_name = "petition_quarantines:inspect"
    page_title = _("Hold what comes")
    index_label = _("Quarantines")
    explanation = _(
        "New signatures of this kind are answered like any other, but count only once you release them. "
        "Those that are here already are not touched."
    )
    submit_label = _("Hold from now on")
    deed = Deed.HOLD

    def store(self, made: Quarantine, now: Any) -> None:
        made.started_at, made.started_by, made.alarm = now, self.request.user, self.alarm
        made.save()


class QuarantineDetail(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Whom it holds, how many, and what can be done now."""

    model = Quarantine
    header_icon = ""
    any_permission_required = ["view", "add", "change"]
    template_name = "petition/admin/quarantine.html"

    @cached_property
    def object(self) -> Quarantine:
        """The quarantine asked for."""
        return get_object_or_404(Quarantine.objects.select_related("petition", "started_by"), pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return title_of(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("petition_quarantines:index"), "label": _("Quarantines")},
            {"url": "", "label": title_of(self.object)},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if quarantining.is_releasing(self.object):
            response["Refresh"] = REFRESH  # by the browser itself: it works without scripts
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        quarantine = self.object
        held = quarantining.held(quarantine.petition_id, quarantine)
        return {
            **super().get_context_data(**kwargs),
            "quarantine": quarantine,
            "crowd": moderating.in_words(quarantine),
            "state": state_of(quarantine),
            "is_releasing": quarantining.is_releasing(quarantine),
            "may_change": self.user_has_permission("change"),
            "may_invalidate": self.request.user.has_perm("petition.add_invalidation"),
            **held.aggregate(held=Count("pk"), confirmed=Count("pk", filter=Q(confirmed_at__isnull=False))),
        }


class QuarantineActs(ActView):
    """The buttons of a quarantine."""

    model = Quarantine
    detail_url_name = "petition_quarantines:inspect"
    acts = {
        "end": Act(Deed.END, lambda pk, _user, now: quarantining.end(pk, now)),
        "release": Act(Deed.RELEASE, lambda pk, _user, now: quarantining.release(pk, now), needs_tick=True),
    }


class QuarantineUrlFinder:
    """Where the log finds a quarantine."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_edit_url(self, instance: Quarantine) -> str | None:
        """Its page, for those who may see it."""
        seen = self.user is None or self.user.has_perm("petition.view_quarantine")
        return url_of(instance) if seen else None


class QuarantineViewSet(ModelViewSet):
    """A list, a form, a page for each, and the list of what is held."""

    model = Quarantine
    icon = "lock"
    url_prefix = "quarantines"
    url_namespace = "petition_quarantines"
    menu_label = _("Quarantines")
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = QuarantineIndex
    list_per_page = None
    url_finder_class = QuarantineUrlFinder

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        nowhere = dict.fromkeys(["edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"])
        return super().get_common_view_kwargs(**nowhere, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("add/", self.construct_view(AddQuarantine), name="add"),
            path("held/", self.construct_view(HeldView), name="held"),
            path("<int:pk>/", self.construct_view(QuarantineDetail), name="inspect"),
            path("<int:pk>/<slug:name>/", self.construct_view(QuarantineActs), name="deed"),
        ]
