"""How the desk shows text that it doesn't let anybody edit: a source, what changed in it, what a colleague wrote.

Built of words that are escaped one by one, so nothing that is stored can become markup of the page.
"""

from collections.abc import Iterable

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from pages.translations import diff
from pages.translations.diff import ADDED, BULLET, NUMBERED, REMOVED, Piece, Word

SIGNS = {BULLET: "• ", NUMBERED: "{}. "}
LINE = mark_safe("<br>")
GAP = mark_safe('<br><span class="piece__gap"></span>')
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})


def shown(text: str, is_rich: bool) -> SafeString:
    """`text` as HTML: paragraphs and list items as lines, bold, italic and links marked."""
    return lines(diff.words(text, is_rich))


def changes(before: str, after: str, is_rich: bool) -> SafeString:
    """What was removed and added between two texts, marked for eyes and for screen readers."""
    pieces = diff.compare(before, after, is_rich)
    return mark_safe("".join(changed(piece, is_first=not place) for place, piece in enumerate(pieces)))  # noqa: S308


def changed(piece: Piece, is_first: bool) -> SafeString:
    """One piece of a comparison."""
    if piece.kind == REMOVED:
        return format_html('<del><span class="w-sr-only">{} </span>{}</del> ', _("removed:"), lines(piece.words, True))
    if piece.kind == ADDED:
        return format_html('<ins><span class="w-sr-only">{} </span>{}</ins>', _("added:"), lines(piece.words, is_first))
    return lines(piece.words, is_first)


def lines(words: Iterable[Word], is_beginning: bool = True) -> SafeString:
    """Words with their marks; a block begins a new line, but for the one at the beginning."""
    parts: list[SafeString] = []
    for word, text in diff.runs(words):
        if word.block:
            parts.append(block_start(word, is_beginning and not parts))
        else:
            parts.append(marked(word, text))
    return format_html_join("", "{}", ((part,) for part in parts))


def block_start(word: Word, is_beginning: bool) -> SafeString:
    """What stands where a block begins."""
    sign = "¶ " if word.block in HEADINGS else SIGNS.get(word.block, "").format(word.number)
    gap = "" if is_beginning else LINE if word.block in ("br", *SIGNS) else GAP
    return format_html("{}{}", gap, sign)


def marked(word: Word, text: str) -> SafeString:
    """A run of text in the tags of its marks."""
    html = conditional_escape(text)
    for mark in word.marks:
        if mark == "a":
            html = format_html('<u title="{}">{}</u>', word.link, html)
        else:
            html = format_html("<b>{}</b>" if mark == "b" else "<i>{}</i>", html)
    return html
