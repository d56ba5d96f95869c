"""Makes the roles of the translation desk: translators and publishers of each language, editors, managers."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pages.translations import role_groups


class Command(BaseCommand):
    """`manage.py make_roles`"""

    help = "Make the groups of translators and publishers of each language, of editors and managers."

    def handle(self, *args: Any, **options: Any) -> None:
        """Add what is missing; what was given by hand stays."""
        try:
            count = role_groups.make()
        except role_groups.PermissionsMissing as missing:
            raise CommandError(f"There are no such permissions: {missing}. Run `manage.py migrate` first.") from None
        if options["verbosity"]:
            self.stdout.write(f"{count} new groups." if count else "Every role has its group already.")
