"""The tables of the ground."""

from pages.models.edition import Edition, OldPath  # isort: skip  (the others stand on it)
from pages.models.desk import GlossaryTerm, LanguageDemand, Suggestion, SuggestionLink, TranslationComment
from pages.models.editor_language import EditorLanguage
from pages.models.image import CampaignImage, CampaignRendition
from pages.models.kept import Content, ContentChange, KeptPage
from pages.models.news import NewsIndexPage, NewsPage
from pages.models.site_settings import SiteSettings
from pages.models.standard import StandardPage
from pages.models.translation import SourceChange, SourceUnit, TranslationSheet, TranslationUnit

__all__ = [
    "CampaignImage",
    "CampaignRendition",
    "Content",
    "ContentChange",
    "Edition",
    "EditorLanguage",
    "GlossaryTerm",
    "KeptPage",
    "LanguageDemand",
    "NewsIndexPage",
    "NewsPage",
    "OldPath",
    "SiteSettings",
    "SourceChange",
    "SourceUnit",
    "StandardPage",
    "Suggestion",
    "SuggestionLink",
    "TranslationComment",
    "TranslationSheet",
    "TranslationUnit",
]
