"""Who steals the database and breaks into a public process has no mailbox and no unpublished name.

Three hundred people here; `make bench-theft` plants ten thousand.
"""

import base64
import quopri
from pathlib import Path

import pytest

from petition import vault
from petition.models import Letter, PetitionText, Signature
from petition.viewsets.states import State, state_of
from tests.petition.conftest import NOW, add_petition
from tests.petition.theft import people
from tests.petition.theft.burglary import Loot, burgle
from tests.petition.theft.traces import traces

AMOUNT, LETTERS = 300, 40


def taken(folder: Path) -> Loot:
    """A site of its own, with people, robbed."""
    add_petition(slug="theft", asks_comment=True, asks_news=True)
    return burgle(PetitionText.objects.get(petition__slug="theft", language="en"), AMOUNT, LETTERS, folder, NOW)


@pytest.mark.django_db(transaction=True)
def test_a_thief_finds_no_mailbox_and_no_unpublished_name(tmp_path: Path) -> None:
    loot = taken(tmp_path)
    assert loot.traces(people.MAILBOX, people.UNPUBLISHED) == {}
    assert set(loot.traces(people.PUBLISHED)) >= {"dump"}  # what is public would be found
    assert {kind: opened for kind, opened in loot.stolen.items() if opened} == {"rows": loot.stolen["rows"]}
    # All were there to be found
    assert loot.stolen["rows"] >= AMOUNT * 10 // len(people.STATES)
    assert set(loot.statuses) <= {200, 410, 422, 429}
    kept = [vault.unseal(row.sealed) for row in Signature.objects.exclude(sealed=None)]
    assert all(people.MAILBOX.casefold() in person.email.casefold() for person in kept)
    assert {state_of(row) for row in Signature.objects.all()} == set(State)
    assert Letter.objects.failed().filter(error__contains="5.1.1").exists()


@pytest.mark.parametrize("word", ["Plantəd", "Planted.Mail"])
@pytest.mark.parametrize("before", [b"", b"x", b"xy"])
def test_the_search_finds_a_word_in_every_form(word: str, before: bytes) -> None:
    raw = word.encode()
    written = [
        raw,
        word.upper().encode(),
        raw.hex().upper().encode(),
        base64.b64encode(before + raw + b"z"),
        base64.urlsafe_b64encode(before + word.casefold().encode()),
        base64.encodebytes(b"-" * 54 + before + raw),
        quopri.encodestring(raw),
        word.encode("utf-16-le"),
        word.encode("utf-16-be"),
        ascii(word).encode(),
    ]
    assert not [form for form in written if not traces(b"<" + before + form + b">", (word,))]
    assert not traces(b"Nothing of the kind", (word,))
