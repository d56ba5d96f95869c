"""Forms for what is translated: the source language and one other, and the languages that the next publish releases."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from pages import form_beginnings, form_changes, form_rights, languages
from pages.fields import without_empty_paragraphs
from pages.languages import CODES, column, columns
from pages.models.editor_language import EditorLanguage
from pages.models.translation import ChangeKind
from pages.translations import editions, opening, readiness, roles, states


class TwoLanguageForm(WagtailAdminModelForm):
    """A form of the source language and the language that its editor works in.

    Fields of other languages are left out, on the way out and on the way in: Wagtail applies posted fields to the
    latest revision, so two translators of two languages merge without loss. `working_language` travels with the form:
    what was sent out is what is read back, whatever the editor chose in another window meanwhile. So are the fields
    that their user may not write (pages.form_rights).
    """

    working_language = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sources = form_rights.sources(self.for_user, self.instance)
        self.source = self.chosen("source_language", self.instance.source_language, sources)
        self.writable = [code for code in CODES if form_rights.may_write(self.for_user, self.instance, code)]
        self.target = self.chosen("working_language", self.first_target(), CODES)
        self.fields["working_language"].initial = self.target
        if "source_language" in self.fields:
            offered = self.fields["source_language"].choices
            self.fields["source_language"].choices = [choice for choice in offered if choice[0] in sources]
        for name in form_rights.closed(self.for_user, self.instance, (self.source, self.target)):
            self.fields.pop(name, None)
        for name in form_beginnings.unsent(self):
            del self.fields[name]
        if self.is_bound and hasattr(self.instance, "latest_revision_id"):
            shown = [self.data.get(name, "") for name in ("loaded_revision_id", "loaded_revision_created_at")]
            opening.opened_with(self.instance, *shown)

    def first_target(self) -> str:
        """The language that the user works in, else the first beside the source that they may write."""
        wanted = EditorLanguage.of(self.for_user, self.source)
        return next((code for code in [wanted, *CODES] if code in self.writable and code != self.source), wanted)

    def chosen(self, field: str, default: str, offered: Any) -> str:
        """The language posted in `field`, if it is one of `offered`, else `default`."""
        posted = self.data.get(self.add_prefix(field), "") if self.is_bound else ""
        return posted if posted in offered else default

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

    released: list[str] = []  # what was ticked, also when something is wrong with it
    change_kinds: tuple[ChangeKind, ...] = (ChangeKind.CONTENT, ChangeKind.COSMETIC)

    kind_of_change = forms.ChoiceField(
        label=_("What kind of change is this?"),
        required=False,
        help_text=_("If only spelling or style changed, translations stay good. Otherwise they are marked as stale."),
    )
    opened_at = forms.CharField(required=False, widget=forms.HiddenInput)
    release = forms.MultipleChoiceField(
        label=_("Languages to publish"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Publishing makes the ticked languages public as they are in this draft. Every other stays as it is."
        ),
    )
    although_unready = forms.BooleanField(
        label=_("Publish although something is missing"),
        required=False,
        help_text=_("The history says what was missing, and that you published all the same."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user and not roles.may_publish_unready(self.for_user):
            self.fields.pop("although_unready", None)
        form_changes.begin(self, self.change_kinds)
        form_beginnings.begin(self)
        if "release" not in self.fields:
            return
        found = states.of(self.instance)
        self.fields["release"].choices = [(state.language.code, state.sentence) for state in found]
        self.initial["release"] = self.ticked()

    # Whose ticks count ------------------------------------------------------------------------------------------------
    def may_tick(self, code: str) -> bool:
        """Whether the user may ask for the language `code` to be published: by doing so, or by sending it to review."""
        user = self.for_user
        if user is None or roles.may_publish(user, code):
            return True
        return not self.data.get("action-publish") and form_rights.may_write(user, self.instance, code)

    def ticked(self) -> list[str]:
        """What is ticked when the form opens: the draft's choice until it is published; a first time, the source."""
        page = self.instance
        chosen = [] if page.pk and page.latest_revision_id == page.live_revision_id else page.release
        wanted = chosen or ([] if page.pk and page.live else [self.source])
        return [code for code in wanted if self.may_tick(code)]

    def clean_release(self) -> list[str]:
        """The user's own ticks; in a draft, those of others stay as they are."""
        mine = {code for code in self.cleaned_data["release"] if self.may_tick(code)}
        kept = set() if self.is_publishing else {code for code in self.instance.release if not self.may_tick(code)}
        self.released = languages.ordered(mine | kept)
        return self.released

    def save(self, commit: bool = True) -> Any:
        form_changes.put(self)
        return super().save(commit=commit)

    # Publishing -------------------------------------------------------------------------------------------------------
    @property
    def is_publishing(self) -> bool:
        """Whether the editor pressed a button that leads to "live"."""
        return any(self.data.get(action) for action in ("action-publish", "action-submit", "action-restart-workflow"))

    def full_clean(self) -> None:
        form_beginnings.spare(self, self.posted_ticks() if self.is_publishing else [])
        super().full_clean()

    def posted_ticks(self) -> list[str]:
        """The languages ticked, whoever may do so."""
        if "release" not in self.fields:
            return []
        widget = self.fields["release"].widget
        return widget.value_from_datadict(self.data, self.files, self.add_prefix("release")) or []

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        form_beginnings.forget_untouched(self, data)
        if self.is_deferred_validation:
            return data
        if self.is_publishing and "release" in self.fields and not self.released:
            self.add_error("release", _("Tick the languages to publish."))
        self.check_headings(data)
        return data

    def check_headings(self, data: dict[str, Any]) -> None:
        """A language to publish needs a heading, and so does the source language."""
        for code in dict.fromkeys([self.source, *self.released]):
            name = column("heading", code)
            written = data.get(name) if name in self.fields else getattr(self.instance, name)
            if not written:
                sentence = _("A heading in %(language)s is needed.") % {"language": languages.language(code).name}
                self.add_error(name if name in self.fields else "release", ValidationError(sentence))

    def _post_clean(self) -> None:
        super()._post_clean()  # from here on the instance says what was typed
        self.instance.although_unready = bool(self.cleaned_data.get("although_unready"))
        if self.is_publishing and not self.is_deferred_validation and not self.instance.although_unready:
            self.refuse_unready()

    def refuse_unready(self) -> None:
        """Say of each language to publish what it lacks, beside the box where that is, else with the way to it."""
        bases = columns(type(self.instance))
        for code, lacks in readiness.blocking(self.instance, self.released).items():
            for lack in (lack for lack in lacks if lack.path != "heading"):  # told by check_headings
                name = bases.get(lack.path, {}).get(code, "")
                if name not in self.fields:
                    self.add_error("release", linked(lack))
                elif name not in self.errors:
                    self.add_error(name, lack.sentence)

    def lacks(self) -> list[readiness.Lack]:
        """What the language worked in lacks, for the list beside the boxes."""
        return readiness.lacks(self.instance, self.target) if self.instance.pk else []


def linked(lack: readiness.Lack) -> str:
    """The sentence, with the way to the place where it can be mended."""
    return format_html('<a href="{}">{}</a>', lack.url, lack.sentence) if lack.url else lack.sentence


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
            if editions.is_taken(self.instance, place, code, address):
                self.add_error(name, _("Another page has this address in this language."))
        return data

    def place(self) -> "editions.Place | None":
        """Where the page stands or will stand; None for a root, which has no address."""
        if self.instance.pk:
            return None if self.instance.is_site_root() else editions.place_of(self.instance)
        return editions.place_below(self.parent_page) if self.parent_page else None
