"""What an editor sets once for the whole site: its languages, its name, its footer, its menus."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from pages import languages, memory
from pages.fields import StreamField
from pages.forms import TwoLanguageForm
from pages.languages import CODES, Language, column
from pages.translations.panels import LanguagesPanel, translated
from pages.translations.rows import TranslatedRow
from pages.translations.text import Text


class LinkItem(blocks.StructBlock):
    """A link out of the site, with its words."""

    label = blocks.CharBlock(label=_("Label"), max_length=60)
    url = blocks.URLBlock(label=_("Address"))

    class Meta:
        icon = "link-external"
        label = _("Link")


class MenuItems(blocks.StreamBlock):
    """Pages under their own headings, and links."""

    page = blocks.PageChooserBlock(
        label=_("Page"), icon="doc-empty", help_text=_("Shown under its heading in the reader's language.")
    )
    link = LinkItem()


class SocialLinks(blocks.StreamBlock):
    """Where else the campaign is found."""

    link = LinkItem()


class Words(str):
    """A text of the settings that knows which language it is in."""

    language: Language


class SettingsText(Text):
    """The settings in one language; where a text is empty, in the site's first language."""

    def __getattr__(self, base: str) -> Any:
        own = super().__getattr__(base)
        first = self._source.codes[0]
        found = own or getattr(self._source, column(base, first))
        if not isinstance(found, str):
            return found  # a menu: its items have languages of their own
        words = Words(found)
        words.language = self.language if own else languages.language(first)
        return words


@register_setting(icon="site", order=100)
class SiteSettings(TranslatedRow, BaseSiteSetting, ClusterableModel):
    """The settings of one site."""

    select_related = ["share_image"]

    languages = models.JSONField(_("languages"), default=list, blank=True)
    prepared = models.JSONField(default=list, blank=True)  # languages being written, not yet open to visitors
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    footer = models.TextField(_("footer"), blank=True)
    contact = models.TextField(
        _("contact"), blank=True, help_text=_("How to reach the campaign, shown at the foot of every page.")
    )
    main_menu = StreamField(MenuItems(required=False), verbose_name=_("main menu"), blank=True)
    footer_menu = StreamField(MenuItems(required=False), verbose_name=_("footer menu"), blank=True)
    social_links = StreamField(SocialLinks(required=False), verbose_name=_("social links"), blank=True)
    contact_email = models.EmailField(_("e-mail for readers"), blank=True)
    share_image = models.ForeignKey(
        "pages.CampaignImage",
        models.SET_NULL,
        verbose_name=_("picture for shared links"),
        help_text=_("Shown where a page without a picture of its own is shared."),
        null=True,
        blank=True,
        related_name="+",
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    LanguagesPanel(),
                    translated("organisation", _("Organisation")),
                    translated("tagline", _("Tagline")),
                    translated("footer", _("Footer")),
                    translated("contact", _("Contact")),
                    FieldPanel("contact_email"),
                    FieldPanel("social_links"),
                ],
                heading=_("Words"),
            ),
            ObjectList(
                [translated("main_menu", _("Main menu")), translated("footer_menu", _("Footer menu"))],
                heading=_("Menus"),
            ),
            ObjectList(
                [HelpPanel(template="pages/admin/site_languages.html"), FieldPanel("share_image")],
                heading=_("Languages and pictures"),
            ),
        ],
        base_form_class=TwoLanguageForm,
    )

    class Meta:
        verbose_name = _("site settings")

    @classmethod
    def for_request(cls, request: HttpRequest) -> "SiteSettings":
        """The settings of the site asked, which many parts of a page ask for."""
        if memory.is_rendering() and not hasattr(request, "_wagtail_site"):
            ours = super()
            site, found = memory.shared(
                ("site", request.get_host()), lambda: (Site.find_for_request(request), ours.for_request(request))
            )
            request._wagtail_site = site  # noqa: SLF001 - where Wagtail looks for it
            setattr(request, cls.get_cache_attr_name(), found)
        return super().for_request(request)

    def clean(self) -> None:
        super().clean()
        if not set(self.languages) <= set(CODES):
            raise ValidationError({"languages": _("Choose languages of the list.")})

    @property
    def source_language(self) -> str:
        """The first language of the site: what stands in for an empty field."""
        return self.codes[0]

    @property
    def codes(self) -> list[str]:
        """The languages that this site offers, in order; all of them until an editor chose."""
        return languages.ordered(self.languages) or list(CODES)

    @property
    def offered(self) -> list[Language]:
        """The same as objects."""
        return [languages.language(code) for code in self.codes]

    @property
    def enabled(self) -> list[str]:
        """Those and the languages being written, in order."""
        return languages.ordered([*self.codes, *self.prepared])

    def in_language(self, code: str) -> SettingsText:
        """The texts in the language `code`."""
        return SettingsText(self, code)
