"""The small blocks that others are made of: words, prose, a web address, a picture.

No text is required anywhere: a language may be half translated, and a block without its main words shows nothing.
"""

from typing import Any
from urllib.parse import urlsplit

from django.core.validators import URLValidator
from wagtail.blocks import CharBlock, PageChooserBlock, RichTextBlock, TextBlock, URLBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.rich_text import RichText

from pages import library, memory
from pages.fields import without_empty_paragraphs

WEB = ("http", "https")
PROSE_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class WordsBlock(CharBlock):
    """A line of text, optional and at most 255 characters unless said otherwise."""

    def __init__(self, required: bool = False, max_length: int = 255, **options: Any) -> None:
        super().__init__(required=required, max_length=max_length, **options)


class LinesBlock(TextBlock):
    """A plain paragraph or more, optional unless said otherwise."""

    def __init__(self, required: bool = False, rows: int = 3, **options: Any) -> None:
        super().__init__(required=required, rows=rows, **options)


class ProseBlock(RichTextBlock):
    """Rich text; empty paragraphs are no text, so that a language counts as missing rather than as blank."""

    def __init__(self, required: bool = False, **options: Any) -> None:
        super().__init__(required=required, **{"features": PROSE_FEATURES, **options})

    def value_for_form(self, value: RichText) -> str:
        return without_empty_paragraphs(super().value_for_form(value) or "")

    def value_from_form(self, value: str) -> RichText:
        return super().value_from_form(without_empty_paragraphs(value or ""))

    def get_prep_value(self, value: RichText) -> str:
        return without_empty_paragraphs(super().get_prep_value(value) or "")


class WebAddressBlock(URLBlock):
    """A link to the web. Other schemes, above all `javascript:`, are refused in forms and dropped from stored data."""

    def __init__(self, required: bool = False, **options: Any) -> None:
        super().__init__(required=required, **{"validators": [URLValidator(schemes=WEB)], **options})

    def to_python(self, value: str | None) -> str:
        return value if value and urlsplit(value).scheme in WEB else ""

    def normalize(self, value: str | None) -> str:
        return self.to_python(value)


class PictureChooserBlock(ImageChooserBlock):
    """An image of the library; those of a block's kind and their sizes come in two queries at most."""

    def bulk_to_python(self, values: list[int | None]) -> list[Any]:
        found = library.pictures(values)
        return [found.get(value) if value else None for value in values]


class PageBlock(PageChooserBlock):
    """A page to link to. A link needs nothing but the page's id: its words are those of its edition."""

    def bulk_to_python(self, values: list[int | None]) -> list[Any]:
        if not memory.is_rendering():
            return super().bulk_to_python(values)
        return [self.model_class.from_db(None, ["id"], [value]) if value else None for value in values]
