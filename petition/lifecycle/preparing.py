"""What only the letter worker can do, because it holds the keys: own copies, keys of names, names to be shown."""

import logging
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import QuerySet

from petition import rows, tokens, vault
from petition.models import Signature
from petition.tokens import Link, Purpose
from petition.vault import Person

logger = logging.getLogger(__name__)

AT_ONCE = 500
UNOPENED = b""  # stands for an own copy that could not be made; `manage.py reseal` lets it be tried again


def prepare() -> int:
    """Bring own copies, keys of names and shown names up to date; how many signatures that changed."""
    return write_own_copies() + show_names()


def write_own_copies() -> int:
    """Let whoever holds a letter see what is kept, and editors find a name; how many signatures."""
    return in_batch(Signature.objects.unprepared(), write_copies)


def show_names() -> int:
    """Make public the names of those who want it and whose signature counts; how many."""
    return in_batch(Signature.objects.to_be_shown().exclude(own_copy=UNOPENED), show)


def in_batch(due: QuerySet[Signature], write: Callable[[list[Signature]], None]) -> int:
    """Lock a batch of what is due, and `write` it; how many. With nothing due, nobody has to wait for a lock."""
    if not due.exists():
        return 0
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        found = list(due.select_for_update(skip_locked=skip).order_by("pk")[:AT_ONCE])
        write(found)
    return len(found)


def write_copies(found: list[Signature]) -> None:
    """Write own copies and keys of names of locked signatures."""
    for signature in found:
        if (person := opened(signature)) is not None:
            link = Link(signature.pk, signature.petition_id, signature.epoch)
            signature.own_copy = vault.seal_for_owner(person, tokens.make(Purpose.OWN, link))
            signature.name_key = vault.name_key(person.name)
    rows.update(found, ["own_copy", "name_key"])


def show(found: list[Signature]) -> None:
    """Write the public names of locked signatures."""
    for signature in found:
        if (person := opened(signature)) is not None:
            signature.public_name = person.name
    rows.update(found, ["public_name", "own_copy"])


def opened(signature: Signature) -> Person | None:
    """Who signed; None where no key of this process opens the box. Such a one is marked, lest it be tried for ever."""
    try:
        return vault.unseal(signature.sealed)
    except vault.Locked:
        logger.error("No VAULT_KEY of this process opens signature %s.", signature.pk)
        signature.own_copy = UNOPENED
        return None
