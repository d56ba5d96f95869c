"""One theft from beginning to end: people planted, a public process broken into, everything searched."""

import datetime as dt
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client

from petition import tokens
from petition.models import PetitionText, Signature
from petition.tokens import Link, Purpose
from tests.house.rooms import ROOT
from tests.petition.theft import people, traces

PUBLIC_FORMS = 10


@dataclass(frozen=True)
class Loot:
    """What the thief has: {what: its bytes}, and what the keys of a public process opened."""

    bags: dict[str, bytes]
    stolen: dict[str, int]
    statuses: list[int]

    def traces(self, *words: str) -> dict[str, list[str]]:
        """Where `words` stand, and in which forms; {} where nowhere."""
        found = {bag: traces.traces(raw, words) for bag, raw in self.bags.items()}
        return {bag: names for bag, names in found.items() if names}


def burgle(text: PetitionText, amount: int, letters: int, folder: Path, now: dt.datetime) -> Loot:
    """Plant `amount` people, let editors and visitors do what they do, and take everything."""
    with traces.heard() as log:
        people.plant(text, amount, now, letters)
        client = Client()
        client.force_login(get_user_model().objects.get(username="planter"))
        people.look(client)
        done, environment = break_in(text, folder, amount)
    told = json.loads(done.stdout.splitlines()[-1])
    bags = {
        "dump": traces.dump(),
        "environment": json.dumps(environment, ensure_ascii=False).encode(),
        "logs": log.getvalue().encode() + done.stderr.encode() + b"\n".join(done.stdout.encode().splitlines()[:-1]),
        "caches": traces.cached() + bytes.fromhex(told["caches"]),
        "files": traces.files(folder),
    }
    return Loot(bags, told["stolen"], told["statuses"])


def break_in(text: PetitionText, folder: Path, amount: int) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """A public process at work, and what its environment held."""
    environment = public_environment(folder)
    found = Signature.objects.filter(erased_at=None).order_by("pk")[:PUBLIC_FORMS]
    newcomers = [
        [f"{people.UNPUBLISHED} Newcomer {number}", people.email(amount + number, "new")]
        for number in range(PUBLIC_FORMS)
    ]
    links = [tokens.make(Purpose.OWN, Link(row.pk, row.petition_id, row.epoch)) for row in found]
    told = {"slug": text.petition.slug, "people": newcomers, "tokens": links}
    program = [sys.executable, str(ROOT / "tests/petition/theft/public_process.py")]
    return subprocess.run(
        program, cwd=ROOT, env=environment, input=json.dumps(told), capture_output=True, text=True, check=True
    ), environment


def public_environment(folder: Path) -> dict[str, str]:
    """What make_keys gives a public process, and where it stands; on SQLite with a copy of the database."""
    said = io.StringIO()
    call_command("make_keys", "--from-environment", stdout=said)
    block = next(block for block in said.getvalue().split("\n\n") if block.startswith("# public"))
    keys = dict(line.split("=", 1) for line in block.splitlines()[1:])
    here = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR": str(folder), "TRUSTED_PROXIES": "1"}
    where = {"SITE_URL": "https://petition.example.org", "EMAIL_URL": "smtp://127.0.0.1"}
    return here | where | keys | database(folder)


def database(folder: Path) -> dict[str, str]:
    """Where the public process finds the rows."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "site.sqlite3")])
        return {}
    parts = connection.get_connection_params()
    named = ("host", "port", "user", "password", "dbname")
    return {"DATABASE_URL": " ".join(f"{name}='{parts[name]}'" for name in named if parts.get(name))}
