"""What the petition adds to the admin."""

from wagtail.snippets.models import register_snippet

from petition.viewsets import PetitionViewSet

register_snippet(PetitionViewSet)
