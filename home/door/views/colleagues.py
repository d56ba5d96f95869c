"""For a colleague who has lost everything: all of their devices go, and they begin anew."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from home.door.resetting import may_reset, reset


class Reset(WagtailAdminTemplateMixin, FormView):
    """Asks once more, then resets; for those who may change accounts."""

    page_title = _("Reset the second step")
    header_icon = "key"
    template_name = "door/reset.html"
    form_class = forms.Form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.colleague = get_object_or_404(get_user_model(), pk=kwargs["pk"])
        if not may_reset(request.user, self.colleague):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        reset(self.colleague, self.request.user)
        messages.success(
            self.request, _("The second step of %(name)s is reset.") % {"name": self.colleague.get_username()}
        )
        return HttpResponseRedirect(reverse("wagtailusers_users:edit", args=[self.colleague.pk]))

    def get_page_subtitle(self) -> str:
        return self.colleague.get_username()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailusers_users:edit", args=[self.colleague.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
            {"url": edit, "label": self.colleague.get_username()},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "colleague": self.colleague}
