"""The hooks that Wagtail asks while it serves visitors: all that a process without an admin knows."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks, wagtail_hooks  # noqa: F401  (Wagtail's own register themselves)
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.embeds.rich_text import MediaEmbedHandler
from wagtail.images import image_operations
from wagtail.images.rich_text import ImageEmbedHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from pages.links import EditionLinkHandler


@hooks.register("register_rich_text_features", order=100)
def link_and_show(features: FeatureRegistry) -> None:
    """What rich text of visitors' pages may hold; page links lead to the reader's language."""
    for kind in (EditionLinkHandler, DocumentLinkHandler):
        features.register_link_type(kind)
    for kind in (ImageEmbedHandler, MediaEmbedHandler):
        features.register_embed_type(kind)


@hooks.register("register_image_operations")
def draw_images() -> list[tuple[str, type]]:
    """How a picture's sizes are spelled, as in Wagtail's own hook."""
    return [
        ("original", image_operations.DoNothingOperation),
        ("fill", image_operations.FillOperation),
        *((name, image_operations.MinMaxOperation) for name in ("min", "max")),
        *((name, image_operations.WidthHeightOperation) for name in ("width", "height")),
        ("scale", image_operations.ScaleOperation),
        ("jpegquality", image_operations.JPEGQualityOperation),
        ("webpquality", image_operations.WebPQualityOperation),
        ("avifquality", image_operations.AvifQualityOperation),
        ("format", image_operations.FormatOperation),
        ("bgcolor", image_operations.BackgroundColorOperation),
    ]


@hooks.register("before_serve_document", order=-1)
def refuse_private_documents(document: Any, request: HttpRequest) -> None:
    """A private collection's documents are nobody's here: visitors carry no cookie that could remember a password."""
    if document.collection.get_view_restrictions():
        raise Http404
