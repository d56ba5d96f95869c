"""The panels in which translated fields are edited: the source language beside one other."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from pages.form_rights import has_drafts
from pages.languages import CODES, all_languages, column, language
from pages.translations import desk, states

IN_PANEL = ("release", "although_unready", "kind_of_change")  # the fields that the panel of languages shows


class TranslatedPanel(MultiFieldPanel):
    """One translated field: its box in the source language, then its box in the language worked in."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        @property
        def visible_children(self) -> list[Panel.BoundPanel]:
            source = getattr(self.form, "source", None)
            shown = [child for child in self.children if child.is_shown()]
            return sorted(shown, key=lambda child: child.panel.attrs.get("lang") != source)


def translated(base: str, label: Any, kind: type[FieldPanel] = FieldPanel, **options: Any) -> TranslatedPanel:
    """The boxes of the translated field `base` under the heading `label`, a box a language."""
    boxes = [
        kind(
            column(base, known.code),
            heading=format_lazy("{label} · {language}", label=label, language=known.name),
            attrs={"lang": known.code, "dir": known.direction},
            **{name: value(known.code) if callable(value) else value for name, value in options.items()},
        )
        for known in all_languages()
    ]
    return TranslatedPanel(boxes, heading=label, classname=f"translated translated--{base}")


class HeadingPanel(TitleFieldPanel):
    """A heading that fills the address of its language, as long as visitors don't know that address yet."""

    class BoundPanel(TitleFieldPanel.BoundPanel):
        def get_should_apply(self) -> bool:
            known = getattr(self.instance, "editions_by_language", {}) if self.instance.pk else {}
            return self.panel.attrs["lang"] not in known


class LanguagesPanel(Panel):
    """Each language in a line: whether the next publish releases it, how far it is, and a button to write in it.

    Below, what the language worked in lacks, with the way to each, and of what kind a change of the source is.
    """

    def get_form_options(self) -> dict[str, Any]:
        return {"fields": ["release"]} if has_drafts(self.model) else {}

    class BoundPanel(Panel.BoundPanel):
        template_name = "pages/admin/languages_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            source, target = self.form.source, self.form.target
            fields = {name: self.form[name] for name in IN_PANEL if name in self.form.fields}
            return {
                **super().get_context_data(parent_context),
                **fields,
                "states": states.of(self.instance),
                "source_language": language(source),
                "target_language": language(target),
                "ticked": fields["release"].value() or [] if "release" in fields else [],
                "writable": self.form.writable,
                "own_language": next((language(code) for code in (source, target) if code in self.form.writable), None),
                "desk_url": self.desk_url(),
                "tickable": [code for code in CODES if "release" in fields and self.form.may_tick(code)],
                "lacks": self.form.lacks() if hasattr(self.form, "lacks") else [],
            }

        def desk_url(self) -> str:
            """Where the language worked in stands beside its source, box by box."""
            is_there = self.instance.pk and self.form.target != self.form.source
            return desk.sheet_url(self.instance, self.form.target) if is_there else ""


PAGE_CONTENT = [
    LanguagesPanel(),
    translated(
        "heading", _("Heading"), HeadingPanel, targets=lambda code: [column("address", code)], placeholder=False
    ),
    translated("introduction", _("Introduction")),
    translated("body", _("Body")),
]
PAGE_PROMOTE = [
    translated("address", _("Address")),
    translated("meta_title", _("Title for search engines")),
    translated("meta_description", _("Description for search engines")),
]
PAGE_SETTINGS = [
    FieldPanel("slug"),
    FieldPanel("source_language"),
    PublishingPanel(),
]


def translated_tabs(*content: Panel, settings: list[Panel] | None = None) -> TabbedInterface:
    """Tabs for a translated snippet: its text, then its settings."""
    tabs = [ObjectList([LanguagesPanel(), *content], heading=_("Content"))]
    if settings:
        tabs.append(ObjectList(settings, heading=_("Settings")))
    return TabbedInterface(tabs)
