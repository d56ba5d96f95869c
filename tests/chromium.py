"""Finds Chromium and starts it; says how to get it where it is missing."""

from __future__ import annotations  # Playwright is loaded for those who want a browser

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "Chromium was not found. On Debian and Ubuntu: sudo apt install chromium. "
    "Or name it: make test CHROMIUM=/path/to/chromium"
)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find(playwright: Playwright) -> str | None:
    """The path of a Chromium: $CHROMIUM, one on the PATH, or Playwright's own."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), playwright.chromium.executable_path]
    return next((path for path in candidates if path and Path(path).exists()), None)


def is_required() -> bool:
    """Whether a missing Chromium is a failure and not a reason to skip."""
    return bool(os.environ.get("CI") or os.environ.get("REQUIRE_BROWSER"))


def start(playwright: Playwright, path: str) -> Browser:
    """A browser without a window."""
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()  # Chromium refuses its sandbox to root
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *sandbox])
