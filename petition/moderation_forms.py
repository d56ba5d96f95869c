"""What editors fill in to hold or to invalidate a crowd of signatures: what they have in common, and why."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from pages import languages
from petition import countries, mailbox
from petition.models import Invalidation, Petition, Quarantine

NOT_TOLD = "-"
PARTS = (
    "countries",
    "languages",
    "domains",
    "prefixes",
    "doors",
    "signed_from",
    "signed_until",
    "least_score",
)


class Lines(forms.CharField):
    """A list, one on each line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 3, "dir": "ltr"}), **options)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = (line.strip() for line in str(value or "").splitlines())
        return list(dict.fromkeys(filter(None, lines)))


class Countries(forms.MultipleChoiceField):
    """Countries as the editor's language orders them; "" in the list is "not told" on the screen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, choices=country_choices, widget=forms.SelectMultiple({"size": 8}), **options)

    def prepare_value(self, value: Any) -> Any:
        return [each or NOT_TOLD for each in value] if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return ["" if each == NOT_TOLD else each for each in super().clean(value)]


def country_choices() -> list[tuple[str, Any]]:
    """Every country, and none."""
    return [(NOT_TOLD, _("not told")), *countries.choices(languages.current())]


def language_choices() -> list[tuple[str, str]]:
    """Every provisioned language by its own name."""
    return [(known.code, known.name) for known in languages.all_languages()]


class PatternForm(forms.ModelForm):
    """What a crowd has in common: at least one thing."""

    petition = forms.ModelChoiceField(
        label=_("Petition"), queryset=Petition.objects.order_by("-opens_at"), empty_label=None
    )
    countries = Countries(label=_("Countries"))
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, choices=language_choices, widget=forms.CheckboxSelectMultiple
    )
    domains = Lines(label=_("Domains of mailboxes"), help_text=_("One on each line, like example.org."))
    prefixes = Lines(label=_("Networks"), help_text=_("As an alarm names them, one on each line."))
    doors = Lines(
        label=_("Doors"), help_text=_("“petition” is the petition's own page, “page-7” the form on the page number 7.")
    )

    class Meta:
        fields = ["petition", *PARTS]
        widgets = {
            "signed_from": AdminDateTimeInput,
            "signed_until": AdminDateTimeInput,
            "note": forms.Textarea({"rows": 3}),
        }

    def clean_domains(self) -> list[str]:
        """The domains as signatures know them."""
        try:
            return [mailbox.domain_of(f"x@{domain.rpartition('@')[2]}") for domain in self.cleaned_data["domains"]]
        except mailbox.NotAMailbox:
            raise ValidationError(_("One of these is no domain.")) from None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = data.get("signed_from"), data.get("signed_until")
        if since and until and until <= since:
            self.add_error("signed_until", _("This is not after the beginning."))
        if not self.errors and self.needs_a_part and not any(data.get(part) not in ("", None, []) for part in PARTS):
            raise ValidationError(_("Name at least one thing that these signatures have in common."))
        return data

    @property
    def needs_a_part(self) -> bool:
        """Whether the form alone says which signatures are meant."""
        return True


class QuarantineForm(PatternForm):
    """A crowd whose new signatures are held."""

    class Meta(PatternForm.Meta):
        model = Quarantine
        fields = [*PatternForm.Meta.fields, "note"]


class InvalidationForm(PatternForm):
    """A crowd that ceases to count, and why."""

    class Meta(PatternForm.Meta):
        model = Invalidation
        fields = [*PatternForm.Meta.fields, "reason", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.quarantine_id:
            self.fields["petition"].disabled = True

    @property
    def needs_a_part(self) -> bool:
        return not self.instance.quarantine_id
