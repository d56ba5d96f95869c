"""Django's way to PostgreSQL with a pool that survives a failover without a restart.

Two things differ from `django.db.backends.postgresql`. A connection that the server has left is noticed when it is
taken out, by a look at its socket instead of a question to the server, and takes all that wait beside it along: after a
failover they are as dead, and the pool would find them one by one, a second apart. And a server that takes no writes
any more (it became a standby, or the name of its host points elsewhere) is left at the first write that it refuses.
"""

import select
from types import TracebackType
from typing import Any

import psycopg
from django.db import OperationalError
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property
from psycopg_pool import ConnectionPool

Connection = psycopg.Connection[Any]


class Errors(DatabaseErrorWrapper):
    """Makes Django's errors of psycopg's; to us a server that refuses a write is one that is away."""

    def __init__(self, wrapper: "DatabaseWrapper") -> None:
        super().__init__(wrapper)
        self.database = wrapper

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, psycopg.errors.ReadOnlySqlTransaction):
            self.database.errors_occurred = True
            self.database.leave()
            raise OperationalError(*error.args).with_traceback(traceback) from error
        super().__exit__(kind, error, traceback)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection of a thread, taken from the pool that all threads of the process share."""

    @cached_property
    def wrap_database_errors(self) -> Errors:
        """What each call of the driver goes through."""
        return Errors(self)

    @property
    def pool(self) -> "ConnectionPool[Connection] | None":
        """The pool of this alias; None where OPTIONS name none. As Django's, but for how it checks."""
        options = self.settings_dict["OPTIONS"].get("pool")
        if self.alias == NO_DB_ALIAS or not options:
            return None
        pools: dict[str, ConnectionPool[Connection]] = self._connection_pools  # type: ignore[attr-defined]  # unknown to the stubs
        if self.alias not in pools:
            made: ConnectionPool[Connection] = ConnectionPool(
                kwargs={**self.get_connection_params(), "autocommit": True},
                open=False,  # when the first thread asks
                configure=self._configure_connection,  # type: ignore[attr-defined]
                check=self.check,
                **options,
            )
            pools.setdefault(self.alias, made)  # of several threads the first wins; the others' was never open
        return pools[self.alias]

    def check(self, connection: Connection) -> None:
        """Raise psycopg.OperationalError for a connection that the server has left."""
        try:
            if has_something_to_read(connection.fileno()):
                ConnectionPool.check_connection(connection)
        except psycopg.Error:
            self.leave()
            raise

    def leave(self) -> None:
        """Let nobody meet the connections that there are now: those in use are closed when they are given back."""
        if self.pool:
            self.pool.drain()


def has_something_to_read(socket: int) -> bool:
    """Whether a server has said something unasked. On an idle connection that is a farewell, or at least news."""
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))
