"""Nothing of a person outlives its period: planted people are looked for in every table and file."""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

from pages.models.desk import LanguageDemand
from pages.translations.exchange import keeping
from petition import counting, lifecycle, outbox, retention, throttle
from petition.lifecycle import Circumstances, invalidating
from petition.models import Bucket, DaySecret, Invalidation, Letter, Petition, PetitionText, Signature, SpentProof
from petition.models.letter import Kind
from petition.models.moderation import Reason
from petition.retention import PERIODS
from tests.petition.conftest import NOW, given, link_of, post_all

DAY = dt.timedelta(days=1)
PERIOD = {period.key: period for period in PERIODS}
PERSONAL = ("mailbox_key", "domain_key", "name_key", "prefix_key", "public_name", "sealed", "own_copy")


def somebody(text: PetitionText, name: str, *, confirms: bool = True, now: dt.datetime = NOW) -> Signature:
    """Somebody from a network, who wants the name to be seen, with all that the worker makes of it, and letters."""
    from_where = Circumstances(prefix_key=f"network of {name}", door="petition")
    person = given(name=name, email=f"{name}@{name}.example", comment=f"Because of {name}", shows_name=True)
    lifecycle.sign(text, person, "en", now, circumstances=from_where)
    signature = Signature.objects.latest("pk")
    if confirms:
        lifecycle.confirm(link_of(signature), now)
    lifecycle.prepare()
    post_all(now)
    return Signature.objects.get(pk=signature.pk)


def traces(signature: Signature) -> set[str]:
    """What could tell of a person wherever it stood: the values of the row, and what lies in them."""
    values = {getattr(signature, column) for column in PERSONAL} - {None, ""}
    buckets = set(signature.letters.exclude(bucket="").values_list("bucket", flat=True))
    return {plain(value) for value in values} | buckets


def plain(value: Any) -> str:
    """A value as the dump has it."""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def dump() -> str:
    """Every value of every table."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [plain(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def files(folder: Path) -> Iterator[str]:
    """What lies in files."""
    return (path.read_text(encoding="utf-8", errors="replace") for path in folder.rglob("*") if path.is_file())


def invalidate(signature: Signature, now: dt.datetime) -> Invalidation:
    """Invalidate whoever came by the door of `signature`, which is then its own."""
    Signature.objects.filter(pk=signature.pk).update(door="page-1")
    crowd = {"petition_id": signature.petition_id, "doors": ["page-1"], "reason": Reason.AUTOMATED}
    invalidation = Invalidation.objects.create(created_at=now, **crowd)
    invalidating.count_first(invalidation.pk, now)
    invalidating.start(invalidation.pk, None, now)
    while invalidating.next_batch(now):
        pass
    return invalidation


# The whole ------------------------------------------------------------------------------------------------------------
def test_of_planted_people_nothing_is_left_in_any_table_or_file(text: PetitionText, letters: Path) -> None:
    Petition.objects.update(closes_at=NOW + 10 * DAY)
    names = ("Zawaiting", "Zagone", "Zafalse", "Zastayed")
    people = [somebody(text, name, confirms=name != "Zawaiting") for name in names]
    wanted = set().union(*map(traces, people))
    assert all(trace in dump() for trace in wanted)
    assert any("Zagone@" in said for said in files(letters))
    lifecycle.withdraw(link_of(people[1]), NOW)
    invalidate(people[2], NOW)
    retention.apply(NOW + 400 * DAY)
    left = dump()
    assert not [trace for trace in wanted | {*names, *map(str.lower, names)} if trace in left]
    assert not list(files(letters))
    assert Signature.objects.count() == Signature.objects.erased().count() == 3
    assert counting.recount() == []


@pytest.mark.parametrize(
    ("key", "begin"),
    [
        ("unconfirmed", lambda text: somebody(text, "someone", confirms=False)),
        ("withdrawn", lambda text: lifecycle.withdraw(link_of(somebody(text, "someone")), NOW)),
        ("invalidated", lambda text: invalidate(somebody(text, "someone"), NOW)),
        ("networks", lambda text: somebody(text, "someone")),
        ("closed", lambda text: somebody(text, "someone") and Petition.objects.update(closes_at=NOW)),
        ("proofs", lambda _text: SpentProof.objects.create(digest="d" * 64, expires_at=NOW + throttle.proofs.LIVES)),
        ("limits", lambda _text: DaySecret.objects.create(day=NOW.date(), secret=b"1")),
        ("sessions", lambda _text: Session.objects.create(session_key="k", expire_date=NOW + PERIOD["sessions"].kept)),
    ],
)
@pytest.mark.usefixtures("letters")
def test_each_is_kept_to_the_end_of_its_period_and_no_longer(text: PetitionText, key: str, begin: Any) -> None:
    begin(text)
    period, blink = PERIOD[key], dt.timedelta(hours=13) if key == "limits" else dt.timedelta(seconds=1)
    assert period.told(NOW + period.kept - blink) == (0, None)
    assert retention.end(period, NOW + period.kept - blink, None) == 0
    assert period.told(NOW + period.kept)[0] == 1
    assert retention.apply(NOW + period.kept)[key] == 1
    assert period.told(NOW + period.kept) == (0, None)


# What it must not break -----------------------------------------------------------------------------------------------
def test_a_petition_without_an_end_keeps_its_people(text: PetitionText, letters: Path) -> None:
    signature = somebody(text, "someone")
    retention.apply(NOW + 4_000 * DAY)
    assert Signature.objects.get(pk=signature.pk).erased_at is None


def test_an_invalidation_can_be_undone_when_the_person_is_gone(text: PetitionText, letters: Path) -> None:
    invalidation = invalidate(somebody(text, "someone"), NOW)
    later = NOW + 100 * DAY
    retention.apply(later)
    assert Signature.objects.erased().count() == 1
    invalidating.undo(invalidation.pk, None, later)
    while invalidating.next_batch(later):
        pass
    counting.fold(later)
    assert counting.shown(text.petition_id) == Signature.objects.confirmed().count() == 1
    assert counting.recount() == []


def test_old_letters_keep_the_fact_so_that_five_ever_stays_five(text: PetitionText, letters: Path) -> None:
    signature = somebody(text, "someone")
    Letter.objects.update(error="SMTPDataError 451")
    for number in range(1, 10):
        lifecycle.sign(text, given(name="x", email="someone@someone.example"), "en", NOW + number * DAY)
    post_all(NOW + 10 * DAY)
    later = NOW + 101 * DAY
    assert retention.apply(later)["letters"] == signature.letters.count() == outbox.MOST_EVER
    assert set(signature.letters.values_list("bucket", "error")) == {("", "")}
    lifecycle.sign(text, given(name="x", email="someone@someone.example"), "en", later)
    assert signature.letters.count() == outbox.MOST_EVER


def test_old_news_goes_wholly(text: PetitionText, letters: Path) -> None:
    signature = somebody(text, "someone")
    outbox.write(signature, Kind.NEWS, "en", NOW, NOW)
    signature.letters.update(sent_at=NOW)
    retention.apply(NOW + 91 * DAY)
    assert not signature.letters.filter(kind=Kind.NEWS).exists()


def test_letters_of_yesterday_stay_in_their_folder_and_old_ones_take_it_along(tmp_path: Path, settings: Any) -> None:
    settings.LETTERS_DIR = tmp_path
    for name in ("2026-02-20/101500-000001-confirm-1f0c9a3b.eml", "2026-02-28/101500-000001-confirm-1f0c9a3b.eml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    (tmp_path / "notes.txt").touch()
    assert retention.end(PERIOD["letter_files"], NOW, None) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026-02-28", "notes.txt"]


def test_an_uploaded_file_waits_for_an_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "folder", lambda: tmp_path)
    for name, age in {"new": 60, "old": keeping.HOUR + 60}.items():
        (tmp_path / name).touch()
        moment = (tmp_path / name).stat().st_mtime - age
        os.utime(tmp_path / name, (moment, moment))
    assert retention.end(PERIOD["imports"], NOW, None) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_old_counts_of_wanted_languages_go(petition: Petition) -> None:
    for days in (400, 401):
        LanguageDemand.objects.create(day=NOW.date() - days * DAY, language="ku", page_id=1, asked=1)
    assert retention.apply(NOW)["demand"] == 1


# Running it -----------------------------------------------------------------------------------------------------------
def test_a_dry_run_says_what_would_go_and_changes_nothing(text: PetitionText, letters: Path, capsys: Any) -> None:
    somebody(text, "someone", confirms=False)
    before = dump()
    call_command("retain")
    said = capsys.readouterr().out
    assert "unconfirmed (14 days, 0:00:00): 1 signatures that nobody confirmed, with their letters" in said
    assert "the oldest of 2026-03-01" in said
    assert dump() == before
    call_command("retain", apply=True)
    assert not Signature.objects.exists()


def test_a_round_of_the_worker_ends_only_so_much_and_the_next_one_the_rest(
    text: PetitionText, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    for name in ("a", "b", "c"):
        lifecycle.withdraw(link_of(somebody(text, name)), NOW)
    later = NOW + 31 * DAY
    assert [retention.apply(later, most=2)["withdrawn"] for _ in range(3)] == [2, 1, 0]


def test_buckets_go_with_the_secrets(db: None) -> None:
    Bucket.objects.create(key="host:x", ends_at=NOW)
    assert retention.apply(NOW)["limits"] == 1


def test_every_session_of_an_editor_lasts_as_long_as_the_settings_say() -> None:
    assert PERIOD["sessions"].kept == dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
