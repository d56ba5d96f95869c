"""What is typed at the door."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from home.door import limits
from home.door.limits import Try
from pages import client_address

LONGEST_ANSWER = 20_000  # of a browser about a passkey; real ones have some 1,500 characters


class SignInForm(LoginForm):
    """Name and password, as often as the limits allow."""

    remember = None  # a session ends after the same time for everybody

    def clean(self) -> dict[str, Any]:
        """Count before the password is compared; a success clears what its name had against it."""
        name = self.cleaned_data.get("username")
        if not name or not self.cleaned_data.get("password"):
            return super().clean()
        now, tries = timezone.now(), self.tries(name)
        if seconds := limits.seconds_to_wait(tries, now):
            raise ValidationError(limits.sentence(seconds), code="wait")
        cleaned: dict[str, Any] = super().clean()
        for limit, who in tries:
            limits.forgive(limit, who, now)
        return cleaned

    def tries(self, name: str) -> list[Try]:
        """What this attempt counts for: its name, whether there is one or not, and its address."""
        return [
            (limits.NAME, name.casefold()),
            (limits.ADDRESS, client_address.networks(client_address.of(self.request))[0]),
        ]


class CodeForm(forms.Form):
    """The second step by typing."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": "", "dir": "ltr"}),
    )


class DeviceForm(forms.Form):
    """How the owner calls a device."""

    name = forms.CharField(label=_("Name of the device"), max_length=64, required=False)


class AppForm(DeviceForm):
    """A new app shows that it has the secret."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}),
    )


class AnswerForm(forms.Form):
    """What the browser answers about a passkey, filled in by a script."""

    answer = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_ANSWER)


class PasskeyForm(DeviceForm, AnswerForm):
    """A new passkey."""
