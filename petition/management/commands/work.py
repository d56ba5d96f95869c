"""`manage.py work`: sends letters, folds, moderates, reminds, forgets and publishes what is due, until stopped."""

import datetime as dt
import logging
import os
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import Error, close_old_connections, connection
from django.utils import timezone

from pages.translations import desk
from petition import alarm_letters, alarms, counting, integrity, lifecycle, outbox, retention, throttle

logger = logging.getLogger(__name__)

YIELDING = 10  # of 19: where the machine is short, whoever reads or signs comes before letters
PAUSE = 1.0  # seconds with nothing to do; the shown count lags no more than twice this
LONGEST_PAUSE = 30.0  # seconds while the database is away
SCHEDULES_EVERY = dt.timedelta(seconds=30)  # a scheduled page is at most this late
CHORES_EVERY = dt.timedelta(minutes=5)
RETENTION_EVERY = dt.timedelta(hours=1)  # it ends ten thousand of a kind at a time
RECOUNT_EVERY = dt.timedelta(days=1)


class Worker:
    """One round after another. Any number may run: rows are claimed and locked, so none does another's work twice."""

    def __init__(self, started: dt.datetime) -> None:
        self.schedules_due = self.chores_due = self.retention_due = started
        self.recount_due = started + RECOUNT_EVERY
        self.pause = PAUSE
        self.sender = outbox.Sender()

    def round(self, now: dt.datetime) -> int:
        """Everything that is due at `now`; how many letters and entries that were."""
        done = counting.fold(now) + integrity.fold() + lifecycle.prepare()
        done += lifecycle.work_off(now) + lifecycle.announce(now) + self.sender.send_due(now)
        if now >= self.schedules_due:
            self.schedules_due = now + SCHEDULES_EVERY
            call_command("publish_scheduled")
            desk.publish_due(now)
        if now >= self.chores_due:
            lifecycle.remind(now)
            lifecycle.expire(now)
            throttle.sweep(now)
            throttle.check_breakers(now)
            alarms.look(now)
            alarm_letters.tell(now)
            self.chores_due = now + CHORES_EVERY
        if now >= self.retention_due:
            self.retention_due = now + RETENTION_EVERY
            retention.apply(now)
        if now >= self.recount_due:
            self.recount_due = now + RECOUNT_EVERY
            for fault in counting.faults():
                logger.error("The count is wrong: %s", fault)
        return done

    def guarded_round(self, now: dt.datetime) -> float:
        """A round that outlives the database's absence; how long to pause after it, in seconds."""
        try:
            done = self.round(now)
        except Error as error:
            logger.warning("The database does not answer, trying again in %s s: %s", self.pause, error)
            connection.close()
            pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
            return pause
        self.pause = PAUSE
        close_old_connections()
        return 0.0 if done else PAUSE


class Command(BaseCommand):
    """Run the worker until SIGTERM or Ctrl-C."""

    help = "Sends letters, folds the count, publishes what is scheduled, until SIGTERM or Ctrl-C."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then stop.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if not settings.SENDS_LETTERS:
            raise CommandError(
                f"PROCESS_ROLE={settings.PROCESS_ROLE} sends no letters: `work` is for PROCESS_ROLE=letters."
            )
        worker = Worker(timezone.now())
        if once:
            while worker.round(timezone.now()):
                pass
            return
        os.nice(YIELDING)
        stop = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stop.set())
        logger.info("The worker works.")
        while not stop.is_set():
            stop.wait(worker.guarded_round(timezone.now()))
        logger.info("The worker has stopped.")
