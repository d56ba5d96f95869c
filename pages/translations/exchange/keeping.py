"""Where an uploaded file waits between its report and the word to import it: an hour, in a folder of the server's."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from pages.translations.exchange.parts import Unreadable

HOUR = 3600  # seconds
SALT = "pages.translations.exchange"


@dataclass(frozen=True)
class Kept:
    """A file with what was said of it."""

    name: str
    content: bytes
    language: str  # "" as the file says


def folder() -> Path:
    """The folder, made where it is missing; nobody but the site may look into it."""
    path: Path = settings.VAR / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def keep(file: Kept, user: Any) -> str:
    """Keep the file; what is returned opens it again, for `user` alone."""
    sweep()
    key = secrets.token_hex(16)
    (folder() / key).write_bytes(file.content)
    said = {"key": key, "name": file.name, "language": file.language, "user": user.pk}
    return signing.dumps({**said, "digest": hashlib.sha256(file.content).hexdigest()}, salt=SALT)


def fetch(token: str, user: Any) -> Kept:
    """The file that `keep` gave the token for; Unreadable where it is too old, somebody else's or not the same."""
    gone = Unreadable(_("The file is no longer kept, or not for you. Upload it again."))
    try:
        said = signing.loads(token, salt=SALT, max_age=HOUR)
        content = (folder() / said["key"]).read_bytes()
    except (signing.BadSignature, OSError):
        raise gone from None
    if said["user"] != user.pk or said["digest"] != hashlib.sha256(content).hexdigest():
        raise gone
    return Kept(said["name"], content, said["language"])


def drop(token: str) -> None:
    """Forget a file that was imported."""
    said = signing.loads(token, salt=SALT)
    (folder() / said["key"]).unlink(missing_ok=True)


def sweep() -> int:
    """Forget what is older than an hour; how many files."""
    found = too_old()
    for path in found:
        path.unlink(missing_ok=True)
    return len(found)


def too_old() -> list[Path]:
    """The files that have waited for more than an hour."""
    return [path for path in folder().iterdir() if path.stat().st_mtime < time.time() - HOUR]
