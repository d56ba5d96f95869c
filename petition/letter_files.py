"""An e-mail backend that writes each letter to a file: what happens where EMAIL_URL is not set."""

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone

logger = logging.getLogger(__name__)


class EmailBackend(BaseEmailBackend):
    """Writes LETTERS_DIR/<date>/<time>-<kind>-<fingerprint>.eml, readable by its owner alone."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write every message that has a recipient; how many these were."""
        return len([write(message) for message in email_messages if message.recipients()])


def write(message: EmailMessage) -> Path:
    """The file of one message."""
    told = message.extra_headers
    return keep(message.message().as_bytes(), told.get("X-Letter", "other"), str(told.get("Message-ID", "")))


def keep(contents: bytes, kind: str, message_id: str) -> Path:
    """The file of an e-mail as it would go over the wire: whole or not there at all."""
    path = Path(settings.LETTERS_DIR) / file_name(kind, message_id.encode() or contents)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_bytes(contents)
    draft.replace(path)
    logger.info("Letter written to %s", path)
    return path


def file_name(kind: str, name: bytes) -> str:
    """ "2026-02-25/104501-123456-confirm-1f0c9a3b.eml": in the order of sending, told apart by their names."""
    return f"{timezone.now():%Y-%m-%d/%H%M%S-%f}-{kind}-{hashlib.sha256(name).hexdigest()[:8]}.eml"


def written_at(path: Path) -> dt.datetime | None:
    """When a letter was written, as its file's name says; None for what is no letter."""
    try:
        return dt.datetime.strptime(f"{path.parent.name} {path.name[:13]} +0000", "%Y-%m-%d %H%M%S-%f %z")
    except ValueError:
        return None


def written_before(moment: dt.datetime) -> list[Path]:
    """The letters written before `moment`, the oldest first."""
    found = sorted(Path(settings.LETTERS_DIR).glob("*/*.eml"))
    return [path for path in found if (written := written_at(path)) is not None and written < moment]


def remove(paths: Sequence[Path]) -> int:
    """Delete letters, and folders that they leave empty; how many letters."""
    for path in paths:
        path.unlink(missing_ok=True)
        with suppress(OSError):
            path.parent.rmdir()  # refused as long as a letter is in it
    return len(paths)
