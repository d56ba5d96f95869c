"""`manage.py recount`: compares signatures, journal, tallies and totals, and fails where they differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from petition import counting


class Command(BaseCommand):
    """Compare the accounts. Changes nothing."""

    help = "Compares signatures, journal, tallies and totals. Fails, and says where, if they differ."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = counting.faults()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError("The count is wrong.")
        self.stdout.write("Signatures, journal, tallies and totals agree.")
