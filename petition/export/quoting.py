"""How a cell stands in a line that PostgreSQL writes: quoted as Python's csv does, until Python takes the marks out.

PostgreSQL writes moments quickest as JSON, in quotation marks that no cell of ours has around a moment. So those go,
and the ones that are meant travel as another sign.
"""

MARK = "\x1f"  # ends a unit in tables of old; nobody types it
MARKS = bytes.maketrans(MARK.encode(), b'"')
TO_BE_QUOTED = frozenset(',"\r\n')
# Of a text that is as it was stored
QUOTED = """CASE WHEN {cell} ~ E'[,"\\r\\n]'
    THEN E'\\x1f' || replace({cell}, '"', E'\\x1f\\x1f') || E'\\x1f' ELSE replace({cell}, E'\\x1f', '') END"""


def marked(cell: str) -> str:
    """`cell` as it stands in a line."""
    if TO_BE_QUOTED.isdisjoint(cell):
        return cell
    return MARK + cell.replace('"', MARK * 2) + MARK


def unmarked(lines: bytes) -> bytes:
    """The lines as they stand in the file."""
    return lines.translate(MARKS, b'"')
