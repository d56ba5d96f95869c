"""config.keys: keys are made once and kept to their owner, or demanded; each role has its own and no other."""

import io
import os
import stat
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from config.keys import key, pair
from tests.house.rooms import ROOT


def make_key(folder: Path) -> str:
    return key("TRIAL_KEY", folder, may_make=True)


def test_a_key_is_made_once_and_read_ever_after(tmp_path: Path) -> None:
    first = make_key(tmp_path / "keys")
    assert len(first) == 64
    assert make_key(tmp_path / "keys") == first


def test_two_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with ProcessPoolExecutor(8, mp_context=get_context("spawn")) as processes:
        made = set(processes.map(make_key, [tmp_path / "keys"] * 16))
    assert len(made) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["trial_key"]


def test_only_the_owner_can_read_a_key(tmp_path: Path) -> None:
    make_key(tmp_path / "keys")
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "keys" / "trial_key").stat().st_mode) == 0o600


def test_the_environment_stands_above_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_key(tmp_path)
    monkeypatch.setenv("TRIAL_KEY", "g" * 32)
    assert make_key(tmp_path) == "g" * 32


def test_a_site_that_others_can_reach_must_be_given_its_keys(tmp_path: Path) -> None:
    make_key(tmp_path)
    with pytest.raises(ImproperlyConfigured, match=r"TRIAL_KEY is not set.*openssl rand"):
        key("TRIAL_KEY", tmp_path, may_make=False)


def test_a_short_key_is_refused_without_being_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAL_KEY", "tooshort")
    with pytest.raises(ImproperlyConfigured, match="TRIAL_KEY is too short") as refusal:
        make_key(tmp_path)
    assert "tooshort" not in str(refusal.value)


def test_a_damaged_file_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "trial_key").write_text("")
    with pytest.raises(ImproperlyConfigured, match="trial_key is too short"):
        make_key(tmp_path)


# Halves ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["VAULT_KEY", "LINK_KEY"])
def test_who_may_not_hold_a_key_refuses_it_without_showing_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "secret" * 8)
    with pytest.raises(ImproperlyConfigured, match=f"{name} is set, but") as refusal:
        pair(name, tmp_path, True, held=False)
    assert "secretsecret" not in str(refusal.value)


@pytest.mark.parametrize("name", ["VAULT_KEY", "LINK_KEY"])
def test_who_may_not_hold_a_key_needs_its_public_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    public_name = name.replace("_KEY", "_PUBLIC_KEY")
    with pytest.raises(ImproperlyConfigured, match=f"{public_name} is not set"):
        pair(name, tmp_path, False, held=False)
    monkeypatch.setenv(public_name, "half")
    with pytest.raises(ImproperlyConfigured, match=f"{public_name} must be 64 hexadecimal digits"):
        pair(name, tmp_path, False, held=False)
    monkeypatch.setenv(public_name, "0f" * 32)
    assert pair(name, tmp_path, False, held=False) == ("", "0f" * 32)


@pytest.mark.parametrize("name", ["VAULT_KEY", "LINK_KEY"])
def test_on_one_machine_all_roles_agree_on_a_key_that_only_some_hold(tmp_path: Path, name: str) -> None:
    private, public = pair(name, tmp_path, True, held=True)
    assert pair(name, tmp_path, True, held=False) == ("", public)
    assert len(private) == len(public) == 64
    assert private != public
    assert stat.S_IMODE((tmp_path / name.lower()).stat().st_mode) == 0o600


# Roles ----------------------------------------------------------------------------------------------------------------
PRIVATE = {
    "": {"VAULT_KEY", "LINK_KEY"},
    "public": set(),
    "letters": {"VAULT_KEY", "LINK_KEY"},
    "editors": {"VAULT_KEY"},
}
REACHABLE = {"SITE_URL": "https://petition.example.org", "ENV_FILE": os.devnull}
SHOWN = "from config import settings as s; print(s.VAULT_PUBLIC_KEY, s.LINK_PUBLIC_KEY, s.VAULT_KEY, s.LINK_KEY)"


def make_keys(*options: str) -> dict[str, dict[str, str]]:
    """{role: its environment} as the command prints it."""
    said = io.StringIO()
    call_command("make_keys", *options, stdout=said)
    found = [dict(line.split("=", 1) for line in part.splitlines()[1:]) for part in said.getvalue().split("\n\n")]
    return {environment.get("PROCESS_ROLE", ""): environment for environment in found}


def start(environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Read the settings in a process of its own that others can reach."""
    variables = {"PATH": os.environ["PATH"], "VAR": str(folder), **REACHABLE, **environment}
    return subprocess.run(
        [sys.executable, "-c", SHOWN], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )


def test_each_environment_starts_its_role_and_all_share_their_public_halves(tmp_path: Path) -> None:
    printed = make_keys()
    assert set(printed) == set(PRIVATE)
    halves = set()
    for role, environment in printed.items():
        started = start(environment, tmp_path)
        assert started.returncode == 0, started.stderr
        sealing, reading, *private = started.stdout.rstrip("\n").split(" ")
        halves.add((sealing, reading))
        assert [bool(key) for key in private] == [name in PRIVATE[role] for name in ("VAULT_KEY", "LINK_KEY")]
    assert len(halves) == 1
    assert not (tmp_path / "keys").exists()


def test_private_halves_stand_only_where_they_belong() -> None:
    printed = make_keys()
    for name in ("VAULT_KEY", "LINK_KEY"):
        secret = printed[""][name]
        holders = {role for role, environment in printed.items() if secret in "".join(environment.values())}
        assert holders == {role for role, held in PRIVATE.items() if name in held}
    assert printed["public"]["SECRET_KEY"] != printed["editors"]["SECRET_KEY"]
    assert len({environment["MAILBOX_KEY"] for environment in printed.values()}) == 1


@pytest.mark.parametrize("name", ["VAULT_KEY", "LINK_KEY"])
def test_a_public_process_does_not_start_with_a_private_key(tmp_path: Path, name: str) -> None:
    printed = make_keys()
    refused = start(printed["public"] | {name: printed[""][name]}, tmp_path)
    assert refused.returncode != 0
    assert f"{name} is set, but a process of this PROCESS_ROLE must not hold it" in refused.stderr
    assert printed[""][name] not in refused.stderr


@pytest.mark.parametrize("name", ["VAULT_PUBLIC_KEY", "LINK_PUBLIC_KEY"])
def test_a_public_process_that_others_reach_does_not_start_without_a_public_half(tmp_path: Path, name: str) -> None:
    environment = make_keys()["public"]
    del environment[name]
    refused = start(environment, tmp_path)
    assert refused.returncode != 0
    assert f"{name} is not set" in refused.stderr


def test_keys_are_new_each_time_and_those_that_are_set_are_printed_on_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert make_keys()["editors"]["VAULT_KEY"] != make_keys()["editors"]["VAULT_KEY"]
    monkeypatch.setenv("VAULT_KEYS_BEFORE", "former" * 8)
    printed = make_keys("--from-environment")
    assert printed["public"]["VAULT_PUBLIC_KEY"] == settings.VAULT_PUBLIC_KEY
    assert printed["editors"]["LINK_PUBLIC_KEY"] == settings.LINK_PUBLIC_KEY
    assert printed["letters"]["VAULT_KEYS_BEFORE"] == "former" * 8
    assert "VAULT_KEYS_BEFORE" not in printed["public"]


def test_a_process_that_lacks_a_key_can_not_print_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "LOOPBACK", False)
    with pytest.raises(CommandError, match="SECRET_KEY is not set"):
        make_keys("--from-environment")
