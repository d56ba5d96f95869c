"""The page on which an editor says what a crowd of signatures has in common, perhaps begun by an alarm."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from petition import alarms
from petition.models import Alarm
from petition.viewsets import moderating


class CrowdFormView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """A form of a quarantine or an invalidation; `store` makes it real."""

    model: Any = None
    header_icon = ""
    index_url_name = detail_url_name = ""
    permission_required = "add"
    template_name = "petition/admin/crowd_form.html"
    index_label: Any = ""
    explanation: Any = ""
    submit_label: Any = ""
    deed: moderating.Deed

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": self.index_label},
            {"url": "", "label": self.page_title},
        ]

    @cached_property
    def alarm(self) -> Alarm | None:
        """The alarm that the editor comes from."""
        asked = self.request.GET.get("alarm", "")
        return get_object_or_404(Alarm, pk=asked) if asked.isdecimal() and asked.isascii() else None

    def begun(self) -> Any:
        """What the form begins with."""
        alarm = self.alarm
        return self.model(petition=alarm.petition, **alarms.pattern_of(alarm)) if alarm else self.model()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.begun()}

    def form_valid(self, form: Any) -> HttpResponse:
        made = form.save(commit=False)
        with transaction.atomic():
            self.store(made, timezone.now())
            moderating.record(self.deed, self.request.user, made)
        return redirect(reverse(self.detail_url_name, args=[made.pk]))

    def store(self, made: Any, now: Any) -> None:
        """Save what the form made."""
        raise NotImplementedError
