"""What a page's body is put together from: `Body` is the whole, each file here holds the blocks of one subject."""

from pages.blocks.body import Body

__all__ = ["Body"]
