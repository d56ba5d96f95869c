"""Where to read what may be a moment old: the replica, or the database itself while there is none fit to be read.

    Signature.objects.using(replica.alias())
    connections[replica.alias()].cursor()

For reports and exports. What is written back, or shown to whoever has just written it, is read where it was written.
"""

import logging
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, Error, connections

logger = logging.getLogger(__name__)

REPLICA = "replica"  # its name in settings.DATABASES (config.databases)
MOST_BEHIND = 60  # seconds; a report of a minute ago is still one
LOOK_AGAIN_AFTER = 10.0  # seconds for which nobody waits once more for a replica that was away

# Without news from the primary the age of the last transaction says nothing: perhaps there were none. So one that
# receives (https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-WAL-RECEIVER-VIEW) and has
# replayed all that it received is up to date, and one that does not receive is as old as what it replayed last.
BEHIND = """
SELECT CASE
    WHEN NOT pg_is_in_recovery() THEN 0
    WHEN EXISTS (SELECT FROM pg_stat_wal_receiver) AND pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())
END
"""

away_until = 0.0  # of this process, in monotonic seconds; two threads that both write it do no harm


def alias() -> str:
    """The database to read from, for QuerySet.using and django.db.connections. Costs one question to the replica."""
    if REPLICA not in connections.settings or monotonic() < away_until:
        return DEFAULT_DB_ALIAS
    try:
        late = seconds_behind()
    except Error as error:
        connections[REPLICA].close()
        leave(f"does not answer ({error})")
        return DEFAULT_DB_ALIAS
    if late is None or late > MOST_BEHIND:
        leave("has replayed nothing yet" if late is None else f"is {late:.0f} s behind")
        return DEFAULT_DB_ALIAS
    return REPLICA


def seconds_behind() -> float | None:
    """How old what the replica tells may be; None for one that has replayed nothing yet. Raises django.db.Error."""
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(BEHIND)
        (late,) = cursor.fetchone()
    return None if late is None else float(late)


def leave(why: str) -> None:
    """Read from the database itself for a while, and say so."""
    global away_until
    away_until = monotonic() + LOOK_AGAIN_AFTER
    logger.warning("The replica %s; reports and exports read from the primary for %.0f s.", why, LOOK_AGAIN_AFTER)
