"""What a block's value knows about itself: whether enough of it is written to be shown."""

from typing import Any

from wagtail.blocks import StructValue
from wagtail.rich_text import RichText


def is_written(value: Any) -> bool:
    """Whether anything stands in a field. The number 0 does."""
    return bool(value.source) if isinstance(value, RichText) else value not in (None, "")


class WrittenValue(StructValue):
    """Shown when all that its block names in `Meta.needs` is written; until then a language shows nothing of it."""

    @property
    def is_shown(self) -> bool:
        return all(is_written(self.get(name)) for name in self.block.meta.needs)


class ItemsValue(StructValue):
    """Has `items`; shown when one of them is."""

    @property
    def shown(self) -> list[WrittenValue]:
        """The items to show."""
        return [item for item in self["items"] if item.is_shown]

    @property
    def is_shown(self) -> bool:
        return bool(self.shown)
