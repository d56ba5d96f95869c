"""The blocks that bring a petition into a page."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from pages import memory


class PetitionBlock(SnippetChooserBlock):
    """A petition; one that stands in many pages, or twice in one, is loaded once."""

    def __init__(self, **options: Any) -> None:
        super().__init__("petition.Petition", **options)

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        wanted = list(values)
        found = memory.shared_each("petition by id", filter(None, wanted), self.model_class.objects.in_bulk)
        return [found.get(value) if value else None for value in wanted]


class PetitionFormBlock(blocks.StructBlock):
    """The form of a petition, with its count. The same petition may stand in any number of pages, and twice in one."""

    petition = PetitionBlock(label=_("Petition"))
    heading = blocks.CharBlock(
        label=_("Heading"), max_length=120, required=False, help_text=_("Above the form. Empty: “Sign the petition”.")
    )
    shows_demand = blocks.BooleanBlock(label=_("Show the demand and the addressees"), required=False, default=True)
    shows_count = blocks.BooleanBlock(label=_("Show how many have signed"), required=False, default=True)
    shows_goal = blocks.BooleanBlock(label=_("Show the goal"), required=False, default=True)

    class Meta:
        icon = "form"
        label = _("Petition form")
        description = _("Lets visitors sign a petition without leaving the page.")
        template = "petition/blocks/petition_form.html"

    def get_preview_value(self) -> Any:
        """The first petition there is: the picker then shows a real form."""
        target = self.child_blocks["petition"].target_model
        return self.to_python({"petition": target.objects.live().values_list("pk", flat=True).first()})


class SignatoriesBlock(blocks.StructBlock):
    """The newest names of those who chose to show them."""

    petition = PetitionBlock(label=_("Petition"))
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    count = blocks.IntegerBlock(label=_("How many names"), default=20, min_value=1, max_value=100)

    class Meta:
        icon = "group"
        label = _("Recent signatures")
        description = _("Shows the newest names of people who signed and chose to show their name.")
        template = "petition/blocks/signatories.html"

    def get_preview_value(self) -> Any:
        """The first petition there is."""
        target = self.child_blocks["petition"].target_model
        return self.to_python({"petition": target.objects.live().values_list("pk", flat=True).first(), "count": 5})
