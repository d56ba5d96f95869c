"""From the few marks that the content files use to the rich text that Wagtail stores."""

import re
from collections.abc import Mapping

from django.utils.html import escape

ITEM = re.compile(r"(?:-|\d+\.) ")
EMPHASIS = re.compile(r"\*([^*]+)\*")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


def prose(text: str, pages: Mapping[str, int]) -> str:
    """`text` as stored rich text: paragraphs, lists, *emphasis*, [links](to-a-page). `pages`: {key: id}."""
    return "".join(_block(block, pages) for block in text.strip().split("\n\n") if block.strip())


def _block(block: str, pages: Mapping[str, int]) -> str:
    lines = block.strip().splitlines()
    if not all(ITEM.match(line) for line in lines):
        return f"<p>{_inline(' '.join(lines), pages)}</p>"
    tag = "ul" if lines[0].startswith("-") else "ol"
    items = "".join(f"<li>{_inline(ITEM.sub('', line, count=1), pages)}</li>" for line in lines)
    return f"<{tag}>{items}</{tag}>"


def _inline(text: str, pages: Mapping[str, int]) -> str:
    marked = EMPHASIS.sub(r"<i>\1</i>", escape(text))
    return LINK.sub(lambda found: f'<a linktype="page" id="{pages[found[2]]}">{found[1]}</a>', marked)
