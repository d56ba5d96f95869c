"""The home page: what the campaign asks, and its latest news."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from pages import library, memory
from pages.models.base import TranslatedPage
from pages.models.edition import Edition
from pages.models.news import articles_below
from pages.translations.panels import translated

LATEST = 3


class HomePage(TranslatedPage):
    """The first page of a site."""

    hero_image = models.ForeignKey(
        "pages.CampaignImage", models.SET_NULL, verbose_name=_("picture"), null=True, blank=True, related_name="+"
    )
    call_label = models.CharField(
        _("words on the button"), max_length=60, blank=True, help_text=_("For example: Sign the petition")
    )
    call_page = models.ForeignKey(
        "wagtailcore.Page",
        models.SET_NULL,
        verbose_name=_("page behind the button"),
        null=True,
        blank=True,
        related_name="+",
    )

    max_count = 10  # one for each site of the installation
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.StandardPage", "pages.NewsIndexPage"]
    template = "home/home_page.html"
    content_panels = [
        *TranslatedPage.content_panels,
        FieldPanel("hero_image"),
        translated("call_label", _("Words on the button")),
        FieldPanel("call_page"),
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Further: `latest_news`, editions with their `.article`."""
        context = super().get_context(request, *args, **kwargs)
        code = context["shown"].code
        return {
            **context,
            "latest_news": memory.shared(("latest news", self.pk, code), lambda: latest_news(self, code)),
        }


def latest_news(page: HomePage, code: str) -> list[Edition]:
    """The editions in `code` of the newest articles below `page`, their pictures at hand."""
    found = list(articles_below(page, code)[:LATEST])
    library.hang(*(edition.article for edition in found))
    return found
