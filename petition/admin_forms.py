"""What editors fill in: a petition in two languages, the order of an export, the news to send."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import string_to_ascii

from pages.forms import TranslatedForm
from pages.languages import CODES, column
from pages.models import Edition, NewsPage
from pages.models.translation import ChangeKind
from pages.translations.text import first_heading
from petition.export import Kind
from petition.models import Announcement, Petition

LONGEST_DERIVED = 80


class PetitionForm(TranslatedForm):
    """A petition. Its slug is made of the heading where none is given, and stays once the petition was public."""

    change_kinds = (ChangeKind.CONTENT, ChangeKind.COSMETIC, ChangeKind.DEMAND)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.keep_public_slug()

    def keep_public_slug(self) -> None:
        """Letters and printed links lead to the slug: once it was public, no draft changes it."""
        public = Petition.objects.filter(pk=self.instance.pk, first_published_at__isnull=False)
        if slug := public.values_list("slug", flat=True).first():
            self.initial["slug"] = slug
            self.fields["slug"].disabled = True
            self.fields["slug"].help_text = _("It can't be changed any more: letters and links out there lead to it.")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "slug" in self.fields and not self.errors.get("slug"):
            self.clean_address(data)
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("A petition closes after it opens."))
        if data.get("goal") == 0:
            self.add_error("goal", _("A goal is at least one signature."))
        return data

    def clean_address(self, data: dict[str, Any]) -> None:
        """See to it that the slug is there and is nobody else's, not even in a draft."""
        taken = taken_slugs(self.instance.pk)
        data["slug"] = data.get("slug") or self.instance.slug or free_slug(self.any_heading(data), taken)
        if data["slug"] in taken:
            self.add_error("slug", _("Another petition has this slug, or a draft of it."))

    def any_heading(self, data: dict[str, Any]) -> str:
        """The heading typed in the source language, else in the other one, else what the draft has."""
        typed = (data.get(column("heading", code)) for code in (self.source, self.target))
        return next(filter(None, typed), "") or first_heading(self.instance, list(CODES))

    def get_field_updates_for_resave(self) -> list[tuple[str, Any]]:
        """After an autosave, the open form learns the slug that was made."""
        return [*super().get_field_updates_for_resave(), (self.add_prefix("slug"), self.instance.slug)]


def taken_slugs(but: int | None) -> set[str]:
    """The slugs of all petitions and of their drafts, except those of the petition `but`."""
    others = Petition.objects.exclude(pk=but).values_list("slug", "latest_revision__content__slug")
    return {slug for pair in others for slug in pair if slug}


def free_slug(heading: str, taken: set[str]) -> str:
    """A slug that says `heading` in Latin letters and that nobody has: "xocaliya-edalet", "xocaliya-edalet-2"."""
    wanted = slugify(string_to_ascii(heading))[:LONGEST_DERIVED].strip("-") or "petition"
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)


class ArticleField(forms.ModelChoiceField):
    """A page of news, named by its title."""

    def label_from_instance(self, obj: NewsPage) -> str:
        return str(obj.title)


class NewsForm(forms.Form):
    """Which page of news to send: a live one that the petition's signatories were not sent yet."""

    page = ArticleField(label=_("Page of news"), queryset=NewsPage.objects.none(), empty_label=None)

    def __init__(self, petition: Petition, data: Any = None) -> None:
        super().__init__(data)
        told = Announcement.objects.filter(petition=petition).values("page_id")
        live = NewsPage.objects.live().filter(Exists(Edition.objects.filter(page_id=OuterRef("pk"))))
        self.fields["page"].queryset = live.exclude(pk__in=told).order_by("-date", "-pk")


class SendNewsForm(forms.Form):
    """The last step. `tested` says that the editor had the test letters of what stands there now."""

    page = forms.IntegerField(widget=forms.HiddenInput)
    tested = forms.CharField(widget=forms.HiddenInput)
    is_read = forms.BooleanField(
        label=_("I have read the test letters. Send this news."),
        error_messages={"required": _("Read the test letters, then tick this box.")},
    )


class ExportForm(forms.Form):
    """What to export, for whom, and why."""

    petition = forms.ModelChoiceField(
        label=_("Petition"), queryset=Petition.objects.order_by("-opens_at"), empty_label=None
    )
    kind = forms.ChoiceField(label=_("For whom"), choices=Kind, initial=Kind.ADDRESSEES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Why the list leaves the site. It is kept in the log with your name."),
    )
