"""The whole body: every block of ours, and those that the settings add."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from wagtail.blocks import Block, StreamBlock, StreamValue

from pages.blocks.action import CallToActionBlock
from pages.blocks.facts import FiguresBlock, SourcesBlock, TimelineBlock
from pages.blocks.media import DocumentsBlock, ImageBlock, VideoBlock
from pages.blocks.text import AccordionBlock, HeadingBlock, QuoteBlock, TextBlock


def body_blocks() -> list[tuple[str, Block]]:
    """(type, block) in the picker's order. `settings.PAGE_BLOCKS` = {type: dotted path} adds what other apps offer."""
    return [
        ("heading", HeadingBlock()),
        ("text", TextBlock()),
        ("quote", QuoteBlock()),
        ("accordion", AccordionBlock()),
        ("image", ImageBlock()),
        ("video", VideoBlock()),
        ("documents", DocumentsBlock()),
        ("figures", FiguresBlock()),
        ("timeline", TimelineBlock()),
        ("sources", SourcesBlock()),
        ("call_to_action", CallToActionBlock()),
        *((name, import_string(path)()) for name, path in settings.PAGE_BLOCKS.items()),
    ]


class Body(StreamBlock):
    """Blocks one below the other. Each block's template gets its own `block_id`, the same in every language."""

    def __init__(self, local_blocks: list[tuple[str, Block]] | None = None, **options: Any) -> None:
        super().__init__(body_blocks() if local_blocks is None else local_blocks, **options)

    def render(self, value: StreamValue, context: Mapping[str, Any] | None = None) -> SafeString:
        """Block by block, without a template around them."""
        around = dict(context or {})
        return SafeString("\n".join(block.render({**around, "block_id": block.id}) for block in value))
