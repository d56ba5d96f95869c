"""config.keys: keys are made once and kept to their owner, or demanded."""

import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.keys import key


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
