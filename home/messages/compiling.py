"""Compiles the catalogues into what Django reads (.mo)."""

from datetime import UTC, datetime
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from home.messages import catalogues

NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)  # Babel writes one; equal catalogues shall give equal files


def compile_catalogue(code: str) -> bool:
    """Writes the compiled catalogue where it is older than its source; whether it did."""
    source = catalogues.po_path(code)
    target = source.with_suffix(".mo")
    if not source.exists():
        return False
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    catalogues.put(target, compiled(code))
    return True


def compiled(code: str) -> bytes:
    """The catalogue as .mo: what is untranslated or doubtful is left out, so that Django shows the source instead."""
    ready = catalogues.empty(code)
    ready.creation_date = ready.revision_date = NO_DATE
    for message in list(catalogues.read(code))[1:]:
        if is_translated(message) and not message.fuzzy:
            ready.add(message.id, message.string, context=message.context)
    return as_mo(ready)


def is_translated(message: Message) -> bool:
    """Whether the message has words in every form that it needs."""
    return all(catalogues.texts(message))


def as_mo(catalogue: Catalog) -> bytes:
    """The bytes of a compiled catalogue."""
    body = BytesIO()
    write_mo(body, catalogue)
    return body.getvalue()
