"""The way to the mail server."""

from contextlib import suppress

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


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
