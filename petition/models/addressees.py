"""Whom a petition asks to act: a list written anew in each language."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class Addressee(blocks.StructBlock):
    """One who is asked to act."""

    name = blocks.CharBlock(label=_("Name"), max_length=120)
    role = blocks.CharBlock(
        label=_("Role"), max_length=200, required=False, help_text=_("For example: Minister of Foreign Affairs.")
    )

    class Meta:
        icon = "user"
        label = _("Addressee")
        label_format = "{name}"


class Addressees(blocks.StreamBlock):
    """Everyone who is asked to act."""

    addressee = Addressee()
