"""Makes every edition anew from the live rows: after a restore, or when the index is in doubt."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.translations import editions


class Command(BaseCommand):
    """`manage.py rebuild_editions`"""

    help = "Make the index of what is public anew from the live pages."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at every page."""
        count = editions.rebuild()
        if options["verbosity"]:
            self.stdout.write(f"{count} pages looked at.")
