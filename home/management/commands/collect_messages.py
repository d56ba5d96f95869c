"""Brings `locale/` up to what the sources say."""

from django.core.management.base import BaseCommand

from home.messages import catalogues
from home.messages.collecting import collected
from home.messages.compiling import is_translated
from home.messages.sources import found


class Command(BaseCommand):
    """`manage.py collect_messages`."""

    help = "Writes every message of the sources into the catalogues in locale/; translations stay. Needs no gettext."
    requires_system_checks = ()

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Writes each catalogue and says how many messages wait."""
        messages = found()
        for code in catalogues.codes():
            catalogue = collected(code, messages)
            catalogues.put(catalogues.po_path(code), catalogues.written(code, catalogue))
            waiting = sum(not is_translated(message) for message in list(catalogue)[1:])
            state = "the source" if code == catalogues.SOURCE else f"{waiting} to translate"
            self.stdout.write(f"{code}: {len(messages)} messages, {state}")
