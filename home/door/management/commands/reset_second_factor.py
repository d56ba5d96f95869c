"""Takes the devices from somebody who has lost them, so that they set up the second step anew."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from home.door.resetting import reset


class Command(BaseCommand):
    """`manage.py reset_second_factor NAME`"""

    help = "Forget all devices and recovery codes of an editor, who sets up new ones at the next sign-in. It is logged."

    def add_arguments(self, parser: CommandParser) -> None:
        """The name with which the editor signs in."""
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset one editor."""
        users = get_user_model()
        try:
            user = users.objects.get_by_natural_key(options["name"])
        except users.DoesNotExist:
            raise CommandError(f"Nobody signs in as {options['name']!r}.") from None
        count = reset(user, None)
        self.stdout.write(f"{count} devices of {options['name']} are forgotten, with all recovery codes.")
