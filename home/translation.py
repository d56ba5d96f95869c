"""Which fields of the home page have a column a language."""

from modeltranslation.translator import TranslationOptions, register

from home.models import HomePage
from pages.translation import PAGE_FIELDS, PAGE_OPTIONS, never_null


@register(HomePage)
class HomePageTranslation(TranslationOptions):
    """What every page has, and the words on the button."""

    fields = (*PAGE_FIELDS, "call_label")
    field_options = PAGE_OPTIONS | never_null("call_label")
