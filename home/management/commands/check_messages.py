"""Fails where a message is not translated, or not right, in a language."""

from django.core.management.base import BaseCommand, CommandError

from home.messages import catalogues
from home.messages.checking import problems
from home.messages.sources import found


class Command(BaseCommand):
    """`manage.py check_messages`."""

    help = "Fails on every message that is missing, fuzzy, obsolete or damaged in a catalogue, and names it."
    requires_system_checks = ()

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Checks every catalogue against the sources; CommandError with all that is wrong."""
        messages = found()
        wrong = [problem for code in catalogues.codes() for problem in problems(code, messages)]
        if wrong:
            raise CommandError("\n".join([*wrong, f"{len(wrong)} problems with the messages."]))
        self.stdout.write(f"{len(messages)} messages stand in {len(catalogues.codes())} languages.")
