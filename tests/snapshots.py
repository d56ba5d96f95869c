"""Keeps the test database under a name and brings it back in a moment.

Django would flush all tables after a test that commits: with them what migrations wrote (Wagtail's root page), and it
can't get past the triggers that keep a petition's texts unchanged.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

kept: set[str] = set()

# On PostgreSQL a snapshot is a schema with a copy of each table that has rows, and of where the sequences stand. No
# connection has to be closed for it. A function brings it back: its statements are planned once for a session, and a
# table that still has the very rows that were kept (at the same places, by the same transactions) is passed over.
KEEP = """
DROP SCHEMA IF EXISTS kept_{name} CASCADE;
CREATE SCHEMA kept_{name};
CREATE TABLE kept_{name}."the sequences" AS
    SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
CREATE TABLE kept_{name}."the rows" (name text PRIMARY KEY, mark text);
DO $do$ DECLARE name text; rows boolean; mark text; steps text = ''; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO rows;
        IF NOT rows THEN
            steps := steps || format('DELETE FROM public.%I;', name);
            CONTINUE;
        END IF;
        EXECUTE format('CREATE TABLE kept_{name}.%I AS TABLE public.%I', name, name);
        mark := format(
            'SELECT count(*) || '' '' || sum(hashtextextended(ctid || '' '' || xmin, 0)) FROM public.%I', name
        );
        EXECUTE format('INSERT INTO kept_{name}."the rows" SELECT %L, (%s)', name, mark);
        steps := steps || format(
            'IF (%2$s) IS DISTINCT FROM (SELECT mark FROM kept_{name}."the rows" WHERE name = %1$L) THEN
                DELETE FROM public.%1$I;
                INSERT INTO public.%1$I SELECT * FROM kept_{name}.%1$I;
                UPDATE kept_{name}."the rows" SET mark = (%2$s) WHERE name = %1$L;
            END IF;', name, mark
        );
    END LOOP;
    EXECUTE format(
        'CREATE FUNCTION kept_{name}.restore() RETURNS void LANGUAGE plpgsql AS $restore$ BEGIN %s
            PERFORM setval(format(''public.%%I'', sequencename), coalesce(kept.last_value, 1),
                kept.last_value IS NOT NULL)
                FROM kept_{name}."the sequences" kept JOIN pg_sequences now USING (sequencename)
                WHERE now.schemaname = ''public'' AND now.last_value IS DISTINCT FROM kept.last_value;
        END $restore$', steps
    );
END $do$
"""
RESTORE = """
SET LOCAL session_replication_role = replica;  -- neither triggers nor foreign keys
SELECT kept_{name}.restore();
"""


def keep(name: str) -> None:
    """Remember the database as it stands now."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path(name))) as copy:
            connection.connection.backup(copy)
    else:
        run(KEEP.replace("{name}", name))
    kept.add(name)


def restore(name: str) -> None:
    """Make the database what it was when it was kept as `name`."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path(name))) as copy:
            copy.backup(connection.connection)
    else:
        run(RESTORE.replace("{name}", name))


def run(statements: str) -> None:
    """Run `statements` in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements)


def path(name: str) -> Path:
    """Where SQLite's copy lies."""
    return settings.VAR / f"{name}.sqlite3"


def save(name: str, target: Path) -> None:
    """Copy what was kept in SQLite as `name` to `target`, whole or not at all."""
    draft = target.with_name(f"{target.name}.{os.getpid()}")
    shutil.copy(path(name), draft)
    draft.replace(target)
