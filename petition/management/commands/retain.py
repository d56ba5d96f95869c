"""`manage.py retain`: says what has been kept for long enough; with --apply, ends it. The worker does it by itself."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from petition import retention


class Command(BaseCommand):
    """A dry run, unless told otherwise."""

    help = "Says what of people has been kept for long enough. With --apply, erases or deletes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="Erase and delete, instead of only saying what.")

    def handle(self, *args: Any, apply: bool, **options: Any) -> None:
        now = timezone.now()
        for period in retention.PERIODS:
            number, oldest = period.told(now)
            if apply:
                number = retention.end(period, now, most=None)
            since = f", the oldest of {oldest:%Y-%m-%d}" if oldest else ""
            self.stdout.write(f"{period.key} ({period.kept}): {number} {period.what}{since}")
        self.stdout.write("Done." if apply else "Nothing was changed. Use --apply to erase and delete.")
