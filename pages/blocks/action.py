"""Blocks that ask visitors to act."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StructBlock, StructBlockValidationError, StructValue

from pages.blocks.leaves import LinesBlock, PageBlock, WebAddressBlock, WordsBlock


class CallToActionBlock(StructBlock):
    """A request with one button."""

    heading = WordsBlock(label=_("Heading"))
    text = LinesBlock(label=_("Text"), rows=2)
    page = PageBlock(
        label=_("Page"), required=False, help_text=_("A page of this site, opened in the reader's language.")
    )
    address = WebAddressBlock(label=_("Address"), help_text=_("Or an address on another site."))
    label = WordsBlock(label=_("Words on the button"), max_length=60)

    class Meta:
        label = _("Call to action")
        description = _("Asks visitors to do one thing, with one button.")
        icon = "pick"
        # Translators: a group of blocks that ask visitors to do something, such as to sign
        group = _("Action")
        template = "pages/blocks/call_to_action.html"
        preview_value = {
            "heading": _("Add your name"),
            "text": _("It takes a minute."),
            "page": None,
            "address": "https://example.org/",
            "label": _("Sign the petition"),
        }

    def clean(self, value: StructValue) -> Any:
        cleaned = super().clean(value)
        if cleaned["page"] and cleaned["address"]:
            both = ValidationError(_("Choose a page or write an address, not both."))
            raise StructBlockValidationError({"address": both})
        return cleaned
