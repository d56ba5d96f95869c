"""The tables of the ground."""

from pages.models.edition import Edition, OldPath  # isort: skip  (the others stand on it)
from pages.models.editor_language import EditorLanguage
from pages.models.image import CampaignImage, CampaignRendition
from pages.models.news import NewsIndexPage, NewsPage
from pages.models.site_settings import SiteSettings
from pages.models.standard import StandardPage

__all__ = [
    "CampaignImage",
    "CampaignRendition",
    "Edition",
    "EditorLanguage",
    "NewsIndexPage",
    "NewsPage",
    "OldPath",
    "SiteSettings",
    "StandardPage",
]
