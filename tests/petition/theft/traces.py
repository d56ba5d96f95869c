"""Looks for words in whatever a thief may carry away, in every form in which a program writes words down."""

import base64
import io
import json
import logging
import pickle
import quopri
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.core.cache.backends import locmem
from django.db import connection


def forms(word: str) -> dict[str, bytes]:
    """{name of the form: `word` in it}; all but base64 are looked for however their English letters are cased."""
    found = {}
    for written in {word, word.casefold(), word.upper()}:
        raw = written.encode()
        found |= {
            f"plain {written}": raw,
            f"hex {written}": raw.hex().encode(),
            f"quoted {written}": quopri.encodestring(raw).strip(),
            f"percent {written}": quote(written).encode(),
            f"json {written}": json.dumps(written)[1:-1].encode(),
            f"utf-16 {written}": written.encode("utf-16-le"),
            f"utf-16 the other way {written}": written.encode("utf-16-be"),
        }
        found |= {f"base64 {written}, {shift}": in_base64(raw, shift) for shift in range(3)}
    return found


def in_base64(raw: bytes, shift: int) -> bytes:
    """What `raw` is sure to look like in base64 when `shift` bytes, or any three more, stand before it."""
    shifted = bytes(shift) + raw
    written = base64.b64encode(shifted).rstrip(b"=")
    return written[(0, 2, 3)[shift] : len(written) - (len(shifted) % 3 > 0)]


def traces(haystack: bytes, words: tuple[str, ...]) -> list[str]:
    """In which forms `words` stand in `haystack`."""
    folded, unbroken = haystack.lower(), haystack.translate(None, b"\r\n").replace(b"-", b"+").replace(b"_", b"/")
    return [
        name
        for word in words
        for name, form in forms(word).items()
        if (form in unbroken if name.startswith("base64") else form.lower() in folded)
    ]


# What is carried away -------------------------------------------------------------------------------------------------
def dump() -> bytes:
    """The whole database: the bytes of SQLite's file, or every row of every table as PostgreSQL writes it down."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        path = Path(connection.settings_dict["NAME"])
        return path.read_bytes() + path.with_name(f"{path.name}-wal").read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM public."{table}" t')
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows).encode()


def cached() -> bytes:
    """All that this process keeps in its caches."""
    return b"\n".join(opened for cache in locmem._caches.values() for opened in map(unpacked, cache.values()))


def unpacked(value: bytes) -> bytes:
    """A cached value, whatever it is."""
    return value + repr(pickle.loads(value)).encode()


def files(folder: Path) -> bytes:
    """All files under `folder` with their names, and what is compressed in them."""
    parts = []
    for path in folder.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        parts += [str(path).encode(), raw, zlib.decompress(raw, 31) if raw.startswith(b"\x1f\x8b") else b""]
    return b"\n".join(parts)


@contextmanager
def heard() -> Iterator[io.StringIO]:
    """All that is logged meanwhile, at the level of a server and one below."""
    log, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(log), root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield log
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
