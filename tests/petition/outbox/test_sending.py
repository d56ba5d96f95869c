"""The outbox: faults of mail servers, workers and networks lose nothing and double nothing."""

import datetime as dt
import smtplib
from collections.abc import Callable
from email.message import Message
from typing import Any

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError

from petition import lifecycle, outbox
from petition.models import Letter, PetitionText, Signature
from petition.models.letter import LetterQuerySet
from tests.petition.conftest import NOW, given, link_of, signed

MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


class MailServer:
    """What stands behind the backend: takes letters, or fails as told."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.opening: Callable[[], None] = lambda: None
        self.sending: Callable[[Message], None] = lambda _message: None
        self.opened = 0
        self.backend: Callable[[], BaseEmailBackend]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> MailServer:
    server = MailServer()

    class Backend(BaseEmailBackend):
        is_open = False

        def open(self) -> bool:
            if not self.is_open:
                server.opened += 1
                server.opening()
            self.is_open = True
            return True

        def close(self) -> None:
            self.is_open = False

        def send_messages(self, messages: Any) -> int:
            for message in messages:
                server.sending(message)
                server.taken.append(message.message())
            return len(messages)

    server.backend = Backend
    monkeypatch.setattr(outbox.sending, "mail_server", Backend)
    return server


def failing(error: Exception) -> Callable[..., None]:
    def fail(*_args: Any, **_more: Any) -> None:
        raise error

    return fail


def refused(code: int, reply: bytes) -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({"aygun@example.org": (code, reply)})


def test_a_letter_is_sent_once_and_marked(text: PetitionText, server: MailServer) -> None:
    signed(text)
    assert [outbox.send_due(NOW), outbox.send_due(NOW)] == [1, 0]
    letter = Letter.objects.get()
    assert (letter.sent_at, letter.attempts, letter.leased_until) == (NOW, 1, None)
    assert [message["Message-ID"] for message in server.taken] == [letter.message_id]


FAULTS = {
    "the server is away": ("opening", ConnectionRefusedError()),
    "the server does not answer in time": ("sending", TimeoutError()),
    "the server hangs up": ("sending", smtplib.SMTPServerDisconnected()),
    "the server has no time": ("sending", smtplib.SMTPDataError(451, b"4.3.2 later")),
    "the server refuses the letter": ("sending", smtplib.SMTPDataError(554, b"5.6.0 no")),
    "the server refuses us as sender": ("sending", smtplib.SMTPSenderRefused(550, b"no", "petition@example.org")),
    "the mailbox is full": ("sending", refused(452, b"4.2.2 full")),
    "the server does not relay for us": ("sending", refused(554, b"5.7.1 relay access denied")),
    "our own code is at fault": ("sending", KeyError("heading")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_passing_fault_loses_nothing_and_doubles_nothing(text: PetitionText, server: MailServer, fault: str) -> None:
    where, error = FAULTS[fault]
    signed(text)
    setattr(server, where, failing(error))
    outbox.send_due(NOW)
    letter = Letter.objects.get()
    assert letter in Letter.objects.waiting()
    assert letter.error.startswith(type(error).__name__)
    assert "@" not in letter.error, "a refusal's words repeat the mailbox"
    assert NOW < letter.due_at <= NOW + MINUTE
    setattr(server, where, lambda *_args: None)
    assert outbox.send_due(letter.due_at) == 1
    assert Letter.objects.sent().count() == len(server.taken) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (refused(550, b"5.1.1 no such user"), "SMTPRecipientsRefused 550 5.1.1"),
        (smtplib.SMTPDataError(550, b"5.1.1 no such user"), "SMTPDataError 550 5.1.1"),
    ],
)
def test_a_mailbox_that_does_not_exist_is_given_up_at_once(
    text: PetitionText, server: MailServer, answer: Exception, told: str
) -> None:
    signed(text)
    server.sending = failing(answer)
    outbox.send_due(NOW)
    letter = Letter.objects.failed().get()
    assert letter.failed_at == NOW
    assert letter.error == told
    assert outbox.send_due(NOW + DAY) == 0


def test_after_three_days_a_letter_is_given_up(text: PetitionText, server: MailServer) -> None:
    signed(text)
    server.opening = failing(ConnectionRefusedError())
    now = NOW
    while letter := Letter.objects.waiting().first():
        assert letter.due_at - now <= outbox.LONGEST_PAUSE * 1.5
        now = letter.due_at
        outbox.send_due(now)
    assert NOW + outbox.GIVE_UP_AFTER <= now <= NOW + outbox.GIVE_UP_AFTER + outbox.LONGEST_PAUSE * 1.5
    assert 15 <= Letter.objects.get().attempts <= 60


def test_a_worker_killed_before_sending_loses_nothing(text: PetitionText, server: MailServer) -> None:
    signed(text)
    outbox.claim(NOW)
    assert outbox.send_due(NOW + outbox.LEASE / 2) == 0
    assert outbox.send_due(NOW + outbox.LEASE) == 1
    assert len(server.taken) == 1


def test_a_worker_killed_between_sending_and_marking_repeats_it_once_as_the_same_letter(
    text: PetitionText, server: MailServer
) -> None:
    class Killed(BaseException):
        pass

    def kill(message: Any) -> None:
        server.taken.append(message.message())
        raise Killed

    signed(text)
    server.sending = kill
    with pytest.raises(Killed):
        outbox.send_due(NOW)
    server.sending = lambda _message: None
    outbox.send_due(NOW + outbox.LEASE)
    outbox.send_due(NOW + 2 * outbox.LEASE)
    assert len(server.taken) == 2
    assert len({message["Message-ID"] for message in server.taken}) == 1


def test_one_bad_letter_does_not_hold_up_the_others(text: PetitionText, server: MailServer) -> None:
    for name in ("a", "b", "c"):
        signed(text, email=f"{name}@example.org")

    def sending(message: Any) -> None:
        if message.to == ["b@example.org"]:
            raise ValueError

    server.sending = sending
    outbox.send_due(NOW)
    assert sorted(message["To"] for message in server.taken) == ["a@example.org", "c@example.org"]
    assert Letter.objects.waiting().count() == 1
    assert server.opened == 2


def test_when_the_server_is_away_it_is_asked_once_a_batch(text: PetitionText, server: MailServer) -> None:
    for name in ("a", "b", "c"):
        signed(text, email=f"{name}@example.org")
    server.opening = failing(TimeoutError())
    outbox.send_due(NOW)
    assert server.opened == 1
    assert Letter.objects.waiting().count() == 3


def test_a_letter_whose_reason_is_gone_is_not_sent(text: PetitionText, server: MailServer) -> None:
    signature = signed(text)
    Signature.objects.filter(pk=signature.pk).update(withdrawn_at=NOW)
    outbox.send_due(NOW)
    assert server.taken == []
    assert not Letter.objects.exists()


def test_letters_that_wait_are_dropped_when_the_signature_is_withdrawn(text: PetitionText, server: MailServer) -> None:
    signature = signed(text)
    lifecycle.withdraw(link_of(signature), NOW)
    outbox.send_due(NOW)
    assert server.taken == []


def test_message_ids_say_nothing_of_the_signature(text: PetitionText) -> None:
    for number in range(20):
        lifecycle.sign(text, given(email=f"{number}@example.org"), "en", NOW)
    ids = list(Letter.objects.values_list("message_id", flat=True))
    assert len(set(ids)) == 20
    assert all(len(message_id.strip("<>").split("@")[0]) == 32 for message_id in ids)


def test_a_killed_worker_repeats_no_more_than_one_set_of_marks(
    text: PetitionText, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    for number in range(7):
        signed(text, email=f"{number}@example.org")
    monkeypatch.setattr(outbox.sending, "MARKED_AT_ONCE", 3)

    def kill(_message: Any) -> None:
        if len(server.taken) == 5:
            monkeypatch.setattr(outbox.Sender, "mark", lambda *_args: None)  # the dead write nothing
            raise Killed

    server.sending = kill
    with pytest.raises(Killed):
        outbox.send_due(NOW)
    assert Letter.objects.sent().count() == 3
    monkeypatch.undo()
    monkeypatch.setattr(outbox.sending, "mail_server", server.backend)
    server.sending = lambda _message: None
    outbox.send_due(NOW + outbox.LEASE)
    ids = [message["Message-ID"] for message in server.taken]
    assert (len(ids), len(set(ids)), Letter.objects.sent().count()) == (9, 7, 7)


def test_what_was_sent_while_the_database_went_away_is_marked_when_it_is_back(
    text: PetitionText, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        signed(text, email=f"{name}@example.org")
    sender = outbox.Sender()
    claimed = outbox.claim(NOW)
    with monkeypatch.context() as away:
        away.setattr(outbox.leases, "claim", lambda _now, **_how: claimed)
        away.setattr(LetterQuerySet, "update", failing(OperationalError("gone")))
        with pytest.raises(OperationalError):
            sender.send_due(NOW)
    assert Letter.objects.waiting().count() == 2
    assert sender.send_due(NOW + MINUTE) == 0
    assert Letter.objects.sent().count() == len(server.taken) == 2


def test_a_worker_with_no_time_left_gives_back_the_rest_of_its_batch(
    text: PetitionText, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c"):
        signed(text, email=f"{name}@example.org")
    monkeypatch.setattr(outbox.sending, "BATCH_TAKES", -1.0)
    assert outbox.send_due(NOW) == 3
    assert set(Letter.objects.due(NOW).values_list("attempts", "leased_until")) == {(0, None)}
