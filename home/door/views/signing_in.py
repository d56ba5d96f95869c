"""The first step: name and password; and the letter for who has forgotten the latter."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.admin.views import account

from home.door import guard, limits
from home.door.forms import SignInForm
from pages import client_address


class SignIn(account.LoginView):
    """Wagtail's page, with limits and one length for all sessions."""

    template_name = "door/sign_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who is halfway goes on."""
        return guard.to_second_step(request) if guard.is_halfway(request) else super().get(request, *args, **kwargs)

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def form_valid(self, form: SignInForm) -> HttpResponse:
        """SESSION_COOKIE_AGE ends the session; Wagtail would let it last as long as the browser is open."""
        response = super().form_valid(form)
        self.request.session.set_expiry(None)
        return response


class PasswordReset(account.PasswordResetView):
    """Wagtail's page, with limits."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The limits hold whether or not anybody has the mailbox, so that they tell nothing of it."""
        seconds = limits.seconds_to_wait(
            [
                (limits.MAILBOX, form.cleaned_data["email"].casefold()),
                (limits.RESETS, client_address.networks(client_address.of(self.request))[0]),
            ],
            timezone.now(),
        )
        if seconds:
            form.add_error(None, limits.sentence(seconds))
            return self.form_invalid(form)
        return super().form_valid(form)
