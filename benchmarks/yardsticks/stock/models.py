"""The page and its form, as the form builder's documentation has them, with a count as such sites show one."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.contrib.forms.models import AbstractForm, AbstractFormField
from wagtail.fields import RichTextField, StreamField


class FormField(AbstractFormField):
    """A field of the form."""

    page = ParentalKey("PetitionPage", on_delete=models.CASCADE, related_name="form_fields")


class PetitionPage(AbstractForm):
    """Twenty blocks and a form."""

    body = StreamField(
        [("heading", blocks.CharBlock()), ("paragraph", blocks.RichTextBlock()), ("quote", blocks.BlockQuoteBlock())]
    )
    thank_you_text = RichTextField(blank=True)
    template = "stock/page.html"
    landing_page_template = "stock/thanks.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Further: the menu and the count."""
        context = super().get_context(request, *args, **kwargs)
        context["menu"] = self.get_site().root_page.get_children().live().in_menu()
        context["count"] = self.formsubmission_set.count()
        return context
