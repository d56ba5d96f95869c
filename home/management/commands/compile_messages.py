"""Compiles `locale/` for Django."""

from django.core.management.base import BaseCommand

from home.messages import catalogues
from home.messages.compiling import compile_catalogue


class Command(BaseCommand):
    """`manage.py compile_messages`."""

    help = "Compiles the catalogues in locale/ that changed. Needs no gettext."
    requires_system_checks = ()

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Compiles what is older than its source."""
        done = [code for code in catalogues.codes() if compile_catalogue(code)]
        self.stdout.write(f"Compiled: {' '.join(done)}" if done else "All catalogues are compiled.")
