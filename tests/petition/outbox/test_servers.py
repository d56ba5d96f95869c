"""The outbox against a real mail server, over a real socket: what it takes is sent, what it refuses is known."""

import socketserver
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any, cast

import pytest

from config import env
from petition import outbox
from petition.models import Letter, PetitionText
from tests.petition.conftest import NOW, person_of, signed


class Session(socketserver.StreamRequestHandler):
    """One connection; what is said to RCPT is decided by the mailbox's name."""

    def handle(self) -> None:
        server = cast("Server", self.server)
        server.sessions += 1
        self.say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"QUIT":
                self.say("221 bye")
                return
            if word == b"RCPT":
                self.say(next((reply for name, reply in server.replies.items() if name.encode() in line), "250 ok"))
            elif word == b"DATA":
                self.say("354 go on")
                server.taken.append(b"".join(iter(self.rfile.readline, b".\r\n")))
                time.sleep(server.silence)
                self.say("250 taken")
            else:
                self.say("250 ok")

    def say(self, reply: str) -> None:
        self.wfile.write(f"{reply}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """A mail server of our own: `replies` to recipients by name, `silence` in seconds after a letter."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.taken: list[bytes] = []
        self.replies: dict[str, str] = {}
        self.silence = 0.0
        self.sessions = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no news."""


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"smtp://127.0.0.1:{server.server_address[1]}?timeout=1"
        for name, value in env.mail_settings(env.mail(address)).items():
            setattr(settings, name, value)
        yield server
        server.shutdown()


def test_letters_go_over_one_connection_each_with_its_message_id(text: PetitionText, server: Server) -> None:
    for name in ("a", "b", "c"):
        signed(text, email=f"{name}@пример.рф" if name == "c" else f"{name}@example.org")
    assert outbox.send_due(NOW) == 3
    ids = [letter.message_id.encode() for letter in Letter.objects.sent()]
    assert len(ids) == len(server.taken) == 3
    assert all(any(message_id in letter for letter in server.taken) for message_id in ids)
    assert server.sessions == 1


def test_a_mailbox_that_is_refused_for_good_fails_and_the_next_is_served(text: PetitionText, server: Server) -> None:
    server.replies = {"gone": "550 5.1.1 no such user", "full": "452 4.2.2 full", "strange": "554 5.7.1 relay denied"}
    for name in ("gone", "full", "strange", "fine"):
        signed(text, email=f"{name}@example.org")
    outbox.send_due(NOW)
    assert mailboxes(Letter.objects.failed()) == {"gone@example.org"}
    assert mailboxes(Letter.objects.waiting()) == {"full@example.org", "strange@example.org"}
    assert mailboxes(Letter.objects.sent()) == {"fine@example.org"}


def mailboxes(letters: Iterable[Letter]) -> set[str]:
    """To whom letters go."""
    return {person_of(letter.signature).email for letter in letters}


def test_a_server_that_falls_silent_loses_nothing_and_a_repeat_is_the_same_letter(
    text: PetitionText, server: Server
) -> None:
    signed(text)
    server.silence = 1.5
    outbox.send_due(NOW)
    letter = Letter.objects.waiting().get()
    assert letter.error in {"SMTPServerDisconnected", "TimeoutError"}
    server.silence = 0.0
    outbox.send_due(letter.due_at)
    assert Letter.objects.sent().count() == 1
    assert len(server.taken) == 2
    assert all(letter.message_id.encode() in each for each in server.taken)


def test_when_nobody_listens_everything_waits(text: PetitionText, server: Server) -> None:
    server.shutdown()
    server.server_close()
    for name in ("a", "b"):
        signed(text, email=f"{name}@example.org")
    outbox.send_due(NOW)
    assert Letter.objects.waiting().filter(error="ConnectionRefusedError").count() == 2


def test_a_worker_keeps_its_line_from_batch_to_batch(text: PetitionText, server: Server) -> None:
    sender = outbox.Sender()
    for name in ("a", "b", "c"):
        signed(text, email=f"{name}@example.org")
        assert sender.send_due(NOW) == 1
    assert sender.send_due(NOW) == 0
    assert (server.sessions, len(server.taken)) == (1, 3)
    sender.line.close()


@pytest.mark.parametrize("clock", ["opened_at", "used_at"])
def test_a_line_that_is_old_or_was_quiet_is_opened_anew(text: PetitionText, server: Server, clock: str) -> None:
    sender = outbox.Sender()
    for name in ("a", "b"):
        signed(text, email=f"{name}@example.org")
        sender.send_due(NOW)
        setattr(sender.line, clock, getattr(sender.line, clock) - 1000)
    assert (server.sessions, len(server.taken)) == (2, 2)
    sender.line.close()


def test_a_line_that_the_server_has_cut_loses_nothing(text: PetitionText, server: Server) -> None:
    sender = outbox.Sender()
    signed(text, email="a@example.org")
    sender.send_due(NOW)
    cast("Any", sender.line.server).connection.sock.shutdown(2)
    signed(text, email="b@example.org")
    sender.send_due(NOW)
    sender.send_due(Letter.objects.waiting().get().due_at)
    assert Letter.objects.sent().count() == len(server.taken) == 2
    sender.line.close()
