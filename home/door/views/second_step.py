"""The second step: a code or a passkey."""

from typing import Any

from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device

from home.door import devices, guard, history, limits, passkeys
from home.door.forms import AnswerForm, CodeForm
from home.door.views.base import DoorView, enter


class SecondStep(RedirectURLMixin, DoorView):
    """Asks for one device, or for a recovery code."""

    page_title = _("Second step")
    template_name = "door/second_step.html"
    form_class = CodeForm

    def elsewhere(self) -> HttpResponse | None:
        """Who is through goes where they wanted to, who has no device adds one."""
        if not guard.is_halfway(self.request):
            return HttpResponseRedirect(self.get_success_url())
        return None if devices.has_any(self.request.user) else HttpResponseRedirect(reverse("door:devices"))

    def get_default_redirect_url(self) -> str:
        return reverse("wagtailadmin_home")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = AnswerForm(request.POST)
        return self.by_passkey(answer.cleaned_data["answer"]) if answer.is_valid() else super().post(request)

    def by_passkey(self, answer: str) -> HttpResponse:
        """No limit: a signature can't be guessed."""
        try:
            return self.go_in(passkeys.check(self.request, self.request.user, answer))
        except passkeys.Refused:
            return self.render_to_response(self.get_context_data(form=CodeForm(), is_refused=True))

    def form_valid(self, form: CodeForm) -> HttpResponse:
        now, user = timezone.now(), self.request.user
        tries = [(limits.CODE, str(user.pk)), (limits.CODES, str(user.pk))]
        if seconds := limits.seconds_to_wait(tries, now):
            return self.refuse(form, limits.sentence(seconds))
        device = devices.check(user, form.cleaned_data["code"])
        if device is None:
            return self.refuse(form, _("The code is not right, or it was used before."))
        for limit, who in tries:
            limits.forgive(limit, who, now)
        if not devices.is_one(device):
            history.record(history.Deed.USE_CODE, user, user)
        return self.go_in(device)

    def refuse(self, form: CodeForm, why: Any) -> HttpResponse:
        """The same page, with a sentence."""
        form.add_error("code", why)
        return self.form_invalid(form)

    def go_in(self, device: Device) -> HttpResponse:
        """Through the door."""
        enter(self.request, device)
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        has_passkey = any(kind == "passkey" for kind, _device in devices.of(user))
        asks = has_passkey and passkeys.are_possible(self.request)
        return {
            **super().get_context_data(**kwargs),
            "next": self.get_redirect_url(),
            "options": passkeys.ask_for_known(self.request, user) if asks else "",
        }
