"""The admin's views of petitions and of the signatures under them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.forms import TranslatedForm
from pages.translations.panels import translated, translated_tabs
from petition.models import Petition

CONTENT = [
    translated("heading", _("Heading")),
    translated("demand", _("Demand")),
    translated("addressees", _("Addressees")),
    translated("consent", _("Consent")),
    translated("news_consent", _("Consent to news")),
    translated("thanks", _("Thanks")),
    translated("share_text", _("Words to share")),
]
SETTINGS = [
    FieldPanel("slug"),
    FieldPanel("source_language"),
    FieldPanel("goal"),
    MultiFieldPanel([FieldPanel("opens_at"), FieldPanel("closes_at")], heading=_("Open")),
    MultiFieldPanel(
        [FieldPanel("asks_country"), FieldPanel("asks_public_name"), FieldPanel("asks_comment"), FieldPanel("asks_news")],
        heading=_("What the form asks"),
    ),
    FieldPanel("privacy_page"),
    PublishingPanel(),
]


def petition_tabs() -> object:
    """The petition's form: its words in two languages, then its settings."""
    tabs = translated_tabs(*CONTENT, settings=SETTINGS)
    tabs.base_form_class = TranslatedForm
    return tabs


class PetitionViewSet(SnippetViewSet):
    """Petitions: drafts, languages, workflow, lock, schedule, previews."""

    model = Petition
    icon = "form"
    edit_handler = petition_tabs()
