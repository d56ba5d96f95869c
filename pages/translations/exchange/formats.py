"""The formats there are, and which of them a file that comes back is."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pages.translations.exchange import xml
from pages.translations.exchange.parts import Format, Unreadable
from pages.translations.exchange.po import Po
from pages.translations.exchange.spreadsheet import Csv
from pages.translations.exchange.xliff12 import Xliff12
from pages.translations.exchange.xliff21 import Xliff21

FORMATS: dict[str, Format] = {made.name: made for made in (Xliff12(), Xliff21(), Po(), Csv())}
BY_SUFFIX = {"po": FORMATS["po"], "csv": FORMATS["csv"]}
XLIFF = frozenset({"xlf", "xliff"})


def of_file(name: str, content: bytes) -> Format:
    """The format of the file `name`; Unreadable where it is none of ours."""
    suffix = name.rpartition(".")[2].lower()
    if content.startswith(b"PK\x03\x04"):
        raise Unreadable(_("This is a ZIP file. Unpack it, and bring its files one by one."))
    if suffix in XLIFF:
        return of_version(content)
    if suffix in BY_SUFFIX:
        return BY_SUFFIX[suffix]
    raise Unreadable(_("Files that can be imported end in .xlf, .xliff, .po or .csv."))


def of_version(content: bytes) -> Format:
    """XLIFF 1 or 2, as its first element says."""
    _event, root = next(xml.events(content), (None, None))
    version: Any = root.get("version", "") if root is not None and xml.local(root) == "xliff" else ""
    if version.startswith("1."):
        return FORMATS["xliff"]
    if version.startswith("2."):
        return FORMATS["xliff2"]
    raise Unreadable(_("The file is XML, but it does not say that it is XLIFF 1.2 or 2.1."))
