"""Blocks of facts: figures, what happened when, and where it all is written."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import DateBlock, DecimalBlock, ListBlock, StructBlock

from pages.blocks.leaves import LinesBlock, ProseBlock, WebAddressBlock, WordsBlock
from pages.blocks.values import ItemsValue, WrittenValue

GROUP = _("Facts")


class FigureBlock(StructBlock):
    """One number and what it counts."""

    number = DecimalBlock(
        label=_("Number"),
        required=False,
        help_text=_("Digits only: each language adds its own separators."),
    )
    unit = WordsBlock(label=_("Unit"), max_length=40, help_text=_("If any, for example: km."))
    label = WordsBlock(label=_("What it counts"))
    note = WordsBlock(label=_("Note"))

    class Meta:
        value_class = WrittenValue
        needs = ("number", "label")


class FiguresBlock(StructBlock):
    """Numbers side by side, written as each language writes numbers."""

    heading = WordsBlock(label=_("Heading"))
    items = ListBlock(FigureBlock(label=_("Figure")), label=_("Figures"))
    note = LinesBlock(label=_("Note"), rows=2, help_text=_("For example: who published these figures."))

    class Meta:
        label = _("Figures")
        description = _("Important numbers side by side, with what each of them counts.")
        icon = "decimal"
        group = GROUP
        template = "pages/blocks/figures.html"
        value_class = ItemsValue
        preview_value = {
            "items": [
                {"number": 1275, "unit": "", "label": _("letters delivered"), "note": ""},
                {"number": 12, "unit": "", "label": _("languages"), "note": _("and more to come")},
            ],
            "note": _("As published by the campaign."),
        }


class TimelineItemBlock(StructBlock):
    """What happened at one time."""

    date = DateBlock(label=_("Date"), required=False, help_text=_("Each language writes it in its own way."))
    date_text = WordsBlock(
        label=_("Date in words"),
        help_text=_("Shown instead of the date, for example: the night of 25 to 26 February 1992."),
    )
    heading = WordsBlock(label=_("Heading"))
    text = ProseBlock(label=_("Text"))

    class Meta:
        value_class = WrittenValue
        needs = ("heading",)


class TimelineBlock(StructBlock):
    """Events in their order."""

    heading = WordsBlock(label=_("Heading"))
    items = ListBlock(TimelineItemBlock(label=_("Event")), label=_("Events"))

    class Meta:
        label = _("Timeline")
        description = _("What happened when, in order.")
        icon = "history"
        group = GROUP
        template = "pages/blocks/timeline.html"
        value_class = ItemsValue
        preview_value = {
            "items": [
                {"date": date(2021, 2, 24), "date_text": "", "heading": _("The petition opens"), "text": ""},
                {"date": None, "date_text": _("Spring 2021"), "heading": _("The first answer"), "text": ""},
            ]
        }


class SourceBlock(StructBlock):
    """Where something is written."""

    title = WordsBlock(label=_("Title"))
    publisher = WordsBlock(label=_("Author or publisher"))
    date = DateBlock(label=_("Date"), required=False)
    link = WebAddressBlock(label=_("Link"))

    class Meta:
        value_class = WrittenValue
        needs = ("title",)


class SourcesBlock(StructBlock):
    """The evidence behind a page."""

    heading = WordsBlock(label=_("Heading"), help_text=_("Empty: Sources."))
    items = ListBlock(SourceBlock(label=_("Source")), label=_("Sources"))

    class Meta:
        label = _("Sources")
        description = _("Where the facts on this page come from.")
        icon = "list-ul"
        group = GROUP
        template = "pages/blocks/sources.html"
        value_class = ItemsValue
        preview_value = {
            "items": [
                {
                    "title": _("Annual report"),
                    "publisher": "Example",
                    "date": date(2021, 2, 25),
                    "link": "https://example.org/",
                },
            ]
        }
