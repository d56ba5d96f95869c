"""`manage.py reseal`: seals everything with today's VAULT_KEY, so that the former ones can be destroyed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from petition import vault
from petition.lifecycle.resealing import reseal_after


class Command(BaseCommand):
    """Batch by batch; may be broken off and begun again."""

    help = "Seals names, mailboxes and comments with today's VAULT_KEY. Broken off, it goes on where it was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--everything",
            action="store_true",
            help="also what today's key has sealed: after a stolen LINK_KEY, so that no own copy opens with it",
        )

    def handle(self, *args: Any, everything: bool, **options: Any) -> None:
        seen, resealed, lost = 0, 0, []
        try:
            batch = reseal_after(0, everything=everything)
            while batch:
                seen, resealed = seen + batch.seen, resealed + batch.resealed
                lost += batch.lost
                self.stdout.write(f"{seen} looked at, {resealed} sealed again.")
                batch = reseal_after(batch.last, everything=everything)
        except vault.Locked:
            raise CommandError("This process holds no VAULT_KEY. Run it as editors, or letters.") from None
        if lost:
            named = ", ".join(map(str, lost[:10])) + (" …" if len(lost) > 10 else "")
            raise CommandError(
                f"{len(lost)} sealed with a key that is neither VAULT_KEY nor in VAULT_KEYS_BEFORE, signatures {named}."
            )
        self.stdout.write(
            "All is sealed with today's key: VAULT_KEYS_BEFORE may be emptied, the former keys destroyed."
        )
