"""Signatures in the admin: read, searched and exported there; written nowhere but in `petition.lifecycle`."""

from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from petition.models import Petition, Signature
from petition.viewsets import audit, keyset
from petition.viewsets.audit import Deed
from petition.viewsets.columns import (
    CountryColumn,
    LanguageColumn,
    MomentColumn,
    NameColumn,
    NumberColumn,
    PersonColumn,
    YesColumn,
)
from petition.viewsets.detail import SignatureDetail
from petition.viewsets.exporting import ExportView
from petition.viewsets.filters import SignatureFilters, can_find_names, search
from petition.viewsets.opening import Opened, opened
from petition.viewsets.requests import RequestView
from petition.viewsets.states import state_of

PER_PAGE = 50
BY_PETITION = {"state", "language", "country"}


class StateColumn(Column):
    """The state of a signature as a tag."""

    cell_template_name = "petition/admin/state_cell.html"

    def get_value(self, instance: Signature) -> Any:
        return state_of(instance)


class SignatureIndex(generic.IndexView):
    """The list, newest first, a page of names opened at a time. It never counts: each page begins beside a row."""

    any_permission_required = ["view"]
    page_title = _("Signatures")
    results_template_name = "petition/admin/signatures_results.html"
    show_other_searches = False
    is_searchable = True
    table_classname = "listing petition-listing"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "number",
                label=_("Signature"),
                accessor="pk",
                classname="title petition-number",
                get_url=self.get_inspect_url,
            ),
            PersonColumn("name", label=_("Name"), accessor=self.opened, classname="petition-name"),
            *([NameColumn("petition", label=_("Petition"))] if self.is_mixed else []),
            CountryColumn("country", label=_("Country")),
            LanguageColumn("language", label=_("Language")),
            StateColumn("state", label=_("State")),
            NumberColumn("score", label=_("Suspicion")),
            MomentColumn("signed_at", label=_("Signed at")),
            MomentColumn("confirmed_at", label=_("Confirmed at")),
            YesColumn("wants_news", label=_("News")),
            NameColumn("public_name", label=_("Name shown publicly")),
        ]

    @cached_property
    def petition(self) -> Petition | None:
        """The petition chosen in the filters."""
        return self.filters.form.cleaned_data.get("petition") if self.filters.is_valid() else None

    @property
    def is_mixed(self) -> bool:
        """Whether the list may hold signatures of several petitions."""
        return not self.petition and len(Petition.objects.order_by().values("pk")[:2]) > 1

    def get_inspect_url(self, instance: Signature) -> str:
        return reverse(self.inspect_url_name, args=[instance.pk])

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.user_has_permission("export"):
            return []
        chosen = self.request.GET.copy()
        for name in (self.page_kwarg, self.search_kwarg, "_w_filter_fragment"):
            chosen.pop(name, None)
        return [
            HeaderButton(
                _("Export"), url=f"{reverse('petition_signatures:export')}?{chosen.urlencode()}", icon_name="download"
            )
        ]

    def order_queryset(self, queryset: QuerySet[Signature]) -> QuerySet[Signature]:
        return queryset

    def search_queryset(self, queryset: QuerySet[Signature]) -> QuerySet[Signature]:
        return search(queryset, self.search_query, self.petition) if self.is_searching else queryset

    def get_search_form(self) -> SearchForm:
        typed = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(typed, placeholder=_("Whole name or e-mail"))

    def get_queryset(self) -> list[Signature]:
        cursor = keyset.read(self.request.GET.get(self.page_kwarg, ""))
        self.page = keyset.page_of(self.parts(super().get_queryset().defer("own_copy")), "signed_at", cursor, PER_PAGE)
        prefetch_related_objects(self.page.rows, "petition")
        self.people = {signature.pk: opened(signature) for signature in self.page.rows}
        return list(self.page.rows)

    def parts(self, found: QuerySet[Signature]) -> list[QuerySet[Signature]]:
        """The list as it is read: petition by petition, where what was chosen has an index within each."""
        if self.petition or self.is_searching or not BY_PETITION.intersection(self.filters.form.changed_data):
            return [found]
        return [found.filter(petition=pk) for pk in Petition.objects.order_by().values_list("pk", flat=True)]

    def opened(self, signature: Signature) -> Opened:
        """Who signed, of the signatures on this page."""
        return self.people[signature.pk]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = {
            **super().get_context_data(*args, **kwargs),
            "page": self.page,
            "is_sealed": any(who.is_sealed for who in self.people.values()),
            "can_find_names": can_find_names(),
        }
        chosen = {name: self.request.GET[name] for name in self.filters.form.changed_data if name in self.request.GET}
        sought = ("mailbox" if "@" in self.search_query else "name") if self.is_searching else ""
        audit.record(
            Deed.LIST, self.request.user, self.petition, rows=len(self.page.rows), chosen=chosen, sought=sought
        )
        return context


class SignatureUrlFinder:
    """Where the log and the reports of the admin find a signature."""

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_edit_url(self, instance: Signature) -> str | None:
        """The page of a signature, for those who may see it."""
        seen = self.user is None or self.user.has_perm("petition.view_signature")
        return reverse("petition_signatures:inspect", args=[instance.pk]) if seen else None


class SignatureViewSet(ModelViewSet):
    """Signatures: a list, a page for each, the file; nothing to add or to edit."""

    model = Signature
    icon = "group"
    url_prefix = "signatures"
    url_namespace = "petition_signatures"
    menu_label = _("Signatures")
    add_to_reference_index = False  # millions of rows, none of them refers to content
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = SignatureIndex
    inspect_view_class = SignatureDetail
    filterset_class = SignatureFilters
    list_per_page = None
    url_finder_class = SignatureUrlFinder

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        nowhere = dict.fromkeys(
            ["add_url_name", "edit_url_name", "delete_url_name", "history_url_name", "usage_url_name"]
        )
        return super().get_common_view_kwargs(**nowhere, **kwargs)

    def get_urlpatterns(self) -> list[Any]:
        request = self.construct_view(RequestView)
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("export/", self.construct_view(ExportView), name="export"),
            path("<int:pk>/", self.inspect_view, name="inspect"),
            path("<int:pk>/<slug:name>/", request, name="request"),
        ]
