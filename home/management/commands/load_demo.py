"""Loads the demo campaign, Justice for Khojaly; what is already there stays as it is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.demo.loading import AnotherCampaign, load


class Command(BaseCommand):
    """`manage.py load_demo`."""

    help = "Loads the demo campaign in its languages. Run again, it puts back what is missing and changes nothing else."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say line by line what was put in."""
        said: list[str] = []
        try:
            load(said.append)
        except AnotherCampaign as other:
            refusal = f"This site has a campaign of its own, “{other}”. The demo is loaded only where there is none."
            raise CommandError(refusal) from None
        if options["verbosity"]:
            self.stdout.write("\n".join(said or ["The demo campaign is here already."]))
