"""What somebody has for the second step: seen, removed, replaced by recovery codes."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device
from wagtail.admin import messages

from home.door import devices, guard, history, passkeys
from home.door.views.base import DoorView


class OwnView(DoorView):
    """A page about one's own devices: for those who are through the door, or have no key to it yet."""

    form_class = forms.Form

    def elsewhere(self) -> HttpResponse | None:
        """Who has a device shows it before they change anything."""
        if self.is_outside and devices.has_any(self.request.user):
            return guard.to_second_step(self.request)
        return None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [
            {"url": reverse("wagtailadmin_account"), "label": _("Account")},
            {"url": reverse("door:devices"), "label": Devices.page_title},
        ]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]


class Devices(OwnView):
    """All of them, and what can be added."""

    page_title = _("Second step of signing in")
    template_name = "door/devices.html"
    http_method_names = ["get", "head", "options"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return super().get_breadcrumbs_items()[:-1]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return {
            **super().get_context_data(**kwargs),
            "devices": devices.of(user),
            "codes_left": devices.codes_left(user),
            "has_passkeys": passkeys.are_possible(self.request),
            "passkeys_at": settings.OTP_WEBAUTHN_ALLOWED_ORIGINS[0],
        }


class Remove(OwnView):
    """Asks once more, then forgets a device."""

    page_title = _("Remove a device")
    template_name = "door/remove.html"

    @cached_property
    def device(self) -> Device:
        """The one of theirs that the address names."""
        wanted = (self.kwargs["kind"], self.kwargs["pk"])
        for kind, device in devices.of(self.request.user):
            if (kind, device.pk) == wanted:
                return device
        raise Http404

    def form_valid(self, form: forms.Form) -> HttpResponse:
        user = self.request.user
        try:
            devices.remove(user, self.device, is_required=settings.REQUIRE_SECOND_FACTOR)
        except devices.LastDevice:
            messages.error(self.request, _("This is your only device: add another one first."))
        else:
            history.record(history.Deed.REMOVE, user, user)
            messages.success(self.request, _("The device is removed."))
        return HttpResponseRedirect(reverse("door:devices"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "kind": self.kwargs["kind"], "device": self.device}


class Codes(OwnView):
    """Makes recovery codes and shows them this once: in the answer itself, so that they are stored nowhere."""

    page_title = _("Recovery codes")
    template_name = "door/codes.html"

    def elsewhere(self) -> HttpResponse | None:
        """Codes stand in for a device, so there has to be one."""
        if not devices.has_any(self.request.user):
            return HttpResponseRedirect(reverse("door:devices"))
        return super().elsewhere()

    def form_valid(self, form: forms.Form) -> HttpResponse:
        user = self.request.user
        codes = devices.make_codes(user)
        history.record(history.Deed.CODES, user, user)
        return self.render_to_response(self.get_context_data(form=form, codes=codes))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "codes_left": devices.codes_left(self.request.user)}
