"""Fills PostgreSQL with millions of signatures as they spread in life, made by the server itself from a few samples.

Three petitions share them (90, 9 and 1 %). Most are of some months; in the last two days there are as many in a small
database as in a large one, as of a campaign that has run longer: what the worker looks back on does not differ.
"""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils import timezone

HISTORY, RECENT_DAYS = 180, 2  # days
RECENT = 5_000  # signatures of the last two days
SAMPLES = 200
NAMES = 20_000
NAME, MAILBOX, SOMEBODY = "Aygün Əliyeva", "person{number}@example.org", "somebody@example.org"
SHARES = (90, 99)  # of a hundred: the first petition's, the second's; the rest is the third's

# What stands in random() is arithmetic on the number of the row: the same rows again, and no two columns alike.
ROWS = """
INSERT INTO petition_signature (petition_id, text_id, language, letter_language, mailbox_key, domain_key, name_key,
    sealed, own_copy, shows_name, public_name, country, wants_news, epoch, prefix_key, door, score, signed_at,
    confirmed_at, withdrawn_at, invalidated_at, erased_at, held_at)
SELECT petition, text, code, code,
    CASE WHEN NOT erased THEN encode(sha256(number::text::bytea), 'hex') END,
    CASE WHEN erased THEN '' ELSE md5('domain' || floor(2000 * power(c, 4))) END,
    CASE WHEN erased OR recent THEN '' WHEN number %% 1000 = 7 THEN %(name_key)s
        ELSE md5('name' || floor({names} * power(d, 2))) END,
    CASE WHEN NOT erased THEN sealed[1 + number %% {samples}] END,
    CASE WHEN NOT erased THEN copies[1 + number %% {samples}] END,
    shown AND NOT erased,
    CASE WHEN shown AND NOT erased AND confirmed THEN 'Somebody ' || number %% {names} ELSE '' END,
    countries[1 + floor(array_length(countries, 1) * power(a, 3))::int],
    number %% 10 < 3 AND NOT erased, 1 + number %% 30000,
    CASE WHEN erased OR signed_at < %(now)s - interval '29 days' THEN '' ELSE md5('net' || number / 4) END,
    'petition', CASE WHEN number %% 50 = 0 THEN 3 ELSE 0 END, signed_at,
    CASE WHEN confirmed THEN signed_at + interval '10 minutes' END,
    CASE WHEN state IN (92, 95) AND NOT recent THEN signed_at + interval '1 day' END,
    CASE WHEN state = 93 AND NOT recent THEN signed_at + interval '1 day' END,
    CASE WHEN erased THEN signed_at + interval '2 days' END,
    CASE WHEN state = 94 AND confirmed THEN signed_at + interval '10 minutes' END
FROM (SELECT *, NOT recent AND (state = 95 OR state IN (92, 93) AND signed_at < %(now)s - interval '27 days') AS erased,
        NOT recent OR number %% 5 < 3 AS confirmed, texts[petition_at][1 + number %% array_length(texts, 2)] AS text,
        petitions[petition_at] AS petition, codes[1 + floor(array_length(codes, 1) * power(b, 2))::int] AS code
    FROM (SELECT number, number > {amount} - {recent} AS recent, (number * 7919) %% 100 AS state,
            number %% 10 > 6 AND (number * 7919) %% 100 < 92 AS shown,
            CASE WHEN (number * 31) %% 100 < {first} THEN 1 WHEN (number * 31) %% 100 < {second} THEN 2 ELSE 3 END
                AS petition_at,
            (number * 48271 %% 65537) / 65537.0::float8 AS a, (number * 69621 %% 65539) / 65539.0::float8 AS b,
            (number * 16807 %% 65543) / 65543.0::float8 AS c, (number * 40692 %% 65551) / 65551.0::float8 AS d,
            %(now)s - CASE WHEN number <= {amount} - {recent}
                THEN interval '{recent_days} days'
                    + interval '{history} days' * (1 - number / ({amount} - {recent})::float8)
                ELSE interval '{recent_days} days' * (1 - (number - {amount} + {recent}) / {recent}::float8)
            END AS signed_at
        FROM generate_series(1, {amount}::bigint) AS number) AS numbers, samples) AS rows
ORDER BY number
"""
JOURNAL = """
INSERT INTO petition_tallyentry (petition_id, text_id, language, country, day, change, made_at, folded_at)
SELECT petition_id, text_id, language, country, (confirmed_at AT TIME ZONE 'UTC')::date, 1, confirmed_at, confirmed_at
FROM petition_signature WHERE {counted}
"""
TALLY = """
INSERT INTO petition_tally (petition_id, language, country, day, count)
SELECT petition_id, language, country, day, sum(change) FROM petition_tallyentry GROUP BY 1, 2, 3, 4
"""
TOTAL = """
INSERT INTO petition_total (petition_id, count, as_of)
SELECT petition_id, sum(count), %(now)s FROM petition_tally GROUP BY 1
"""
ACCOUNT = """
INSERT INTO petition_integritycount (petition_id, day, language, country, event, reason, count)
SELECT petition_id, ({moment} AT TIME ZONE 'UTC')::date, language, country, '{event}', '{reason}', count(*)
FROM petition_signature WHERE {moment} IS NOT NULL GROUP BY 1, 2, 3, 4
"""
ACCOUNTS = (
    ("received", "", "signed_at"), ("confirmed", "", "confirmed_at"), ("withdrawn", "", "withdrawn_at"),
    ("invalidated", "automated", "invalidated_at"), ("quarantined", "", "held_at"),
)  # fmt: skip
LETTERS = """
INSERT INTO petition_letter (signature_id, kind, language, bucket, queued_at, due_at, attempts, sent_at, failed_at,
    error, message_id)
SELECT id, kind, letter_language, CASE WHEN kind = 'confirm' AND signed_at > %(now)s - interval '89 days'
    THEN md5(id::text) || md5(id::text) ELSE '' END,
    signed_at, signed_at, 1, CASE WHEN id %% 1000 > 0 OR kind = 'receipt' THEN signed_at + interval '1 minute' END,
    CASE WHEN id %% 1000 = 0 AND kind = 'confirm' THEN signed_at + interval '1 minute' END, '',
    '<' || kind || id || '@example.org>'
FROM petition_signature, (VALUES ('confirm'), ('receipt')) AS kinds (kind)
WHERE erased_at IS NULL AND id %% 4 = 0 AND (kind = 'confirm' OR confirmed_at IS NOT NULL)
"""
COUNTED = "confirmed_at IS NOT NULL AND withdrawn_at IS NULL AND invalidated_at IS NULL AND held_at IS NULL"
SPEED = {"session_replication_role": "replica", "maintenance_work_mem": "1GB", "work_mem": "256MB"}
PLAIN = "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%_pkey'"
UNIQUE = "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'"


def found() -> list[int]:
    """Make the petitions that everybody signs; their ids, the largest first."""
    from tests.petition.conftest import NOW, add_petition  # the site is loaded by now

    longer = NOW - dt.timedelta(days=HISTORY)
    return [add_petition(slug=slug, opens_at=longer).pk for slug in ("large", "middle", "small")]


def fill(petitions: list[int], amount: int) -> None:
    """Write `amount` (≥ 20,000) signatures of `petitions` and all that goes with them."""
    sizes = {
        "amount": amount, "recent": RECENT, "history": HISTORY, "recent_days": RECENT_DAYS, "samples": SAMPLES,
        "names": NAMES, "first": SHARES[0], "second": SHARES[1],
    }  # fmt: skip
    values = {"now": timezone.now()}
    with connection.cursor() as cursor:
        for name, value in SPEED.items():
            cursor.execute(f"SET {name} = '{value}'")
        take_samples(cursor, petitions)
        with unindexed(cursor, "petition_signature"):
            cursor.execute(ROWS.format(**sizes), {**values, "name_key": name_key()})
        with unindexed(cursor, "petition_tallyentry"):
            cursor.execute(JOURNAL.format(counted=COUNTED))
        with unindexed(cursor, "petition_letter"):
            cursor.execute(LETTERS, values)
        cursor.execute(TALLY)
        cursor.execute(TOTAL, values)
        for event, reason, moment in ACCOUNTS:
            cursor.execute(ACCOUNT.format(event=event, reason=reason, moment=moment))
        import_module("petition.migrations.0008_margins_of_before").sum_up(apps, None)
        add_somebody(petitions[0])
        for name in SPEED:
            cursor.execute(f"RESET {name}")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def take_samples(cursor: Any, petitions: list[int]) -> None:
    """Lay out what rows are made of: sealed boxes of real size that open, codes, texts."""
    from petition import countries, populations, vault  # the site is loaded by now
    from petition.models import PetitionText
    from petition.vault import Person

    sealed = [
        vault.seal(Person(MAILBOX.format(number=n), f"Somebody {n}", "For us. " * (n % 9))) for n in range(SAMPLES)
    ]
    copies = [secrets.token_bytes(168) for _ in range(SAMPLES)]
    texts = [
        list(PetitionText.objects.filter(petition=pk).order_by("pk").values_list("pk", flat=True)) for pk in petitions
    ]
    codes = [code for code, _name in settings.LANGUAGES]
    named = ["", *sorted(countries.CODES, key=lambda code: -(populations.of(code) or 0))]
    cursor.execute(
        "CREATE TEMPORARY TABLE samples AS SELECT %s::bytea[] AS sealed, %s::bytea[] AS copies, %s::int[] AS texts,"
        " %s::int[] AS petitions, %s::text[] AS codes, %s::text[] AS countries",
        [sealed, copies, texts, petitions, codes, named],
    )


@contextmanager
def unindexed(cursor: Any, table: str) -> Iterator[None]:
    """Write to `table` without its indexes, but for that of its ids, and make them afterwards at once."""
    cursor.execute(UNIQUE, [table])
    unique = cursor.fetchall()
    cursor.execute(PLAIN, [table])
    plain = [(name, made) for name, made in cursor.fetchall() if name not in dict(unique)]
    for name, _made in unique:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _made in plain:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for name, made in unique:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {made}')
    for _name, made in plain:
        cursor.execute(made)


def name_key() -> str:
    """By what the commonest name is found."""
    from petition import vault  # the site is loaded by now

    return vault.name_key(NAME)


def add_somebody(petition_id: int) -> None:
    """Let one row in the middle be somebody whose mailbox can be looked for and who has an own page."""
    from petition import lifecycle, mailbox, vault  # the site is loaded by now
    from petition.models import Signature

    rows = Signature.objects.confirmed().filter(petition_id=petition_id, erased_at=None)
    last = rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    middle = rows.filter(pk__gte=last // 2).order_by("pk").values_list("pk", flat=True).first()
    sealed = vault.seal(vault.Person(SOMEBODY, NAME))
    rows.filter(pk=middle).update(mailbox_key=mailbox.key(SOMEBODY, petition_id), sealed=sealed, own_copy=None)
    lifecycle.prepare()
