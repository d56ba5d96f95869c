"""What stood in clear before is sealed by the migration, and can be read again: nobody is lost.

The former tables are made beside today's. It costs four seconds of a processor, for Django draws up all models anew at
each of the hundred steps; migrating from the very beginning costs twenty.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from petition import mailbox, vault
from petition.vault import Person
from tests.petition.conftest import NOW

BEFORE, AFTER = "0003_although_unready", "0004_sealed_and_moderated"
LATER = NOW + dt.timedelta(hours=1)
STATES = {
    "Pending": {},
    "Shown": {"confirmed_at": NOW, "public_name": "Shown"},
    "Withdrawn": {"confirmed_at": NOW, "withdrawn_at": LATER, "public_name": "Withdrawn"},
    "Əliyeva": {"confirmed_at": NOW, "comment": "Peace\n和平", "wants_news": True},
}


@contextmanager
def elsewhere(folder: Path) -> Iterator[None]:
    """An empty place for the former tables: a file, or a schema in front of today's."""
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = str(folder / "former.sqlite3")
    else:
        run("CREATE SCHEMA former; SET search_path TO former, public")
    try:
        yield
    finally:
        if connection.vendor == "sqlite":
            connection.close()
            connection.settings_dict["NAME"] = name
        else:
            run("DROP SCHEMA former CASCADE; SET search_path TO public")


def run(sql: str) -> None:
    """Tell the database something."""
    with connection.cursor() as cursor:
        cursor.execute(sql)


def former_tables(state: ProjectState) -> None:
    """Make the tables of petitions as they were."""
    with connection.schema_editor() as editor:
        for model in state.apps.get_app_config("petition").get_models():
            editor.create_model(model)


def former_people(of_model: dict[str, Any]) -> None:
    """All who are in STATES, each with a letter that came back, and one who was erased."""
    petition = of_model["petition"].objects.create(slug="trees", opens_at=NOW)
    text = of_model["petitiontext"].objects.create(petition=petition, language="az", version=1, created_at=NOW)
    rows = {"petition": petition, "text": text, "language": "az", "signed_at": NOW}
    signatures = of_model["signature"].objects
    for name, columns in STATES.items():
        person = {"name": name, "email": f"{name}@Example.org", "mailbox_key": name}
        signature = signatures.create(**rows, **person, **columns)
        error = f"{{'{name}@Example.org': (550, b'5.1.1 No such user')}}"
        of_model["letter"].objects.create(
            signature=signature, language="az", kind="confirm", queued_at=NOW, due_at=NOW, error=error, message_id=name
        )
    signatures.create(**rows, confirmed_at=NOW, erased_at=LATER, mailbox_key=None, name="", email="")


@pytest.fixture
def sealed_anew(transactional_db: None, tmp_path: Path) -> Iterator[Any]:
    """The models of after the migration, over the rows of before."""
    loader = MigrationLoader(connection)
    state = loader.project_state([("petition", BEFORE)])
    with elsewhere(tmp_path):
        former_tables(state)
        with connection.constraint_checks_disabled():  # Wagtail's tables are missing there
            former_people(state.apps.all_models["petition"])
        with connection.schema_editor(atomic=True) as editor:
            state = loader.get_migration("petition", AFTER).apply(state, editor)
        yield state.apps.all_models["petition"]


def test_everybody_is_sealed_and_can_be_read_again(sealed_anew: Any) -> None:
    signatures = sealed_anew["signature"].objects
    found = [vault.unseal(row.sealed) for row in signatures.filter(erased_at=None).order_by("pk")]
    assert found == [
        Person(f"{name}@Example.org", name, str(columns.get("comment", ""))) for name, columns in STATES.items()
    ]
    assert {"name", "email", "comment"}.isdisjoint(field.name for field in sealed_anew["signature"]._meta.get_fields())
    kept = signatures.get(mailbox_key="Əliyeva")
    assert (kept.letter_language, kept.domain_key) == ("az", mailbox.domain_key("example.org"))
    # Whose name was public wants it shown; the worker will, where the signature counts
    assert set(signatures.filter(shows_name=True).values_list("mailbox_key", flat=True)) == {"Shown", "Withdrawn"}
    assert not signatures.exclude(public_name="")
    erased = signatures.get(mailbox_key=None)
    assert (erased.sealed, erased.own_copy, erased.domain_key) == (None, None, "")
    assert set(sealed_anew["letter"].objects.values_list("error", flat=True)) == {"SMTPException"}
