"""What both directions agree on: how an item of a list begins."""

import re

INDENT = "  "
ITEM = re.compile(r"(?P<indent>[ \t]*)(?:[-•]|(?P<number>\d{1,3})[.)])\s+(?=\S)")
