"""Which fields of a petition stand in every language."""

from modeltranslation.translator import TranslationOptions, register

from petition.models import Petition

FIELDS = ("heading", "demand", "addressees", "consent", "news_consent", "thanks", "share_text")


@register(Petition)
class PetitionTranslation(TranslationOptions):
    """Every column is optional and holds "" where there is no text."""

    fields = FIELDS
    field_options = {name: {"default": {"null": False, "default": ""}} for name in FIELDS}
