"""Makes every edition anew from the live rows: after a restore, or when the index is in doubt."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page

from pages.models.base import TranslatedPage
from pages.translations import editions


class Command(BaseCommand):
    """`manage.py rebuild_editions`"""

    help = "Make the index of what is public anew from the live pages."

    def handle(self, *args: Any, **options: Any) -> None:
        """From the top of the tree down, so that each page finds its parent's address."""
        count = 0
        for page in Page.objects.live().order_by("path").specific().iterator():
            if isinstance(page, TranslatedPage):
                editions.refresh(page)
                count += 1
        if options["verbosity"]:
            self.stdout.write(f"{count} pages looked at.")
