"""Brings the site up to date, then serves it together with the letter worker until Ctrl-C: `make run`, `make dev`."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.running import server
from home.running.forks import end_with
from home.running.preparing import prepare
from home.running.processes import Keeper


class Command(BaseCommand):
    """Prepares, then keeps the site's processes running."""

    help = "Migrates, compiles messages, collects static files, loads the demo into an empty database, then serves."
    requires_system_checks = ()  # `make check` runs them; here they would lengthen every start

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options for those who don't use the Makefile."""
        parser.add_argument("--processes", type=int, default=2, help="server processes (2)")
        parser.add_argument("--threads", type=int, default=48, help="threads in each (48); most only wait")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument("--reload", action="store_true", help="use Django's own server, which reloads on change")
        parser.add_argument("--end-with-parent", action="store_true", help="end when the starting process is gone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal comes; a CommandError says why it could not."""
        if options["end_with_parent"]:
            end_with(os.getppid())
        os.environ["PYTHONUNBUFFERED"] = "1"  # a line of the log is seen when it is written
        try:
            server.insist_on_port()
            prepare(self.say, demo=not options["no_demo"], static=not options["reload"])
            server.insist_on_port()  # again, because a first start takes its time
        except server.PortUnavailable as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped before the site was ready.", returncode=130) from None
        server.let_go()
        ways = (
            server.reloading_processes()
            if options["reload"]
            else server.processes(options["processes"], options["threads"])
        )
        problem = Keeper(ways, self.say).run(self.announce)
        if problem:
            raise CommandError(problem)

    def say(self, sentence: str) -> None:
        """A line of the log, at once."""
        self.stdout.write(sentence)
        self.stdout.flush()

    def announce(self) -> bool:
        """Once the site answers, say where it is; whether it did."""
        if answered := server.answers():
            self.say(f"\n{server.welcome()}\n")
            server.let_go()  # a server that died is forked again
        return answered
