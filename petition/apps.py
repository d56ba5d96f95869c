"""The app's entry in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionConfig(AppConfig):
    """The work: a demand and those who stand behind it."""

    name = "petition"
    verbose_name = _("Petitions")

    def ready(self) -> None:
        from pages import memory  # models exist from here on only

        memory.watch(self.get_model("Petition"))
        memory.register("petition.live_values.read", "petition.live_values.addresses")
