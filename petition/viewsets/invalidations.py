"""Invalidations in the admin: said, counted, looked at, started, watched, cancelled, undone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet

from petition.admin_words import country_name, own_name
from petition.lifecycle import invalidating
from petition.models import Invalidation, Quarantine, Signature
from petition.models.signature import COUNTED
from petition.moderation_forms import InvalidationForm
from petition.viewsets import moderating
from petition.viewsets.columns import MomentColumn, NameColumn, NumberColumn
from petition.viewsets.crowd_forms import CrowdFormView
from petition.viewsets.moderating import Act, ActView, Deed

SAMPLE = 20
LINES = 10  # of a table by country or language
REFRESH = "3"  # seconds between two looks at what is under way


def state_of(invalidation: Invalidation) -> Any:
    """How far it is, in a word or two."""
    if invalidation.undone_at:
        return _("undone")
    if invalidation.undo_started_at:
        return _("being undone")
    if invalidation.cancelled_at:
        return _("cancelled")
    if invalidation.finished_at:
        return _("done")
    return _("under way") if invalidation.started_at else _("only counted")


class InvalidationIndex(generic.IndexView):
    """Newest first."""

    any_permission_required = ["view"]
    page_title = _("Invalidations")
    add_item_label = _("Invalidate signatures")
    paginate_by = 50
    default_ordering = "-pk"
    is_searchable = False
    table_classname = "listing petition-listing"

    def get_base_queryset(self) -> QuerySet[Invalidation]:
        return Invalidation.objects.select_related("petition", "created_by")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Invalidation"), accessor=title_of, get_url=url_of),
            NameColumn("petition", label=_("Petition")),
            Column("reason", label=_("Reason"), accessor="get_reason_display"),
            Column("state", label=_("State"), accessor=state_of),
            NumberColumn("found", label=_("Found")),
            NumberColumn("done", label=_("Done")),
            MomentColumn("created_at", label=_("Since")),
            NameColumn("created_by", label=_("By")),
        ]


def title_of(invalidation: Invalidation) -> str:
    """ "Invalidation 17"."""
    return capfirst(str(invalidation))


def url_of(invalidation: Invalidation) -> str:
    """Its page."""
    return reverse("petition_invalidations:inspect", args=[invalidation.pk])


class AddInvalidation(CrowdFormView):
    """Says what is meant; answers with the dry run."""

    form_class = InvalidationForm
    detail_url_name = "petition_invalidations:inspect"
    page_title = _("Invalidate signatures")
    index_label = _("Invalidations")
    explanation = _("Nothing is changed yet: first you see how many signatures are meant, and some of them.")
    submit_label = _("Count them")
    deed = Deed.COUNT

    def begun(self) -> Invalidation:
        asked = self.request.GET.get("quarantine", "")
        if not (asked.isdecimal() and asked.isascii()):
            return super().begun()
        quarantine = get_object_or_404(Quarantine, pk=asked)
        return Invalidation(petition=quarantine.petition, quarantine=quarantine)

    def store(self, made: Invalidation, now: Any) -> None:
        made.created_at, made.created_by = now, self.request.user
        made.save()
        invalidating.count_first(made.pk, now)


class InvalidationDetail(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What is meant, what the dry run found, how far the deed is, and what can be done now."""

    model = Invalidation
    header_icon = ""
    any_permission_required = ["view", "add", "change"]
    template_name = "petition/admin/invalidation.html"

    @cached_property
    def object(self) -> Invalidation:
        """The invalidation asked for."""
        found = Invalidation.objects.select_related("petition", "quarantine", "created_by", "started_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return title_of(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("petition_invalidations:index"), "label": _("Invalidations")},
            {"url": "", "label": title_of(self.object)},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if invalidating.is_under_way(self.object) or invalidating.is_being_undone(self.object):
            response["Refresh"] = REFRESH  # by the browser itself: it works without scripts
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invalidation = self.object
        dry_run = {} if invalidation.started_at else self.dry_run()
        return {
            **super().get_context_data(**kwargs),
            "invalidation": invalidation,
            "crowd": moderating.in_words(invalidation),
            "state": state_of(invalidation),
            "may_change": self.user_has_permission("change"),
            "is_under_way": invalidating.is_under_way(invalidation),
            "is_being_undone": invalidating.is_being_undone(invalidation),
            "can_be_undone": invalidating.can_be_undone(invalidation),
            "missed": max(0, invalidation.found - invalidation.done),
            "gone": max(0, invalidation.done - invalidation.undone),
            **dry_run,
        }

    def dry_run(self) -> dict[str, Any]:
        """Who would be taken: by country, by language, and some of them."""
        meant = invalidating.meant(self.object)
        chosen = list(meant.order_by("?").values_list("pk", flat=True)[:SAMPLE])
        found = Signature.objects.filter(pk__in=chosen).order_by("-signed_at")
        return {
            "countries": by(meant, "country", lambda each: country_name(each) or gettext("not told")),
            "languages": by(meant, "language", own_name),
            "sample": moderating.rows(found, self.request.user, self.object.petition, str(self.object)),
        }


@dataclass(frozen=True)
class Line:
    """Signatures of one country or language."""

    label: str
    found: int
    counted: int


def by(found: QuerySet[Signature], column: str, label: Callable[[str], str]) -> list[Line]:
    """The ten values of `column` that are found most."""
    lines = found.order_by().values_list(column).annotate(found=Count("pk"), counted=Count("pk", filter=COUNTED))
    return [Line(label(value), *counts) for value, *counts in lines.order_by("-found", column)[:LINES]]


class InvalidationActs(ActView):
    """The buttons of an invalidation."""

    model = Invalidation
    detail_url_name = "petition_invalidations:inspect"
    acts = {
        "count": Act(Deed.COUNT, lambda pk, _user, now: invalidating.count_first(pk, now)),
        "start": Act(Deed.START, invalidating.start, needs_tick=True),
        "cancel": Act(Deed.CANCEL, lambda pk, _user, now: invalidating.cancel(pk, now)),
        "undo": Act(Deed.UNDO, invalidating.undo),
    }


class InvalidationUrlFinder:
    """Where the log finds an invalidation."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_edit_url(self, instance: Invalidation) -> str | None:
        """Its page, for those who may see it."""
        seen = self.user is None or self.user.has_perm("petition.view_invalidation")
        return url_of(instance) if seen else None


class InvalidationViewSet(ModelViewSet):
    """A list, a form, a page for each; nothing is edited or deleted."""

    model = Invalidation
    icon = "cross"
    url_prefix = "invalidations"
    url_namespace = "petition_invalidations"
    menu_label = _("Invalidations")
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = InvalidationIndex
    list_per_page = None
    url_finder_class = InvalidationUrlFinder

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        nowhere = dict.fromkeys(["edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"])
        return super().get_common_view_kwargs(**nowhere, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("add/", self.construct_view(AddInvalidation), name="add"),
            path("<int:pk>/", self.construct_view(InvalidationDetail), name="inspect"),
            path("<int:pk>/<slug:name>/", self.construct_view(InvalidationActs), name="deed"),
        ]
