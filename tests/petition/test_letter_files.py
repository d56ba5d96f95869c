"""Letters as files: one each, whole, in order, readable by their owner alone."""

import logging
import stat
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from petition.letters import compose
from petition.models import Letter, PetitionText
from tests.petition.conftest import post_all, read, signed


def composed(letter: Letter) -> bytes:
    """A letter by Django's own way."""
    return bytes(compose(letter).message().as_bytes())


def test_each_letter_is_a_file_and_a_line_in_the_log_that_names_it(
    text: PetitionText, letters: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("a", "b"):
        signed(text, email=f"{name}@example.org")
    with caplog.at_level(logging.INFO, "petition.letter_files"):
        post_all()
    paths = sorted(letters.rglob("*.eml"))
    assert len(paths) == 2
    assert [letter["To"] for letter in read(letters)] == ["a@example.org", "b@example.org"]
    assert all("-confirm-" in path.name for path in paths)
    assert all(str(path) in caplog.text for path in paths)


def test_a_file_is_whole_and_its_owners_alone(text: PetitionText, letters: Path) -> None:
    signed(text)
    post_all()
    (path,) = letters.rglob("*.eml")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(letters.rglob("*.part"))


def test_a_file_says_what_django_would_have_sent_in_lines_of_this_system(text: PetitionText, letters: Path) -> None:
    signed(text)
    post_all()
    (path,) = letters.rglob("*.eml")
    assert b"\r" not in path.read_bytes()
    ours, djangos = read(letters)[0], message_from_bytes(composed(Letter.objects.get()), policy=policy.default)
    assert [(name, value) for name, value in sorted(ours.items()) if name not in {"Date", "Content-Type"}] == [
        (name, value) for name, value in sorted(djangos.items()) if name not in {"Date", "Content-Type"}
    ]
    assert [part.get_content() for part in ours.iter_parts()] == [part.get_content() for part in djangos.iter_parts()]


def test_other_e_mails_are_files_too(letters: Path) -> None:
    EmailMessage("Subject", "Body", to=["a@example.org"]).send()
    assert [letter["Subject"] for letter in read(letters)] == ["Subject"]


def test_an_e_mail_to_nobody_is_none(letters: Path) -> None:
    assert EmailMessage("Subject", "Body").send() == 0
    assert not letters.exists()
