"""Translators' XML, read as if its sender meant harm: no DTD, no entity, nothing from elsewhere, no endless depth."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext_lazy as _

from pages.translations.exchange.markup import Piece, Tag
from pages.translations.exchange.parts import Unreadable

DEPTH = 60
NO_TAG = Tag(999_999, "alone")  # stands for markup that nobody knows, so that the unit is reported
# XML 1.0 cannot hold these in any way: https://www.w3.org/TR/xml/#charsets
UNHELD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
IN_ATTRIBUTES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def words(text: str, mark: Callable[[str], str] = lambda _sign: "\ufffd") -> str:
    """`text` between tags; a carriage return survives, a character that XML cannot hold becomes what `mark` says."""
    escaped = re.sub("[&<>\r]", lambda found: SPECIAL[found[0]], text)
    return UNHELD.sub(lambda found: mark(found[0]), escaped)


def attribute(text: str) -> str:
    """`text` with its quotation marks, as the value of an attribute."""
    return '"' + re.sub('["\n\t]', lambda found: IN_ATTRIBUTES[found[0]], words(text)) + '"'


def events(content: bytes) -> Iterator[tuple[str, Any]]:
    """("start" or "end", element) through the whole of `content`; Unreadable where it is no XML that one may trust."""
    depth = 0
    try:
        for event, element in iterparse(BytesIO(content), events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > DEPTH:
                raise Unreadable(_("The file's elements are nested too deep."))
            yield event, element
    except Unreadable:
        raise
    except DefusedXmlException as refused:
        raise Unreadable(_("The file declares entities or a document type. Such files are not taken.")) from refused
    except ParseError as broken:
        line, column = broken.position
        sentence = _("The file is damaged: at line %(line)d, column %(column)d it stops being XML.")
        raise Unreadable(sentence % {"line": line, "column": column}) from broken
    except (ValueError, LookupError) as unknown:
        raise Unreadable(_("The file is in an encoding that is not understood. Save it as UTF-8.")) from unknown


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def first(element: Any, name: str) -> Any:
    """The first child called `name`, whatever its namespace; None where there is none."""
    return next((child for child in element if local(child) == name), None)


def pieces(holder: Any, tag: Callable[[Any], Iterator[Piece]]) -> Iterator[Piece]:
    """The words inside an element, and what `tag` reads of each element among them."""
    yield holder.text or ""
    for child in holder:
        yield from tag(child)
        yield child.tail or ""


def pair(element: Any, tag: Callable[[Any], Iterator[Piece]]) -> Iterator[Piece]:
    """An element as a tag that is opened and closed, with its pieces between."""
    yield Tag(number(element.get("id")), "open")
    yield from pieces(element, tag)
    yield Tag(number(element.get("id")), "close")


def number(written: str | None) -> int:
    """The number of a tag; that of no tag where it is none."""
    return int(written) if written and re.fullmatch("[0-9]{1,6}", written) else NO_TAG.number


def unheld(written: str) -> Piece:
    """The character that XML cannot hold, from its code in hexadecimal digits."""
    code = int(written, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", written) else -1
    is_one = 0 <= code < 0x110000 and not 0xD800 <= code < 0xE000 and UNHELD.match(chr(code))
    return chr(code) if is_one else NO_TAG
