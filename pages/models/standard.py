"""The page for everything that has no page type of its own."""

from pages.models.base import TranslatedPage


class StandardPage(TranslatedPage):
    """Text of any kind, made of blocks."""

    parent_page_types = ["home.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    template = "pages/standard_page.html"
