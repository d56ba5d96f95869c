"""Keeps small numbers out of a published table, also those that a reader could find by subtraction.

Cell suppression as statistics offices do it: first every small cell ("primary"), then so many others ("secondary") that
the exact total doesn't give the small ones away. Anco Hundepool et al., Handbook on Statistical Disclosure Control,
chapter 4 (Eurostat, 2010, https://research.cbs.nl/casc/handbook.htm).
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Row = TypeVar("Row", bound=Hashable)

LEAST = 10  # fewer may be people whom their neighbours can name


def hidden(column: Mapping[Row, int], least: int = LEAST) -> set[Row]:
    """The rows of `column` that must not be told where its exact sum and the other rows are.

    A zero is hidden like any small number ("nobody from there withdrew" says something of each who signed there),
    unless the whole column is zero: then its sum has said so already. Nothing shows which of the hidden are small.
    """
    small = {row for row, count in column.items() if count < least}
    if not small or not any(column.values()):
        return set()
    others = sorted(column.keys() - small, key=lambda row: (column[row], str(row)))  # the smallest are missed least
    for added in range(len(others) + 1):
        chosen = small.union(others[:added])
        rest = column[others[added]] if added < len(others) else None
        if tells_nothing(sum(column[row] for row in chosen), len(small), added, rest, least):
            return chosen
    return set(column)


def tells_nothing(total: int, small: int, added: int, next_one: int | None, least: int) -> bool:
    """Whether a small cell can still be anything below `least` for somebody who knows how cells are chosen.

    `total` is the sum of the hidden cells, known by subtraction; `small` of them are below `least`, `added` are not
    and none is larger than `next_one`, the smallest that stays.
    """
    highest = least - 1
    leaves_room_above = total - added * least >= highest
    leaves_room_below = (added > 0 and next_one is None) or total <= highest * (small - 1) + added * (next_one or 0)
    return small + added > 1 and leaves_room_above and leaves_room_below
