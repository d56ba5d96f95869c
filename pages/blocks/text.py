"""Blocks of words: headings, prose, quotes, and answers that unfold."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChoiceBlock, ListBlock, StructBlock
from wagtail.rich_text import RichText, expand_db_html

from pages.blocks.leaves import LinesBlock, ProseBlock, WebAddressBlock, WordsBlock
from pages.blocks.values import ItemsValue, WrittenValue

GROUP = _("Text")


class HeadingBlock(StructBlock):
    """A heading that can be linked to: its anchor is the block's id, the same in every language."""

    text = WordsBlock(label=_("Heading"))
    level = ChoiceBlock(
        label=_("Level"),
        choices=[("h2", _("Section")), ("h3", _("Part of a section"))],
        default="h2",
    )

    class Meta:
        label = _("Heading")
        description = _("Names a section of the page. Each heading can be linked to.")
        icon = "title"
        group = GROUP
        value_class = WrittenValue
        needs = ("text",)
        preview_value = {"text": _("What happened"), "level": "h2"}

    def render(self, value: Any, context: Mapping[str, Any] | None = None) -> SafeString:
        """Without a template, as below: these two are most of a page, and a template takes ten times as long."""
        if not value.is_shown:
            return SafeString("")
        level = "h3" if value["level"] == "h3" else "h2"
        anchor = format_html(' id="{}"', context["block_id"]) if context and context.get("block_id") else ""
        return format_html("<{}{}>{}</{}>", level, anchor, value["text"], level)


class TextBlock(ProseBlock):
    """Running text."""

    class Meta:
        label = _("Text")
        description = _("Paragraphs and lists, with bold, italic and links.")
        icon = "pilcrow"
        group = GROUP
        preview_value = _("Write in short sentences. Say who did what, and when.")

    def render(self, value: RichText, context: Mapping[str, Any] | None = None) -> SafeString:
        """The prose in a frame."""
        html = SafeString(expand_db_html(value.source))  # an editor's, cleaned when it was saved
        return format_html('<div class="prose">{}</div>', html) if value.source else SafeString("")


class QuoteBlock(StructBlock):
    """Someone's words, and whose they are."""

    text = LinesBlock(label=_("Quote"), help_text=_("Without quotation marks: each language adds its own."))
    name = WordsBlock(label=_("Name"), help_text=_("Who said or wrote it."))
    role = WordsBlock(
        label=_("Role or place"), help_text=_("For example: member of parliament, or the name of a report.")
    )
    link = WebAddressBlock(label=_("Where it can be read"))

    class Meta:
        label = _("Quote")
        description = _("Someone's words with their name and source.")
        icon = "openquote"
        group = GROUP
        template = "pages/blocks/quote.html"
        value_class = WrittenValue
        needs = ("text",)
        preview_value = {
            "text": _("We ask for justice."),
            "name": "Aysel Quliyeva",
            "role": _("teacher"),
            "link": "https://example.org/",
        }


class AccordionItemBlock(StructBlock):
    """A line that unfolds."""

    heading = WordsBlock(label=_("Heading or question"))
    text = ProseBlock(label=_("Text"))

    class Meta:
        value_class = WrittenValue
        needs = ("heading", "text")


class AccordionBlock(StructBlock):
    """Lines that unfold into text, without JavaScript."""

    heading = WordsBlock(label=_("Heading"))
    items = ListBlock(AccordionItemBlock(label=_("Item")), label=_("Items"))

    class Meta:
        label = _("Accordion")
        description = _("Headings or questions that unfold into text.")
        icon = "collapse-down"
        group = GROUP
        template = "pages/blocks/accordion.html"
        value_class = ItemsValue
        preview_value = {
            "items": [
                {"heading": _("Who can sign?"), "text": _("Anyone, in any country.")},
                {"heading": _("Can I take my name back?"), "text": _("Yes, at any time.")},
            ]
        }
