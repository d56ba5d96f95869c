"""Makes the desk's tables anew from drafts and live rows: after a restore, or for what is older than the desk."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pages.translations import rebuilding


class Command(BaseCommand):
    """`manage.py rebuild_translations`"""

    help = "Bring units, counts and states of the translation desk in line with every draft and live row."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare `--missing`."""
        parser.add_argument("--missing", action="store_true", help="only what the desk doesn't know yet")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at every subject."""
        say = self.stdout.write if options["verbosity"] else lambda line: None
        count = rebuilding.rebuild(say, only_missing=options["missing"])
        say(f"{count} subjects looked at.")
