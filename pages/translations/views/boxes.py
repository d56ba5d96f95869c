"""The box in which a piece of text is edited: what it is given, and what comes back from it."""

import copy
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Textarea
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from draftjs_exporter.error import ExporterException

from pages.fields import without_empty_paragraphs
from pages.languages import Language
from pages.translations import diff, units
from pages.translations.leaves import Leaf
from pages.translations.views import linked

# What reading something raises that no editor sends
BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, ExporterException)


class Box:
    """The box of one leaf in the language `language`. `pages`: those that texts link to, as far as they are known."""

    def __init__(self, leaf: Leaf, language: Language, pages: linked.Known | None = None) -> None:
        self.leaf, self.language, self.pages = leaf, language, pages or {}

    @cached_property
    def field(self) -> Any:
        """The form field of whatever holds the text."""
        return self.leaf.form_field()

    @cached_property
    def converter(self) -> Any:
        """Between what is stored and what Draftail reads."""
        return linked.converter(self.field.widget.features, self.pages)

    @property
    def limit(self) -> int | None:
        """How many characters it may have, if that is limited."""
        return getattr(self.field, "max_length", None) or getattr(self.field.widget, "max_length", None)

    # Out --------------------------------------------------------------------------------------------------------------
    @cached_property
    def text(self) -> str:
        """The stored text as the box would give it back untouched."""
        return self.html(self.contentstate) if self.leaf.is_rich else tidy(self.leaf.text)

    @cached_property
    def contentstate(self) -> str:
        """Stored rich text as Draftail reads it. Made once: each link to a page in it is looked up."""
        return str(self.converter.from_database_format(self.leaf.text))

    @property
    def own_content(self) -> str:
        """What the box is filled with: the stored text."""
        return compact(self.contentstate) if self.leaf.is_rich else self.text

    @property
    def digest(self) -> str:
        """What the box began with, in short: sent along, it shows whether somebody else wrote meanwhile."""
        return units.digest(self.text)

    def content(self, text: str) -> str:
        """`text` in the form that the box is filled with: plain, or what Draftail reads."""
        return compact(self.converter.from_database_format(text)) if self.leaf.is_rich else tidy(text)

    def options(self) -> dict[str, Any]:
        """Draftail's options; {} of a plain box."""
        return dict(self.field.widget.options) if self.leaf.is_rich else {}

    def render(self, name: str, value: str, box_id: str, described_by: str) -> SafeString:
        """The widget. No `maxlength`: a browser would cut off silently what is pasted."""
        attrs = {
            "id": box_id,
            "lang": self.language.code,
            "dir": self.language.direction,
            "aria-describedby": described_by,
        }
        if self.leaf.is_rich:
            # Wagtail's own attributes would repeat the options for each box and start the editor before we give them
            return mark_safe(  # noqa: S308
                f'<input type="hidden" id="{escape(attrs["id"])}" name="{escape(name)}" value="{escape(value)}" '
                f'data-draftail-input="true">'
            )
        widget = copy.deepcopy(self.field.widget)
        widget.attrs.pop("maxlength", None)
        lines = {"rows": 2, "data-controller": "w-autosize"} if isinstance(widget, Textarea) else {}
        return SafeString(widget.render(name, value, {**attrs, **lines}))

    # In ---------------------------------------------------------------------------------------------------------------
    def read(self, posted: str) -> str:
        """The text that the box posted; ValidationError if it can't be stored."""
        text = self.decoded(posted) if self.leaf.is_rich else tidy(posted)
        return self.checked(text)

    def read_html(self, posted: str) -> str:
        """Rich text that came as HTML, from a browser without JavaScript; ValidationError if markup can't stay."""
        try:
            text = self.through_editor(posted)
        except (*BROKEN, AssertionError) as error:  # Wagtail's reader takes no tag that is not closed
            raise ValidationError(_("Some markup is not closed. Nothing was changed.")) from error
        if dropped := tags(posted) - tags(text) - {"div", "span"}:
            names = ", ".join(f"<{name}>" for name in sorted(dropped))
            raise ValidationError(_("This markup can't stand here: %(tags)s") % {"tags": names})
        return self.checked(text)

    def decoded(self, posted: str) -> str:
        """What Draftail posted, as stored HTML."""
        try:
            if "blocks" not in json.loads(posted):
                raise ValueError(posted)
            text = self.through_editor(self.html(posted))  # what can't be opened again must not be stored
            text.encode()  # half a character, which a database refuses
            return text
        except BROKEN as error:
            raise ValidationError(_("The editor sent something that can't be read. Nothing was changed.")) from error

    def through_editor(self, html: str) -> str:
        """Stored rich text as Draftail would give it back, nothing if it says nothing."""
        return self.html(self.converter.from_database_format(html))

    def html(self, contentstate: str) -> str:
        """What Draftail posts, as stored rich text."""
        return without_empty_paragraphs(self.converter.to_database_format(contentstate))

    def checked(self, text: str) -> str:
        """`text`, once its field has nothing against it. Empty is always allowed: a language may be half translated."""
        if not text.strip():
            return ""
        self.field.clean(text)
        if self.leaf.is_rich and self.limit and len(diff.plain(text, True)) > self.limit:
            raise ValidationError(_("At most %(limit)s characters.") % {"limit": self.limit})
        return text


def tidy(text: str) -> str:
    """Plain text as it is stored: one kind of line end, no space around it."""
    return text.replace("\r\n", "\n").strip()


def compact(contentstate: str) -> str:
    """Draftail's text without the spaces that Wagtail puts in for people."""
    return json.dumps(json.loads(contentstate), separators=(",", ":"), ensure_ascii=False)


def tags(html: str) -> set[str]:
    """The names of the tags in `html`, bold and italic by one name each."""
    reader = TagReader()
    reader.feed(html)
    return reader.names


class TagReader(diff.Reader):
    """Notes which tags there are."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(diff.MARKS.get(tag, tag))
        super().handle_starttag(tag, attrs)
