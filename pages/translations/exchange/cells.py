r"""Cells in which no spreadsheet computes, without loss: an apostrophe comes before what might be a formula.

Spreadsheets skip spaces and what can't be seen, some read full-width signs, and where the list separator is ";" a cell
may begin in the middle of ours. See OWASP, "CSV injection". `guarded` and `plain` are each other's reverse.
"""

import re

UNSEEN = r"[^\S;\t\r\n]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
FORMULA = "[=+\\-@\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]"
GUARD = re.compile(rf"(?:\A|(?<=[;\t\r\n]))(?='*(?:{UNSEEN})*{FORMULA})|\A(?='*[\t\r])")
GUARDED = re.compile(rf"(?:\A|(?<=[;\t\r\n]))'(?='*(?:{UNSEEN})*{FORMULA})|\A'(?='*[\t\r])")


def guarded(text: str) -> str:
    """`text` with an apostrophe before each beginning that a spreadsheet might compute."""
    return GUARD.sub("'", text)


def plain(cell: str) -> str:
    """What was guarded."""
    return GUARDED.sub("", cell)
