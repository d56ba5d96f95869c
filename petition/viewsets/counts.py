"""The counts of one petition, by language, country and day."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from pages import languages
from petition import reports
from petition.models import Petition


class CountsView(PermissionCheckedMixin, BaseObjectMixin, WagtailAdminTemplateMixin, TemplateView):
    """How many signed: from the tally, so that it opens at once however many they are."""

    model = Petition
    any_permission_required = ["add", "change", "publish", "view"]
    template_name = "petition/admin/counts.html"
    page_title = _("Counts")
    header_icon = "history"
    index_url_name = edit_url_name = None

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Petitions")},
            {"url": reverse(self.edit_url_name, args=[self.object.pk]), "label": str(self.object)},
            {"url": "", "label": self.page_title, "sublabel": str(self.object)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request: HttpRequest = self.request
        today = timezone.now().astimezone(dt.UTC).date()
        return {
            **super().get_context_data(**kwargs),
            "petition": self.object,
            "count": reports.count_of(self.object),
            "languages": reports.by_language(self.object),
            "countries": reports.by_country(self.object, languages.current()),
            "days": reports.by_day(self.object, today),
            "earlier": reports.earlier_demand(self.object),
            "versions": reports.by_version(self.object) if "versions" in request.GET else None,
        }
