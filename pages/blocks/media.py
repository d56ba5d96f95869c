"""Blocks to look at and to download: images, videos, documents."""

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, ListBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock

from pages.blocks.leaves import LinesBlock, PictureChooserBlock, WebAddressBlock, WordsBlock
from pages.blocks.players import Player, player
from pages.blocks.values import ItemsValue, WrittenValue

GROUP = _("Pictures and files")


class ImageBlock(StructBlock):
    """A picture with its caption. Alt text and caption come from the library unless written here."""

    image = PictureChooserBlock(label=_("Image"))
    alt_text = WordsBlock(label=_("Alt text"), help_text=_("Only to say something else than the library's alt text."))
    caption = LinesBlock(
        label=_("Caption"), rows=2, help_text=_("Only to say something else than the library's caption.")
    )
    decorative = BooleanBlock(
        label=_("Only decoration"),
        required=False,
        help_text=_("Says nothing that the text does not say: screen readers pass it by."),
    )

    class Meta:
        label = _("Image")
        description = _("A picture with a caption and an alt text in each language.")
        icon = "image"
        group = GROUP
        template = "pages/blocks/image.html"
        value_class = WrittenValue
        needs = ("image",)

    def get_preview_value(self) -> Any:
        """The newest image of the library, since a preview without a picture shows nothing."""
        images = self.child_blocks["image"].model_class.objects
        caption = _("The caption says who and what is seen, and when.")
        return self.normalize(
            {"image": images.order_by("-pk").first(), "alt_text": "", "caption": caption, "decorative": False}
        )

    @property
    def is_previewable(self) -> bool:
        return True


class VideoValue(WrittenValue):
    """A video's link, and how to play it in the page if its site lets us."""

    @property
    def player(self) -> Player | None:
        return player(self.get("link") or "")


class VideoBlock(StructBlock):
    """A card that leads to a video. Nothing is loaded from the video's site until a visitor asks for it."""

    link = WebAddressBlock(label=_("Link to the video"), help_text=_("On YouTube, Vimeo or any other site."))
    title = WordsBlock(label=_("Title"))
    length = WordsBlock(
        label=_("Length"),
        max_length=8,
        validators=[RegexValidator(r"^\d{1,2}(:\d{2}){1,2}$", _("Write it like 4:35 or 1:04:35."))],
        help_text=_("Minutes and seconds, like 4:35."),
    )
    image = PictureChooserBlock(label=_("Image"), required=False)

    class Meta:
        label = _("Video")
        description = _("A link to a video. It is loaded only when a visitor asks for it.")
        icon = "media"
        group = GROUP
        template = "pages/blocks/video.html"
        value_class = VideoValue
        needs = ("link",)
        preview_value = {
            "link": "https://vimeo.com/1",
            "title": _("A message from the campaign"),
            "length": "4:35",
            "image": None,
        }


class DocumentBlock(StructBlock):
    """A file to download."""

    document = DocumentChooserBlock(label=_("Document"))
    title = WordsBlock(label=_("Title"), help_text=_("Shown instead of the file's own title."))

    class Meta:
        value_class = WrittenValue
        needs = ("document",)


class DocumentsBlock(StructBlock):
    """Files to download."""

    heading = WordsBlock(label=_("Heading"))
    items = ListBlock(DocumentBlock(label=_("Document")), label=_("Documents"))

    class Meta:
        label = _("Documents")
        description = _("Files to download, with their kind and size.")
        icon = "doc-full"
        group = GROUP
        template = "pages/blocks/documents.html"
        value_class = ItemsValue

    def get_preview_value(self) -> Any:
        """The newest documents of the library."""
        documents = self.child_blocks["items"].child_block.child_blocks["document"].model_class.objects
        return self.normalize(
            {"items": [{"document": document, "title": ""} for document in documents.order_by("-pk")[:3]]}
        )

    @property
    def is_previewable(self) -> bool:
        return True
