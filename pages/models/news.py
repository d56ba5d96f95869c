"""News: a list of articles, and an article with its date, author and source."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from pages import library, memory
from pages.models.base import TranslatedPage
from pages.models.edition import Edition
from pages.translations.panels import translated

ARTICLES_A_PAGE = 10


class NewsIndexPage(TranslatedPage):
    """The list of articles, newest first."""

    max_count_per_parent = 1
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.NewsPage"]
    template = "pages/news_index_page.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Further: `articles`, a page of a paginator over editions; each has `.article`, its NewsPage."""
        context = super().get_context(request, *args, **kwargs)
        memory.reads_page()
        found = articles_below(self, context["shown"].code)
        articles = Paginator(found, ARTICLES_A_PAGE).get_page(request.GET.get("page"))
        library.hang(*(edition.article for edition in articles))
        return {**context, "articles": articles}


class NewsPage(TranslatedPage):
    """One article."""

    date = models.DateField(_("date"), default=timezone.localdate)
    author = models.CharField(_("author"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True, help_text=_("Who reported it first."))
    source_url = models.URLField(_("address of the source"), blank=True)
    picture = models.ForeignKey(
        "pages.CampaignImage", models.SET_NULL, verbose_name=_("picture"), null=True, blank=True, related_name="+"
    )

    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    template = "pages/news_page.html"
    content_panels = [
        *TranslatedPage.content_panels,
        FieldPanel("date"),
        FieldPanel("picture"),
        translated("author", _("Author")),
        translated("source", _("Source")),
        FieldPanel("source_url"),
    ]


def articles_below(page: Page, code: str) -> models.QuerySet[Edition]:
    """The editions in `code` of the articles below `page`, newest first; `.article` of each is its NewsPage.

    Of an article they hold what a card shows, its date and its picture.
    """
    shown = ("page", "language", "path", "heading", "description", "page__newspage__date", "page__newspage__picture")
    return (
        Edition.objects.filter(language=code, page__path__startswith=page.path, page__newspage__isnull=False)
        .select_related("page__newspage")
        .only(*shown)
        .order_by("-page__newspage__date", "-pk")
    )
