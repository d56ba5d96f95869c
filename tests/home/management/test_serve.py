"""manage.py serve, as a newcomer starts it: one command, one address, one end."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from django.db import connection

from tests import snapshots
from tests.environment import ROOT, free_port

SERVE = [sys.executable, "manage.py", "serve"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts the site in a folder and on a port of its own."""
    with ExitStack() as started:

        def start(**variables: Any) -> subprocess.Popen[str]:
            surroundings = {**os.environ, "VAR": str(tmp_path), "DATABASE_URL": "", **variables}
            out = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
            process = started.enter_context(subprocess.Popen(SERVE, cwd=ROOT, env=surroundings, **out))
            started.callback(process.kill)
            return process

        yield start


def test_a_taken_port_ends_it_with_one_sentence(start: Callable[..., subprocess.Popen[str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = start(PORT=str(port))
        told, _ = process.communicate()
    assert process.returncode == 1
    assert told.strip() == (
        f"CommandError: 127.0.0.1, port {port} is taken by another program. "
        f"Choose another port: make run PORT={port + 1}."
    )


def test_a_site_for_others_is_not_started_without_keys(start: Callable[..., subprocess.Popen[str]]) -> None:
    process = start(SITE_URL="https://petition.example.org")
    told, _ = process.communicate()
    assert process.returncode != 0
    assert "SECRET_KEY is not set. Keys are made by themselves only while the site serves this machine alone" in told


@pytest.mark.django_db(transaction=True)
def test_from_an_empty_folder_to_a_site_and_back(start: Callable[..., subprocess.Popen[str]], tmp_path: Path) -> None:
    if connection.vendor == "sqlite":  # migrating is another test's; PostgreSQL's run starts without this shortcut
        snapshots.save("empty", tmp_path / "site.sqlite3")
    port = free_port()
    process = start(PORT=str(port))
    told = ""
    while "Letters" not in told:
        line = process.stdout.readline()
        assert line, told
        told += line
    password = re.search(r"^  Name +editor\n  Password  (\S+)$", told, re.MULTILINE)
    assert password
    assert (tmp_path / "demo-editor.txt").read_text() == password[1]
    assert f"  Site      http://127.0.0.1:{port}/\n" in told
    assert f"  Letters   files in {tmp_path}/letters/\n" in told
    with urlopen(f"http://127.0.0.1:{port}/-/ready") as answer:
        assert json.load(answer)["ready"]
    with urlopen(f"http://127.0.0.1:{port}/en/petition/") as answer:
        assert b"data-tally" in answer.read()
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
