"""The admin's views: petitions, the signatures under them, what is done about false ones, letters."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from petition.viewsets.alarms import AlarmViewSet
from petition.viewsets.failed_letters import FailedLettersViewSet
from petition.viewsets.invalidations import InvalidationViewSet
from petition.viewsets.petitions import PetitionViewSet
from petition.viewsets.quarantines import QuarantineViewSet
from petition.viewsets.signatures import SignatureViewSet


class PetitionGroup(SnippetViewSetGroup):
    """Everything of petitions in one menu."""

    items = (
        PetitionViewSet,
        SignatureViewSet,
        AlarmViewSet,
        QuarantineViewSet,
        InvalidationViewSet,
        FailedLettersViewSet,
    )
    menu_label = _("Petition")
    menu_icon = "form"
    menu_name = "petition"
    menu_order = 150  # after the pages


__all__ = ["PetitionGroup"]
