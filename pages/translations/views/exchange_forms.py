"""What is asked before translations leave as files, and before files come in."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pages import languages
from pages.translations import desk, roles
from pages.translations.exchange import subjects
from pages.translations.exchange.formats import FORMATS

MEGABYTES = 10  # a file of the whole site in one language has less; more is a mistake or an attack
EVERYTHING, CHOSEN = "everything", "chosen"

Choices = list[tuple[str, Any]]


def named(codes: Iterable[str]) -> Choices:
    """(code, name) of languages."""
    return [(code, languages.language(code).name) for code in codes]


def to_export(user: Any) -> list[str]:
    """The languages whose drafts `user` may take away: those in which one translates or publishes."""
    return [code for code in languages.CODES if roles.may_translate(user, code) or roles.may_publish(user, code)]


def to_import(user: Any) -> list[str]:
    """The languages that `user` may translate into."""
    return [code for code in languages.CODES if roles.may_translate(user, code)]


class ExportForm(forms.Form):
    """What is to leave, in which languages and how. An address may also name one subject: content_type, object_id."""

    language = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    format = forms.ChoiceField(label=_("Format"), choices=[(one.name, one.label) for one in FORMATS.values()])
    what = forms.ChoiceField(label=_("What"), required=False)
    subjects = forms.MultipleChoiceField(
        label=_("Only these"),
        required=False,
        help_text=_("Used when “Only those chosen below” is chosen above. Several with Ctrl or ⌘."),
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )
    only_open = forms.BooleanField(label=_("Only what is not done yet"), required=False)
    content_type = forms.IntegerField(required=False, widget=forms.HiddenInput)
    object_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        every = [(kind._meta.label_lower, capfirst(str(kind._meta.verbose_name_plural))) for kind in desk.kinds()]
        self.fields["language"].choices = named(to_export(user))
        self.fields["what"].choices = [
            (EVERYTHING, _("The whole site")),
            *every,
            (CHOSEN, _("Only those chosen below")),
        ]
        self.fields["subjects"].choices = subject_choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("object_id") is not None:
            cleaned["one"] = self.one(cleaned)
        elif cleaned.get("what") == CHOSEN and not cleaned.get("subjects"):
            self.add_error("subjects", _("Choose at least one."))
        return cleaned

    def one(self, cleaned: dict[str, Any]) -> Any:
        """The subject that the address names."""
        try:
            return desk.subject(cleaned.get("content_type") or 0, cleaned["object_id"])
        except (desk.NoSubject, OverflowError):
            raise ValidationError(_("There is no such thing to translate.")) from None

    def found(self) -> Callable[[], Iterable[Any]]:
        """What gives the subjects, each time it is called."""
        data = self.cleaned_data
        if "one" in data:
            return lambda: [data["one"]]
        if data["what"] == CHOSEN:
            return lambda: [subjects.named(written) for written in data["subjects"]]
        kinds = [kind for kind in desk.kinds() if data["what"] in {EVERYTHING, "", kind._meta.label_lower}]
        return lambda: subjects.every(kinds)


def subject_choices() -> list[tuple[str, Choices]]:
    """The subjects there are, by kind."""
    return [
        (capfirst(str(kind._meta.verbose_name_plural)), found)
        for kind in desk.kinds()
        if (found := [(subjects.name(one), desk.label(one)) for one in subjects.every([kind])])
    ]


class ImportForm(forms.Form):
    """A file that came back."""

    file = forms.FileField(
        label=_("File"), help_text=_("As exported here: XLIFF, PO or CSV, one language. A report comes first.")
    )
    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].choices = [("", _("As the file says")), *named(to_import(user))]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MEGABYTES * 1024 * 1024:
            sentence = _("The file is larger than %(size)s MB. Export less at a time.")
            raise ValidationError(sentence % {"size": MEGABYTES})
        return file
