"""Which fields have a column a language. Read by django-modeltranslation."""

from typing import Any

from modeltranslation.translator import TranslationOptions, register

from pages.models import CampaignImage, NewsIndexPage, NewsPage, SiteSettings, StandardPage

PAGE_FIELDS = ("heading", "address", "introduction", "body", "meta_title", "meta_description")


def never_null(*fields: str) -> dict[str, dict[str, Any]]:
    """Columns that hold "" instead of NULL: one way to say "nothing", no false difference between revisions."""
    return {field: {"default": {"null": False, "default": ""}} for field in fields}


PAGE_OPTIONS = never_null("heading", "address", "introduction", "meta_title", "meta_description")


@register([StandardPage, NewsIndexPage])
class PageTranslation(TranslationOptions):
    """What every page has."""

    fields = PAGE_FIELDS
    field_options = PAGE_OPTIONS


@register(NewsPage)
class NewsPageTranslation(TranslationOptions):
    """An article has an author and a source, too."""

    fields = (*PAGE_FIELDS, "author", "source")
    field_options = PAGE_OPTIONS | never_null("author", "source")


@register(SiteSettings)
class SiteSettingsTranslation(TranslationOptions):
    """The site's own words."""

    fields = ("organisation", "tagline", "footer", "contact", "main_menu", "footer_menu")
    field_options = never_null("organisation", "tagline", "footer", "contact")


@register(CampaignImage)
class CampaignImageTranslation(TranslationOptions):
    """What a picture shows, and the words below it."""

    fields = ("alt_text", "caption")
    field_options = never_null("alt_text", "caption")
