"""Keeps spreadsheets from computing what somebody typed."""

import re
import unicodedata

# Where a cell begins: at its start, and after what separates cells in spreadsheets of other countries than ours
CELL_START = re.compile(r"(?:^|[;\t\r\n])([^\w;\t\r\n]+)")
FORMULA = frozenset("=+-@\u2212")  # and all that Unicode's compatibility form makes of them: ＝ ＋ － ＠ ﹦ ﹢ ﹣ ﹫


def harmless(cell: str) -> str:
    """`cell` with an apostrophe before each place at which a spreadsheet might begin to compute.

    Spreadsheets skip spaces and what can't be seen, some read full-width signs, and where the list separator is ";"
    a cell may begin in the middle of ours. Everything else comes back byte for byte. See OWASP, "CSV injection".
    """
    if cell[:1] in "\t\r" and cell:
        cell = "'" + cell
    return CELL_START.sub(lambda found: guarded(found.group(0), found.group(1)), cell)


def guarded(beginning: str, signs: str) -> str:
    """`beginning` (a separator, if any, and `signs` that are no letters) with an apostrophe where one is due."""
    first = next((sign for sign in signs if is_visible(sign)), "")
    plain = unicodedata.normalize("NFKC", first)[:1]
    separator = beginning[: len(beginning) - len(signs)]
    return f"{separator}'{signs}" if plain in FORMULA else beginning


def is_visible(sign: str) -> bool:
    """Whether a spreadsheet sees `sign` at the beginning of a cell."""
    return not sign.isspace() and unicodedata.category(sign)[0] not in "CZ"
