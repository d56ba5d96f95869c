"""The way to the mail server."""

import time
from contextlib import suppress

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends import smtp
from django.core.mail.backends.base import BaseEmailBackend

from petition import letter_files, letters
from petition.models import Letter

TOO_OLD = 300.0  # seconds; as long as Postfix keeps a connection that it sends over
TOO_QUIET = 20.0  # seconds without a letter; shorter than any server waits (RFC 5321, 4.5.3.2, asks for five minutes)


class Line:
    """A worker's way to the mail server: one connection for many letters, opened anew when it is old or was quiet."""

    def __init__(self, server: BaseEmailBackend) -> None:
        self.server = server
        self.opened_at = self.used_at = 0.0

    def open(self) -> None:
        """Make sure that there is a connection. Raises OSError."""
        now = time.monotonic()
        if now - self.opened_at > TOO_OLD or now - self.used_at > TOO_QUIET:
            self.close()
        if self.server.open():
            self.opened_at = now
        self.used_at = now

    def send(self, letter: Letter, desk: letters.Desk) -> None:
        """Hand a letter over. Raises OSError and whatever composing raises.

        Only Django's own SMTP and our files take bytes; any other backend gets a message to make of it what it likes.
        """
        over_smtp = self.server.connection if isinstance(self.server, smtp.EmailBackend) else None
        to_files = isinstance(self.server, letter_files.EmailBackend)
        wire = desk.write(letter) if over_smtp or to_files else None
        if wire is None:
            self.server.send_messages([letters.compose(letter)])
        elif over_smtp:
            over_smtp.sendmail(wire.sender, [wire.recipient], wire.raw)
        else:
            letter_files.keep(wire.raw.replace(b"\r\n", b"\n"), letter.kind, letter.message_id)

    def rest(self) -> None:
        """Hang up if there was nothing to send for a while."""
        if time.monotonic() - self.used_at > TOO_QUIET:
            self.close()

    def close(self) -> None:
        """Hang up, whatever state the line is in."""
        close(self.server)


def mail_server() -> BaseEmailBackend:
    """The way to the mail server, in the words of Django 6.1 or of those before."""
    return mail.mailers.default if hasattr(mail, "mailers") else mail.get_connection()


def send_at_once(messages: list[EmailMessage]) -> None:
    """Send what no row stands for: an editor's test letters. Raises OSError."""
    server = mail_server()
    try:
        server.send_messages(messages)
    finally:
        close(server)


def close(server: BaseEmailBackend) -> None:
    """Hang up, whatever state the line is in."""
    with suppress(OSError):
        server.close()
