"""Letters that could not be delivered, where editors see them."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from petition.models import Letter
from petition.viewsets import audit
from petition.viewsets.audit import Deed
from petition.viewsets.columns import CodeColumn, LanguageColumn, MomentColumn, NameColumn

PER_PAGE = 50


class FailedLettersIndex(generic.IndexView):
    """Newest first. There are few: a mailbox that refuses one letter gets no other."""

    model = Letter
    template_name = "wagtailadmin/generic/index.html"
    page_title = _("Failed letters")
    header_icon = "mail"
    paginate_by = PER_PAGE
    default_ordering = "-failed_at"
    is_searchable = False
    table_classname = "listing petition-listing"

    def user_has_any_permission(self, permissions: Any) -> bool:
        return bool(self.request.user.has_perm("petition.view_signature"))

    def get_base_queryset(self) -> QuerySet[Letter]:
        return Letter.objects.failed().select_related("signature").prefetch_related("signature__petition")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("signature", label=_("Signature"), accessor=signature_number, get_url=signature_url),
            NameColumn("petition", label=_("Petition"), accessor="signature.petition"),
            Column("kind", label=_("Letter"), accessor="get_kind_display"),
            LanguageColumn("language", label=_("Language")),
            MomentColumn("queued_at", label=_("Queued at")),
            MomentColumn("failed_at", label=_("Failed at"), sort_key="failed_at"),
            CodeColumn("error", label=_("Why")),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        audit.record(Deed.LIST, self.request.user, None, rows=len(context["object_list"]), sought="failed letters")
        return context


def signature_number(letter: Letter) -> str:
    """ "Signature 17"."""
    return audit.number(letter.signature)


def signature_url(letter: Letter) -> str:
    """The page of the letter's signature."""
    return reverse("petition_signatures:inspect", args=[letter.signature_id])


class FailedLettersItem(MenuItem):
    """Shown to those who may see signatures."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("petition.view_signature"))


class FailedLettersViewSet(ViewSet):
    """One list."""

    name = "failed-letters"
    url_namespace = "petition_failed_letters"
    icon = "mail"
    menu_label = _("Failed letters")
    menu_item_class = FailedLettersItem

    def get_urlpatterns(self) -> list[Any]:
        index = FailedLettersIndex.as_view(index_url_name="petition_failed_letters:index")
        return [path("", index, name="index")]
