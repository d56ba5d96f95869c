"""What a process of each role answers, and what it does not even import: asked in processes of their own."""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from nacl.public import PrivateKey

from home.running import server
from tests.house.rooms import ROOT
from tests.house.test_headers import IS_LONG
from tests.journeys.cast import SLUG

PAGES = ("/en/", "/ar/petition/", "/en/search/?q=a", f"/en/petitions/{SLUG}/", f"/petitions/{SLUG}/tally.json")
SIGNING = (f"/en/petitions/{SLUG}/sign/", f"/en/petitions/{SLUG}/resend/")
LINKS = tuple(f"/en/signatures/{'a' * 48}/{deed}" for deed in ("confirm/", "withdraw/"))
ADMIN = ("/admin/", "/admin/login/", "/admin/pages/", "/admin/nothing/", "/admin/translations/")
ALL = ("/-/live", "/-/ready", *PAGES, *SIGNING, *LINKS, *ADMIN)

# Of Wagtail's admin, its own models and blocks need the classes that panels and choosers are made of.
MADE_OF = tuple(f"wagtail.admin.views.{name}" for name in ("generic", "bulk_action", "mixins"))
UTILITIES = {"wagtail.admin.views.pages", "wagtail.admin.views.pages.utils"}  # a package, for a function in it
HELD = {
    "public": ("VAULT_PUBLIC_KEY", "LINK_PUBLIC_KEY"),
    "letters": ("VAULT_KEY", "LINK_KEY"),
    "editors": ("VAULT_KEY", "LINK_PUBLIC_KEY"),
}


def key() -> str:
    """Half of a pair: hexadecimal, as both halves are written."""
    return bytes(PrivateKey.generate().public_key).hex()


def surroundings(role: str, folder: Path) -> dict[str, str]:
    """A server's environment, all but its database."""
    here = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR": str(folder), "PROCESS_ROLE": role}
    where = {"SITE_URL": "https://petition.example.org", "BIND": "0.0.0.0", "TRUSTED_PROXIES": "1"}
    keys = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "MAILBOX_KEY")} | {
        name: key() for name in HELD[role]
    }
    return here | where | keys


def database(folder: Path) -> dict[str, str]:
    """Where a server finds a copy of this test's database, or the database itself on PostgreSQL."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("VACUUM INTO %s", [str(folder / "site.sqlite3")])
        return {}
    parts = connection.get_connection_params()
    named = ("host", "port", "user", "password", "dbname")
    return {"DATABASE_URL": " ".join(f"{name}='{parts[name]}'" for name in named if parts.get(name))}


@pytest.fixture
def ask(demo: None, tmp_path: Path) -> Any:
    """Asks a process of a role for all addresses; what asked_in_a_role tells."""

    def ask(role: str) -> dict[str, Any]:
        program = (sys.executable, "-W", "error", str(ROOT / "tests/config/asked_in_a_role.py"), *ALL)
        around = surroundings(role, tmp_path) | database(tmp_path)
        done = subprocess.run(program, cwd=ROOT, env=around, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout.splitlines()[-1]))

    return ask


def test_strangers_talk_to_a_process_without_an_admin(ask: Any) -> None:
    told = ask("public")
    answers = told["answers"]
    assert [answers[f"GET {address}"][0] for address in ("/-/live", "/-/ready", *PAGES)] == [200] * (2 + len(PAGES))
    assert {answers[f"GET {address}"][0] for address in ADMIN} == {404}
    assert {answers[f"POST {address}"][0] for address in ADMIN} <= {404, 405}
    assert all(answers[f"POST {address}"][0] != 404 for address in SIGNING)
    assert all(not cookies for _status, cookies in answers.values())
    assert "\n".join(filter(is_admin, told["modules"])) == ""
    assert told["hooks"] == ["wagtail.wagtail_hooks"]


def is_admin(module: str) -> bool:
    """Whether `module` shows something of the admin, and is no mere class that models and blocks are made of."""
    if module.startswith("wagtail.admin."):
        is_view = module.startswith("wagtail.admin.views.") and not module.startswith(MADE_OF)
        return (is_view and module not in UTILITIES) or module in {"wagtail.admin.urls", "wagtail.admin.wagtail_hooks"}
    return module != "pages.translations.views.supporters"  # the page of those who help


def test_editors_sign_for_nobody_and_look_at_everything(ask: Any) -> None:
    answers = ask("editors")["answers"]
    assert [answers[f"GET {address}"][0] for address in ("/-/live", "/-/ready", *PAGES)] == [200] * (2 + len(PAGES))
    assert {answers[f"{method} {address}"][0] for address in (*SIGNING, *LINKS) for method in ("GET", "POST")} == {404}
    assert answers["GET /admin/login/"][0] == 200
    assert answers["GET /admin/"][0] == 302


@pytest.mark.parametrize("role", ["public", "editors"])
def test_letters_are_sent_by_their_own_role(settings: Any, role: str) -> None:
    settings.PROCESS_ROLE, settings.SENDS_LETTERS = role, False
    with pytest.raises(CommandError, match=f"PROCESS_ROLE={role} sends no letters"):
        call_command("work", once=True)
    assert [process.name for process in server.processes(1, 1)] == ["server"]


@pytest.mark.parametrize("role", sorted(HELD) if IS_LONG else ["public"])
def test_each_role_finds_its_settings_fit_for_a_server(tmp_path: Path, role: str) -> None:
    program = (sys.executable, str(ROOT / "manage.py"), "check", "--deploy", "--fail-level", "WARNING")
    done = subprocess.run(
        program, cwd=ROOT, env=surroundings(role, tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
