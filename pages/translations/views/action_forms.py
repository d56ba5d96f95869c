"""What is asked before something is done with a language as a whole."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_NOTE = 1000
MOMENT = "%Y-%m-%dT%H:%M"  # what a browser's own picker sends


class NoteForm(forms.Form):
    """Some words for the next person, if there is something to say."""

    note = forms.CharField(
        label=_("Note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(forms.Form):
    """Why it comes back."""

    note = forms.CharField(
        label=_("What is still to be done"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )


class PublishForm(forms.Form):
    """Whether an unready language goes live all the same."""

    although_unready = forms.BooleanField(
        label=_("Publish although it is not ready"),
        required=False,
        help_text=_("The history says who decided this, and what was missing."),
    )


class MomentField(forms.DateTimeField):
    """A moment by the browser's own picker, in the time zone of the screen."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(widget=widget, input_formats=[MOMENT, f"{MOMENT}:%S"], required=False, **options)

    def clean(self, value: Any) -> Any:
        """A moment to come, or None."""
        moment = super().clean(value)
        if moment is not None and moment <= timezone.now():
            raise ValidationError(_("This moment has passed."))
        return moment


class ScheduleForm(forms.Form):
    """When a language goes live by itself, and when it goes again."""

    go_live_at = MomentField(label=_("Goes live at"))
    withdraw_at = MomentField(label=_("Is withdrawn at"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        go_live_at, withdraw_at = data.get("go_live_at"), data.get("withdraw_at")
        if not self.errors and go_live_at is None and withdraw_at is None:
            raise ValidationError(_("Give at least one moment."))
        if go_live_at and withdraw_at and withdraw_at <= go_live_at:
            self.add_error("withdraw_at", _("It can be withdrawn only after it went live."))
        return data
