"""home.running.server: the port, the commands and the words of welcome."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from home.running import server


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Another program that listens on a port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def test_a_free_port_is_fine_twice(settings: Any, listener: socket.socket) -> None:
    settings.PORT = listener.getsockname()[1]
    listener.close()
    server.insist_on_port()
    server.insist_on_port()


def test_a_taken_port_is_refused_with_the_way_out(settings: Any, listener: socket.socket) -> None:
    settings.PORT = listener.getsockname()[1]
    with pytest.raises(
        server.PortUnavailable, match=rf"taken by another program.*make run PORT={settings.PORT + 1}\.$"
    ):
        server.insist_on_port()


@pytest.mark.parametrize(
    ("bind", "reason"), [("192.0.2.1", "is not on this machine. Set BIND"), ("no such address", "is no address")]
)
def test_an_address_that_is_not_ours_is_refused(settings: Any, bind: str, reason: str) -> None:
    settings.BIND = bind
    with pytest.raises(server.PortUnavailable, match=reason):
        server.insist_on_port()


def test_the_server_is_vital_and_the_worker_is_not(settings: Any) -> None:
    site, worker = server.processes(workers=3, threads=5)
    assert site.vital
    assert not worker.vital
    command = " ".join(site.command)
    assert f"--host {settings.BIND} --port {settings.PORT} --workers 3 --blocking-threads 5" in command


def test_while_programming_only_a_change_of_the_code_restarts_the_worker() -> None:
    _, worker = server.reloading_processes()
    assert worker.watched() == worker.watched() > 0


def test_nobody_answers_on_a_free_port(settings: Any, listener: socket.socket) -> None:
    settings.PORT = listener.getsockname()[1]
    listener.close()
    assert not server.answers()


@pytest.mark.django_db(transaction=True)
def test_a_running_site_answers(live_server: Any) -> None:
    assert any(server.answers() for _ in range(60))  # it may not be able to in the first second


@pytest.mark.django_db
def test_the_welcome_names_addresses_and_letters(settings: Any) -> None:
    words = server.welcome()
    assert f"{settings.SITE_URL}/\n" in words
    assert f"{settings.SITE_URL}/admin/" in words
    assert f"files in {settings.LETTERS_DIR}/" in words
    settings.EMAIL_URL = "smtp://ann:secret@mail.example"
    assert "sent through mail.example" in server.welcome()
    assert "secret" not in server.welcome()
