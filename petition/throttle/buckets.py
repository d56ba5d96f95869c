"""Counts places in stretches of ten minutes, in the database, so that all processes count together."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import connection, models

from petition import rows
from petition.models import Bucket
from petition.throttle.senders import STRETCH, Sender

# One statement on both databases: it begins a bucket, begins it anew, adds to it, or leaves a full one as it is.
TAKE = """
INSERT INTO {table} AS bucket (key, count, ends_at) VALUES (%s, 1, %s), (%s, 1, %s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN bucket.ends_at <= %s THEN 1 ELSE bucket.count + 1 END,
    ends_at = CASE WHEN bucket.ends_at <= %s THEN excluded.ends_at ELSE bucket.ends_at END
WHERE bucket.ends_at <= %s OR bucket.count < CASE WHEN bucket.key = %s THEN %s ELSE %s END
RETURNING key, count
"""

# The same for many senders at once, each key with its sum. What is too much is given back while the rows are locked.
TAKE_MANY = """
INSERT INTO petition_bucket AS bucket (key, count, ends_at) {source}
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN bucket.ends_at <= %s THEN excluded.count ELSE bucket.count + excluded.count END,
    ends_at = CASE WHEN bucket.ends_at <= %s THEN excluded.ends_at ELSE bucket.ends_at END
RETURNING key, count
"""


class Places(NamedTuple):
    """How many there are, or how many are taken, for an address and for its neighbourhood."""

    host: int
    network: int


class Full(Exception):
    """No place is left. What the statement has taken so far goes with the transaction around it."""


class Level(NamedTuple):
    """How full a bucket is, and until when."""

    taken: int
    ends_at: datetime


def take(sender: Sender, most: Places, now: datetime) -> Places:
    """Take a place for the sender's address and one for its neighbourhood; how many are taken then.

    Call it in a transaction: where one of both has none left, Full is raised, and rolling back gives back the other, so
    that a sender at its own limit takes nothing from its neighbours.
    """
    moment = adapted(now)
    ends = adapted(now + STRETCH)
    values = [sender.host_key, ends, sender.network_key, ends, moment, moment, moment, sender.host_key, *most]
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(table=connection.ops.quote_name(Bucket._meta.db_table)), values)
        taken = dict(cursor.fetchall())
    if len(taken) < 2:
        raise Full
    return Places(taken[sender.host_key], taken[sender.network_key])


def take_many(sums: Mapping[str, int], now: datetime) -> dict[str, int]:
    """Take so many places of each key, whatever its limit; {key: how many were taken before}.

    Call it in a transaction that gives back what a limit forbids: the rows are locked until its end. All who lock many
    do it in the order of the keys, so that nobody waits for somebody who waits for them.
    """
    fields = rows.fields_of(Bucket, ("key", "count", "ends_at"))
    ends, moment = now + STRETCH, adapted(now)
    source, values = rows.source(fields, [(key, number, ends) for key, number in sorted(sums.items())])
    taken = rows.write(TAKE_MANY.format(source=source), [*values, moment, moment])
    return {key: count - sums[key] for key, count in taken}


def give_back(sums: Mapping[str, int]) -> None:
    """Give back places that `take_many` took in this transaction."""
    for key, number in sorted(sums.items()):
        Bucket.objects.filter(key=key).update(count=models.F("count") - number)


def level(sender: Sender, now: datetime) -> tuple[Level, Level]:
    """How full the buckets of the sender's address and its neighbourhood are, without taking a place."""
    keys = (sender.host_key, sender.network_key)
    found = {each.key: Level(each.count, each.ends_at) for each in Bucket.objects.filter(key__in=keys, ends_at__gt=now)}
    return found.get(keys[0], Level(0, now)), found.get(keys[1], Level(0, now))


def adapted(moment: datetime) -> str | datetime:
    """A moment as the database writes it, so that moments compare in plain SQL as they do in querysets."""
    field: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    return field.get_db_prep_value(moment, connection)
