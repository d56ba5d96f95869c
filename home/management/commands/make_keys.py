"""`manage.py make_keys`: prints the keys of each kind of process, ready to be pasted into its environment."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string


class Command(BaseCommand):
    """Writes nothing but to the screen."""

    help = "Prints the environment of each kind of process with new keys. Keep them where nobody else reads them."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from-environment", action="store_true", help="with the keys that are set, and their public halves"
        )

    def handle(self, *args: Any, from_environment: bool, **options: Any) -> None:
        blocks = import_string(settings.KEY_BLOCKS)
        try:
            said = blocks(settings.KEYS, settings.LOOPBACK, from_environment=from_environment)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        self.stdout.write(said, ending="")
