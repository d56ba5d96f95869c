"""config.server: what it shares with the processes that it forks may neither know the database nor have threads."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.house.rooms import ROOT

LOAD = """
import json, sys, threading
from config import server
server.load()
from django.db import connection
known = ["petition.express", "pages.memory.serving", "config.wsgi"]
print(json.dumps([threading.active_count(), connection.connection is None, [name in sys.modules for name in known]]))
"""


def said(folder: Path, *arguments: str) -> str:
    """What a Python of this environment prints, with a database that is not there."""
    here = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "VAR": str(folder)}
    nowhere = {"DATABASE_URL": f"postgresql:///nothing?host={folder}"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=here | nowhere, check=True, capture_output=True, text=True).stdout


def test_what_is_shared_needs_no_database_and_starts_no_thread(tmp_path: Path) -> None:
    assert json.loads(said(tmp_path, "-c", LOAD)) == [1, True, [True, True, False]]


def test_it_is_granian_with_its_options(tmp_path: Path) -> None:
    assert "granian " in said(tmp_path, "-m", "config.server", "--version")
