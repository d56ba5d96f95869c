"""The admin's views: petitions, the signatures under them, the letters to their signatories."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from petition.viewsets.failed_letters import FailedLettersViewSet
from petition.viewsets.petitions import PetitionViewSet
from petition.viewsets.signatures import SignatureViewSet


class PetitionGroup(SnippetViewSetGroup):
    """Everything of petitions in one menu."""

    items = (PetitionViewSet, SignatureViewSet, FailedLettersViewSet)
    menu_label = _("Petition")
    menu_icon = "form"
    menu_name = "petition"
    menu_order = 150  # after the pages


__all__ = ["PetitionGroup"]
