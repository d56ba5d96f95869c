"""What a mail server's refusal says: whether it is for good, and in which words it may be kept."""

import re
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException


def is_hard_bounce(error: Exception) -> bool:
    """Whether the mailbox will never take a letter: 5xx, but for x.7.x, which is about us (RFC 3463, 3.8).

    Some servers refuse a mailbox only after the letter itself (550 at DATA); other answers may be about the letter.
    """
    if isinstance(error, SMTPRecipientsRefused):
        return any(is_final(code, reply) for code, reply in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code == 550 and is_final(550, error.smtp_error)


def is_final(code: int, reply: bytes | str) -> bool:
    """Whether a mail server's answer says never, and because of the mailbox."""
    return code >= 500 and not status(reply).startswith("5.7.")


def named(error: Exception) -> str:
    """What went wrong, for the log and for editors: codes only, because a refusal's words repeat the mailbox."""
    answers: list[tuple[int, bytes | str]]
    if isinstance(error, SMTPRecipientsRefused):
        answers = list(error.recipients.values())
    elif isinstance(error, SMTPResponseException):
        answers = [(error.smtp_code, error.smtp_error)]
    else:
        return type(error).__name__
    return f"{type(error).__name__} {', '.join(f'{code} {status(reply)}'.strip() for code, reply in answers)}"


def status(reply: bytes | str) -> str:
    """The enhanced status code that a mail server's answer begins with (RFC 3463), such as "5.1.1"; else ""."""
    text = reply.decode("ascii", "replace") if isinstance(reply, bytes) else reply
    found = re.match(r"[245]\.\d{1,3}\.\d{1,3}", text.lstrip())
    return found[0] if found else ""
