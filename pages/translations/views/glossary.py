"""The glossary in the admin: how terms are said in each language, and which are never translated."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.models.desk import GlossaryTerm


class GlossaryViewSet(SnippetViewSet):
    """Terms: searched by their words, filtered by language."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    menu_order = 151  # next to the translations
    add_to_admin_menu = True
    list_display = [
        "term",
        Column("source_language", label=_("Language"), accessor="get_source_language_display"),
        Column("language", label=_("Translated into"), accessor=lambda row: row.get_language_display() or _("All")),
        Column("translation", label=_("Translation"), sort_key="translation"),
        BooleanColumn("is_kept", label=_("Do not translate"), sort_key="is_kept"),
    ]
    list_filter = ["source_language", "language", "is_kept"]
    search_fields = ["term", "translation", "note"]
    search_backend_name = None  # terms are few, and stand in no index
    inspect_view_enabled = True
    panels = [
        FieldRowPanel([FieldPanel("term"), FieldPanel("source_language")]),
        FieldRowPanel([FieldPanel("translation"), FieldPanel("language")]),
        FieldPanel("is_kept"),
        FieldPanel("note"),
    ]
