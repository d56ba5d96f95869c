"""Petitions in the admin: written like a page, in two languages at a time, and published language by language."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel, TabbedInterface
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views import snippets

from pages import languages
from pages.languages import CODES, column
from pages.translations.panels import translated, translated_tabs
from petition import reports
from petition.admin_forms import PetitionForm
from petition.models import Petition
from petition.viewsets.announcements import NewsView
from petition.viewsets.columns import LanguagesColumn, NumberColumn
from petition.viewsets.copying import copy_of
from petition.viewsets.counts import CountsView
from petition.viewsets.progress import progress, with_progress

CONTENT = [
    translated("heading", _("Heading")),
    translated("demand", _("Demand")),
    translated("addressees", _("Addressees")),
    translated("consent", _("Consent")),
    translated("news_consent", _("Consent to news")),
    translated("thanks", _("Thanks")),
    translated("share_text", _("Words to share")),
]
SETTINGS = [
    FieldPanel("slug"),
    FieldPanel("source_language"),
    FieldPanel("goal"),
    MultiFieldPanel([FieldPanel("opens_at"), FieldPanel("closes_at")], heading=_("Time to sign")),
    MultiFieldPanel(
        [
            FieldPanel("asks_country"),
            FieldPanel("asks_public_name"),
            FieldPanel("asks_comment"),
            FieldPanel("asks_news"),
        ],
        heading=_("What the form asks"),
    ),
    FieldPanel("privacy_page"),
    PublishingPanel(),
]


def petition_tabs() -> TabbedInterface:
    """The petition's form: its words in two languages, then its settings."""
    tabs = translated_tabs(*CONTENT, settings=SETTINGS)
    tabs.base_form_class = PetitionForm
    return tabs


def opening(petition: Petition) -> Any:
    """Whether `petition` can be signed now, in words."""
    now = timezone.now()
    if petition.is_closed_at(now):
        return _("closed")
    return _("open") if petition.is_open_at(now) else _("not yet open")


def admin_url(view: str, *args: Any) -> str:
    """The address of a view of petitions."""
    return reverse(Petition.snippet_viewset.get_url_name(view), args=args)


def link_buttons(petition: Petition, user: Any) -> list[Button]:
    """Where one goes from a petition: its public page, its signatures, its counts."""
    buttons = [Button(_("Counts"), admin_url("counts", petition.pk), icon_name="history", priority=40)]
    if user.has_perm("petition.view_signature"):
        signatures = f"{reverse('petition_signatures:index')}?petition={petition.pk}"
        buttons.append(Button(_("Signatures"), signatures, icon_name="group", priority=41))
    if live := petition.live_languages():
        shown = languages.nearest(languages.current(), live, petition.source_language)
        buttons.append(Button(_("View on the site"), petition.url(shown or live[0]), icon_name="view", priority=42))
    if user.has_perm("petition.publish_petition"):
        buttons.append(Button(_("Send news"), admin_url("news", petition.pk), icon_name="mail", priority=43))
    return buttons


class PetitionIndex(snippets.IndexView):
    """The list of petitions."""

    def get_base_queryset(self) -> QuerySet[Petition]:
        return with_progress(super().get_base_queryset().select_related("total", "latest_revision"))

    def get_list_more_buttons(self, instance: Petition) -> list[Any]:
        return [*super().get_list_more_buttons(instance), *link_buttons(instance, self.request.user)]


class PetitionEdit(snippets.EditView):
    """The form of a petition, with the ways to what belongs to it."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, *link_buttons(self.live_object, self.request.user)]


class PetitionCopy(snippets.CopyView):
    """Wagtail's copy is a form filled anew; it would hold two languages of twelve. This one asks, then copies all."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(
            {"header_title": _("Copy"), "page_title": _("Copy"), "breadcrumbs_items": self.steps(self.get_object())}
        )

    def steps(self, petition: Petition) -> list[dict[str, Any]]:
        """The way here."""
        return [
            *self.breadcrumbs_items,
            {"url": admin_url("list"), "label": _("Petitions")},
            {"url": admin_url("edit", petition.pk), "label": str(petition)},
            {"url": "", "label": _("Copy"), "sublabel": str(petition)},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        copy = copy_of(self.get_object(), request.user)
        messages.success(request, _("Petition “%(petition)s” was copied.") % {"petition": copy})
        return redirect(admin_url("edit", copy.pk))


class PetitionViewSet(snippets.SnippetViewSet):
    """Petitions: drafts, languages, workflow, lock, schedule, previews."""

    model = Petition
    icon = "form"
    url_prefix = "petitions"
    index_view_class = PetitionIndex
    edit_view_class = PetitionEdit
    copy_view_class = PetitionCopy
    edit_handler = petition_tabs()
    list_display = [
        "__str__",
        LanguagesColumn("languages", label=_("Languages")),
        NumberColumn("count", label=_("Signatures"), accessor=reports.count_of),
        NumberColumn("goal", label=_("Goal")),
        Column("open", label=_("Time to sign"), accessor=opening),
        StatusTagColumn("progress", label=_("State"), accessor=progress, primary=lambda petition: petition.live),
        UpdatedAtColumn(),
    ]
    search_fields = [column("heading", code) for code in CODES]
    search_backend_name = None
    ordering = "-opens_at"

    def get_copy_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_copy_view_kwargs(**kwargs) | {"template_name": "petition/admin/copy.html"}

    def get_urlpatterns(self) -> list[Any]:
        counts = self.construct_view(CountsView)
        news = self.construct_view(NewsView)
        return [
            *super().get_urlpatterns(),
            path("counts/<int:pk>/", counts, name="counts"),
            path("news/<int:pk>/", news, name="news"),
        ]
