"""Letters as rows, written in the transaction that causes them and never more than their reader should get."""

import datetime as dt
import uuid
from collections.abc import Sequence
from email.utils import parseaddr
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Q

from petition import mailbox, rows
from petition.models import Letter, Signature
from petition.models.letter import Kind
from petition.outbox.limits import Wanted

# What of the letters of many signatures and mailboxes is looked at, to say who gets one
OF_SIGNATURE, OF_MAILBOX = "kind <> 'news'", "kind <> 'news' AND bucket <> ''"
READ = ("id", "signature_id", "kind", "bucket", "queued_at", "due_at")
WRITTEN = (*READ[1:], "language", "attempts", "error", "message_id")

_newest = {"signature": 0}  # the largest id that this process has met


class Row(NamedTuple):
    """A letter that was queued before."""

    id: int
    signature_id: int
    kind: str
    bucket: str
    queued_at: dt.datetime
    due_at: dt.datetime


def queue(
    signature: Signature, kind: Kind, language: str, now: dt.datetime, *, address: str = "", at_once: bool = False
) -> bool:
    """Queue a letter unless a limit is reached; whether it was queued. `at_once`: even if an equal one just was.

    `address` is the mailbox, needed for letters that strangers can set off: they are limited over all petitions.
    Call it in the transaction that changes the signature, with its row locked.
    """
    place = place_of(signature, kind, now, address, at_once)
    if place is None and not address:
        return False
    before = connection.savepoint() or ""
    write(signature, kind, language, now, *(place or (now, "")))
    if place is None:  # written and taken back: it costs the same, so no clock tells whether a letter leaves
        connection.savepoint_rollback(before)
    else:
        connection.savepoint_commit(before)
    return place is not None


def place_of(
    signature: Signature, kind: Kind, now: dt.datetime, address: str, at_once: bool
) -> tuple[dt.datetime, str] | None:
    """When a letter is due, and in which bucket it counts; None where a limit is reached."""
    wanted = Wanted(signature.pk, signature.petition_id, kind, "", now, address, at_once)
    of_mailbox = Q(bucket__in=wanted.buckets.values()) if address else Q()
    known = Letter.objects.filter(Q(signature=signature) | of_mailbox).exclude(kind=Kind.NEWS)
    return wanted.place(list(known))


def queue_many(wanted: Sequence[Wanted]) -> None:
    """The same for letters that strangers set off, of as many signatures and mailboxes: two statements for all.

    Both are the same whatever state a signature is in. Call it in the transaction that changes the signatures.
    """
    known = letters_of(wanted)
    places = [(letter, letter.place(about(letter, *known))) for letter in wanted]
    lines = [
        (each.signature_id, str(each.kind), bucket, each.now, due, each.language, 0, "", new_message_id())
        for each, (due, bucket) in ((each, place) for each, place in places if place)
    ]
    if lines or connection.vendor == "postgresql":
        source, values = rows.source(rows.fields_of(Letter, WRITTEN), lines)
        rows.write(f"INSERT INTO petition_letter ({', '.join(WRITTEN)}) {source}", values)


def letters_of(wanted: Sequence[Wanted]) -> tuple[dict[int, list[Row]], dict[str, list[Row]]]:
    """What was queued before, by signature and by bucket."""
    ids, names = [each.signature_id for each in wanted], [name for each in wanted for name in each.buckets.values()]
    of_signature, signatures = rows.looking(Letter, "signature_id", ids, READ, OF_SIGNATURE)
    of_mailbox, buckets = rows.looking(Letter, "bucket", names, READ, OF_MAILBOX)
    moments = Letter._meta.get_field("queued_at")
    by_signature: dict[int, list[Row]] = {}
    by_bucket: dict[str, list[Row]] = {}
    sql, values = f"{of_signature} UNION ALL {of_mailbox}", [*signatures, *buckets]
    for row in rows.read(sql, values, moments, (4, 5), among=number_of_signatures(ids)):
        letter = Row(*row)
        by_signature.setdefault(letter.signature_id, []).append(letter)
        by_bucket.setdefault(letter.bucket, []).append(letter)
    return by_signature, by_bucket


def number_of_signatures(ids: Sequence[int]) -> int:
    """How many there are about, whosever `ids` are asked for: it must tell nobody whether they are old ones."""
    _newest["signature"] = max(_newest["signature"], *ids)
    return _newest["signature"]


def about(wanted: Wanted, by_signature: dict[int, list[Row]], by_bucket: dict[str, list[Row]]) -> set[Row]:
    """What of it concerns one letter."""
    found = set(by_signature.get(wanted.signature_id, ()))
    for bucket in wanted.buckets.values():
        found.update(by_bucket.get(bucket, ()))
    return found


def write(
    signature: Signature, kind: Kind, language: str, now: dt.datetime, due: dt.datetime, bucket: str = "", **more: Any
) -> Letter:
    """The row of a letter."""
    return Letter.objects.create(
        signature=signature,
        kind=kind,
        language=language,
        queued_at=now,
        due_at=due,
        bucket=bucket,
        message_id=new_message_id(),
        **more,
    )


def new_message_id() -> str:
    """A Message-ID for good: a letter that has to be sent again is known by it as the same."""
    return f"<{uuid.uuid4().hex}@{domain_of(settings.DEFAULT_FROM_EMAIL)}>"


@lru_cache(maxsize=4)
def domain_of(sender: str) -> str:
    """The domain of "Name <mailbox>" as the mail system writes it."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return mailbox.ascii_domain(domain) if "." in domain else domain


def drop_waiting(signature: Signature) -> None:
    """Forget the letters that a change of the signature has made pointless."""
    Letter.objects.waiting().filter(signature=signature).delete()
