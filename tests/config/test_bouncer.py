"""Behind a PgBouncer in transaction mode every transaction may meet another session, and none leaves anything there."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from benchmarks import clusters
from petition import counting, lifecycle, mailbox
from petition.models import PetitionText, Signature
from petition.tokens import Link
from tests.house.rooms import ROOMS, ROOT
from tests.petition.conftest import NOW, add_petition, given, link_of
from tests.petition.life.walk import Walk, some_texts
from tests.petition.viewsets.conftest import signatures_url

SESSIONS = 2
LEFT_BEHIND = """
SELECT (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_cursors WHERE is_holdable),
    (SELECT count(*) FROM pg_listening_channels()), (SELECT count(*) FROM pg_class WHERE relpersistence = 't'),
    (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')
"""
# What outlives the transaction in which it is said
OF_A_SESSION = re.compile(
    r"""pg_(try_)?advisory_(lock|unlock)|\bLISTEN \w|WITH HOLD|\bPREPARE \w+ (AS|\()"""
    r"""|["']\s*SET (?!LOCAL|TRANSACTION|CONSTRAINTS)|CREATE TEMP(ORARY)? TABLE(?!.*ON COMMIT DROP)"""
)


@pytest.fixture
def bounced(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything that this test asks goes through a bouncer with two sessions."""
    if connection.vendor != "postgresql":
        pytest.skip("PgBouncer stands before PostgreSQL alone.")
    if not clusters.has_bouncer():
        pytest.skip("PgBouncer is not installed on this machine.")
    settings = connection.settings_dict
    with clusters.folder() as place, clusters.bouncer(place, settings["HOST"], SESSIONS) as host:
        options = {**settings["OPTIONS"], "prepare_threshold": None}
        del options["options"]  # as DATABASE_BOUNCER has it
        with monkeypatch.context() as patch:
            for name, value in {"HOST": host, "DISABLE_SERVER_SIDE_CURSORS": True, "OPTIONS": options}.items():
                patch.setitem(settings, name, value)
            start_anew()
            yield
            start_anew()


def start_anew() -> None:
    """Take no connection that leads where the settings pointed before."""
    connection.close()
    connection.close_pool()


def left_behind() -> list[tuple[int, ...]]:
    """What stands in the sessions, each asked while the others are held."""

    def ask(deeper: int) -> list[tuple[int, ...]]:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(LEFT_BEHIND)
                found = [cursor.fetchone()]
                with ThreadPoolExecutor(1) as next_one:
                    return found + (next_one.submit(ask, deeper - 1).result() if deeper else [])
        finally:
            connection.close()

    return ask(SESSIONS - 1)


def test_a_signature_lives_behind_a_bouncer_and_editors_see_it(bounced: None, admin_client: Any) -> None:
    add_petition()
    text = PetitionText.objects.select_related("petition").get(language="en")

    def sign(name: str, email: str) -> Link:
        lifecycle.sign(text, given(name=name, email=email), "en", NOW)
        return link_of(Signature.objects.get(mailbox_key=mailbox.key(email, text.petition_id)))

    def live(person: int) -> None:
        try:
            lifecycle.confirm(sign(f"Person {person}", f"kept{person}@example.org"), NOW)
            lifecycle.withdraw(sign("Nobody", f"left{person}@example.org"), NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as crowd:  # more than there are sessions
        list(crowd.map(live, range(12)))
    counting.fold(NOW)
    assert counting.shown(text.petition_id) == 12
    assert counting.faults() == []
    lifecycle.prepare()
    assert "Person 11" in admin_client.get(signatures_url("index")).content.decode()
    order = {"kind": "complete", "reason": "To the ministry", "petition": text.petition_id}
    file = b"".join(admin_client.post(signatures_url("export"), order).streaming_content).decode()
    assert all(f"Person {person}" in file for person in range(12))
    assert left_behind() == [(0, 0, 0, 0, 0)] * SESSIONS


def test_any_order_of_deeds_is_as_right_behind_a_bouncer(bounced: None) -> None:
    Walk(some_texts(), 7, NOW).walk(60, every=30)
    assert left_behind() == [(0, 0, 0, 0, 0)] * SESSIONS


@pytest.mark.parametrize("room", ROOMS)
def test_no_statement_outlives_its_transaction(room: str) -> None:
    found = {
        str(path.relative_to(ROOT)): said[0]
        for path in (ROOT / room).rglob("*.py")
        if (said := OF_A_SESSION.search(path.read_text(encoding="utf-8")))
    }
    assert found == {}
