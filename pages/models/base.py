"""The page that every page is: one page, one tree, a column per language, public language by language."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page

from pages import alternates, languages
from pages.blocks import Body
from pages.fields import StreamField
from pages.forms import TranslatedPageForm
from pages.languages import CODES, column
from pages.models.edition import Edition, page_url
from pages.translations import editions, panels
from pages.translations.publishing import TranslatedContent, in_source_language
from pages.translations.text import first_heading


class TranslatedPage(TranslatedContent, Page):
    """A page in many languages. Its title is derived, never edited, so that explorer, log and choosers stay stable."""

    heading = models.CharField(_("heading"), max_length=255, blank=True)
    address = models.SlugField(
        _("address"),
        max_length=255,
        blank=True,
        allow_unicode=True,
        help_text=_("The last part of the page's address in this language. Empty: the shared address."),
    )
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "document-link"])
    body = StreamField(Body(required=False), verbose_name=_("body"), blank=True)
    meta_title = models.CharField(
        _("title for search engines"), max_length=255, blank=True, help_text=_("Empty: the heading.")
    )
    meta_description = models.TextField(
        _("description for search engines"),
        blank=True,
        help_text=_("One or two sentences, also shown when the page is shared."),
    )

    base_form_class = TranslatedPageForm
    private_page_options: list[str] = []  # visitors carry no cookie, so nothing could remember a password
    content_panels = panels.PAGE_CONTENT
    promote_panels = panels.PAGE_PROMOTE
    settings_panels = panels.PAGE_SETTINGS

    class Meta:
        abstract = True

    # The title ----------------------------------------------------------------------------------------------------
    def derive_title(self) -> None:
        """The heading in the source language, else the first there is."""
        self.title = first_heading(self, [self.source_language, *CODES]) or str(_("Untitled"))

    @in_source_language
    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.derive_title()
        super().full_clean(*args, **kwargs)

    @in_source_language
    def minimal_clean(self) -> None:
        self.derive_title()
        super().minimal_clean()

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        self.derive_title()
        return super().save_revision(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.derive_title()
        return super().save(*args, **kwargs)

    def after_hold_back(self, row: Any) -> None:
        self.derive_title()
        self.set_url_path(self.get_parent())  # the draft's slug may have been held back

    def update_aliases(self, *, revision: Any = None, **kwargs: Any) -> None:
        if not self.alias_of_id:
            kwargs.pop("_content", None)  # the revision also holds what is not public: aliases copy what is live
        super().update_aliases(revision=revision, **kwargs)

    # What is public -----------------------------------------------------------------------------------------------
    def refresh_public(self) -> None:
        editions.refresh(self)

    def address_in(self, code: str) -> str:
        """The last part of the address in the language `code`."""
        return getattr(self, column("address", code)) or self.slug

    @cached_property
    def editions_by_language(self) -> dict[str, Edition]:
        """{language: edition}, in the order of the settings."""
        found = {edition.language: edition for edition in Edition.objects.filter(page_id=self.pk).defer("words")}
        return {code: found[code] for code in CODES if code in found}

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        parts = super().get_url_parts(request)
        code = languages.nearest(languages.current(), self.editions_by_language, self.source_language)
        if not parts or code is None:
            return parts
        return parts[0], parts[1], page_url(code, self.editions_by_language[code].path)

    # What cards show of some pages ------------------------------------------------------------------------------------
    # A template that asks for what an object has not looks through everything that its class has.
    date: Any = None
    picture: Any = None
    hero_image: Any = None

    # Answers ------------------------------------------------------------------------------------------------------
    def serve(self, request: HttpRequest, *, shown: str = "", **extra: Any) -> HttpResponse:
        """The page in the language `shown`. `extra`: status and further context."""
        status = extra.pop("status", 200)
        context = {**self.get_context(request, shown=shown), **extra}
        response = TemplateResponse(request, self.get_template(request), context, status=status)
        response["Content-Language"] = context["shown"].code
        return response

    def get_context(self, request: HttpRequest, *args: Any, shown: str = "", **kwargs: Any) -> dict[str, Any]:
        code = shown or languages.current()
        request.shown_page = self  # the switcher around the page asks for it
        return {
            **super().get_context(request, *args, **kwargs),
            "text": self.in_language(code),
            "shown": languages.language(code),
            "is_fallback": code != languages.current(),
            **alternates.head_links(self, request, code),
        }

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**self.get_context(request, shown=mode_name), "is_preview": True}
