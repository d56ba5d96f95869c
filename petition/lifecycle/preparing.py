"""What only the letter worker can do, because it holds the keys: own copies, keys of names, names to be shown."""

import logging

from django.db import connection, transaction
from django.db.models import QuerySet

from petition import tokens, vault
from petition.models import Signature
from petition.tokens import Link, Purpose

logger = logging.getLogger(__name__)

AT_ONCE = 500


def prepare() -> int:
    """Bring own copies, keys of names and shown names up to date; how many signatures that changed."""
    return write_own_copies() + show_names()


@transaction.atomic
def write_own_copies() -> int:
    """Let whoever holds a letter see what is kept, and editors find a name; how many signatures."""
    found = locked(Signature.objects.unprepared())
    for signature in found:
        signature.own_copy = b""  # of what no key of ours opens there is none, and it is not tried again
        try:
            person = vault.unseal(signature.sealed)
        except vault.Locked:
            logger.error("No VAULT_KEY of this process opens signature %s.", signature.pk)
            continue
        link = Link(signature.pk, signature.petition_id, signature.epoch)
        signature.own_copy = vault.seal_for_owner(person, tokens.make(Purpose.OWN, link))
        signature.name_key = vault.name_key(person.name)
    Signature.objects.bulk_update(found, ["own_copy", "name_key"])
    return len(found)


@transaction.atomic
def show_names() -> int:
    """Make public the names of those who want it and whose signature counts; how many."""
    found = locked(Signature.objects.to_be_shown())
    opened = []
    for signature in found:
        try:
            signature.public_name = vault.unseal(signature.sealed).name
        except vault.Locked:
            signature.shows_name = False
            logger.error("No VAULT_KEY of this process opens signature %s; its name is not shown.", signature.pk)
        opened.append(signature)
    Signature.objects.bulk_update(opened, ["public_name", "shows_name"])
    return len(opened)


def locked(signatures: QuerySet[Signature]) -> list[Signature]:
    """A batch of `signatures` that nobody else changes meanwhile."""
    skip = connection.features.has_select_for_update_skip_locked
    return list(signatures.select_for_update(skip_locked=skip).order_by("pk")[:AT_ONCE])
