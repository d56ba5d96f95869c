"""Forms for what is translated: the source language and one other, and the languages that the next publish releases."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from pages import languages
from pages.fields import without_empty_paragraphs
from pages.languages import CODES, column, columns
from pages.models.edition import Edition
from pages.models.editor_language import EditorLanguage
from pages.translations import editions, states


class TwoLanguageForm(WagtailAdminModelForm):
    """A form of the source language and the language that its editor works in.

    Fields of other languages are left out, on the way out and on the way in: Wagtail applies posted fields to the
    latest revision, so two translators of two languages merge without loss. `working_language` travels with the form:
    what was sent out is what is read back, whatever the editor chose in another window meanwhile.
    """

    working_language = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = self.chosen("source_language", self.instance.source_language)
        self.target = self.chosen("working_language", EditorLanguage.of(self.for_user, self.source))
        self.fields["working_language"].initial = self.target
        for per_language in columns(type(self.instance)).values():
            for code, name in per_language.items():
                if code not in (self.source, self.target):
                    self.fields.pop(name, None)

    def chosen(self, field: str, default: str) -> str:
        """The language posted in `field`, else `default`."""
        posted = self.data.get(self.add_prefix(field), "") if self.is_bound else ""
        return posted if posted in CODES else default

    def save(self, commit: bool = True) -> Any:
        chosen = self.data.get("work_in", "")  # the button of another language: save, then go on in that one
        if chosen in CODES:
            EditorLanguage.choose(self.for_user, chosen)
        return super().save(commit=commit)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, value in data.items():
            if isinstance(value, str) and "data-block-key" in value:
                data[name] = without_empty_paragraphs(value)
        return data


class TranslatedForm(TwoLanguageForm):
    """The same for what has drafts: an editor ticks the languages that the next publish makes public."""

    release = forms.MultipleChoiceField(
        label=_("Languages to publish"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Publishing makes the ticked languages public as they are in this draft. Every other stays as it is."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "release" not in self.fields:
            return
        found = states.of(self.instance)
        self.fields["release"].choices = [(state.language.code, state.sentence) for state in found]
        self.initial["release"] = self.ticked()

    def ticked(self) -> list[str]:
        """What is ticked when the form opens: the draft's choice until it is published; a first time, the source."""
        page = self.instance
        chosen = [] if page.pk and page.latest_revision_id == page.live_revision_id else page.release
        return chosen or ([] if page.pk and page.live else [self.source])

    @property
    def is_publishing(self) -> bool:
        """Whether the editor pressed a button that leads to "live"."""
        return any(self.data.get(action) for action in ("action-publish", "action-submit", "action-restart-workflow"))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.is_deferred_validation:
            return data
        released = data.get("release", [])
        if self.is_publishing and "release" in self.fields and not released:
            self.add_error("release", _("Tick the languages to publish."))
        self.check_headings(data, released)
        return data

    def check_headings(self, data: dict[str, Any], released: list[str]) -> None:
        """A language to publish needs a heading, and so does the source language."""
        for code in dict.fromkeys([self.source, *released]):
            name = column("heading", code)
            written = data.get(name) if name in self.fields else getattr(self.instance, name)
            if not written:
                sentence = _("A heading in %(language)s is needed.") % {"language": languages.language(code).name}
                self.add_error(name if name in self.fields else "release", ValidationError(sentence))


class TranslatedPageForm(TranslatedForm, WagtailAdminPageForm):
    """The form of every page: addresses are checked in each language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # left empty, Wagtail makes one of the derived title

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        place = self.place()
        for code in dict.fromkeys([self.source, self.target]):
            name = column("address", code)
            address = data.get(name) or data.get("slug") or self.instance.slug
            if place is None or name not in self.fields or not address:
                continue
            path = f"{place.above[code]}{address}/"
            taken = Edition.objects.filter(site_id=place.site_id, language=code, path=path)
            if taken.exclude(page_id=self.instance.pk).exists():
                self.add_error(name, _("Another page has this address in this language."))
        return data

    def place(self) -> "editions.Place | None":
        """Where the page stands or will stand; None for a root, which has no address."""
        if self.instance.pk:
            return None if self.instance.is_site_root() else editions.place_of(self.instance)
        return editions.place_below(self.parent_page) if self.parent_page else None
