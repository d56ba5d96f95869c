"""A new device: an app that scans a picture, or a passkey that the browser makes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import segno
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device
from django_otp.util import random_hex
from wagtail.admin import messages

from home.door import devices, guard, history, limits, passkeys
from home.door.forms import AppForm, PasskeyForm
from home.door.models import CodeApp
from home.door.views.base import enter
from home.door.views.devices import OwnView

SEED = "door_app"  # where the session keeps what a new app's secret is made of
SEED_BYTES = 20


class AddingView(OwnView):
    """Adds a device; who had none is through the door with it."""

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other change meanwhile: a thief of the password could else add a device after its owner's first."""
        with transaction.atomic():
            devices.hold(self.request.user)
            if guard.is_halfway(self.request) and devices.has_any(self.request.user):
                raise PermissionDenied
            yield

    def added(self, device: Device) -> HttpResponse:
        """On to the recovery codes, where there are none yet."""
        user = self.request.user
        if not user.is_verified():
            enter(self.request, device)
        history.record(history.Deed.ADD, user, user)
        messages.success(self.request, _("The device is added."))
        return HttpResponseRedirect(reverse("door:devices" if devices.codes_left(user) else "door:codes"))


class AddApp(AddingView):
    """Shows a secret once, as a picture and as text, and takes the code that comes of it."""

    page_title = _("Add an app")
    template_name = "door/add_app.html"
    form_class = AppForm

    @property
    def seed(self) -> str:
        """What the secret is made of; the same until the app is added, however often the page is loaded."""
        return self.request.session.setdefault(SEED, random_hex(SEED_BYTES))

    def form_valid(self, form: AppForm) -> HttpResponse:
        user, now, typed = self.request.user, timezone.now(), form.cleaned_data
        if seconds := limits.seconds_to_wait([(limits.CODE, str(user.pk))], now):
            return self.refuse(form, limits.sentence(seconds))
        try:
            with self.alone():
                device = devices.add_app(user, self.seed, typed["name"], typed["code"])
        except devices.WrongCode:
            return self.refuse(form, _("The app shows another code. Look whether its clock is right."))
        limits.forgive(limits.CODE, str(user.pk), now)
        del self.request.session[SEED]
        return self.added(device)

    def refuse(self, form: AppForm, why: Any) -> HttpResponse:
        """The same page, with a sentence."""
        form.add_error("code", why)
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        app = CodeApp(user=self.request.user, key=self.seed)
        return {
            **super().get_context_data(**kwargs),
            "picture": picture(app.config_url),
            "url": app.config_url,
            "secret": app.secret,
        }


def picture(url: str) -> SafeString:
    """A QR code as SVG, drawn by attributes alone: no style for a Content Security Policy to refuse."""
    drawn = segno.make(url, error="m").svg_inline(scale=5, dark="#000", light="#fff", omitsize=True)
    return mark_safe(drawn)  # noqa: S308 (segno draws squares; nothing of the address is in it as text)


class AddPasskey(AddingView):
    """Lets the browser make a passkey."""

    page_title = _("Add a passkey")
    template_name = "door/add_passkey.html"
    form_class = PasskeyForm

    def elsewhere(self) -> HttpResponse | None:
        """Where a passkey would be lost, none is made."""
        if not passkeys.are_possible(self.request):
            return HttpResponseRedirect(reverse("door:devices"))
        return super().elsewhere()

    def form_valid(self, form: PasskeyForm) -> HttpResponse:
        typed = form.cleaned_data
        try:
            with self.alone():
                device = passkeys.add(self.request, self.request.user, typed["name"], typed["answer"])
        except passkeys.Refused:
            return self.render_to_response(self.get_context_data(form=form, is_refused=True))
        return self.added(device)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = passkeys.ask_for_new(self.request, self.request.user)
        return {**super().get_context_data(**kwargs), "options": options}
