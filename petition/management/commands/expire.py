"""`manage.py expire`: removes signatures that were not confirmed in time. The worker does the same by itself."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from petition import lifecycle


class Command(BaseCommand):
    """Remove what has waited for its confirmation for fourteen days."""

    help = "Removes signatures that were not confirmed within fourteen days, with their letters."

    def handle(self, *args: Any, **options: Any) -> None:
        gone = lifecycle.expire(timezone.now())
        self.stdout.write(f"Removed {gone} unconfirmed.")
