"""Lets a form through at once, after a proof, or not now. Nobody is turned away for good."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from petition.models import SpentProof
from petition.throttle import buckets, proofs
from petition.throttle.buckets import Places
from petition.throttle.proofs import Permit
from petition.throttle.rules import Rules
from petition.throttle.senders import Sender

SPEND = "INSERT INTO {table} (digest, expires_at) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING digest"


class NotYet(Exception):
    """The form can't be let through now. Roll back, then ask `what_helps`."""


class TooEarly(NotYet):
    """Who waits instead of computing has not waited long enough; the ticket stays good."""

    def __init__(self, permit: Permit, wait: timedelta) -> None:
        super().__init__(wait)
        self.permit, self.wait = permit, wait


@dataclass(frozen=True)
class Post:
    """A valid form on its way in: who sent it, what for, and what came with it to prove it."""

    sender: Sender
    petition: int
    proof: str = ""  # base64 of JSON, see petition.throttle.proofs.worked
    ticket: str = ""

    def permit(self, now: datetime) -> Permit | None:
        """What it has earned; None without a proof and for a worthless one."""
        for text, read in ((self.proof, proofs.worked), (self.ticket, proofs.waited)):
            if text:
                try:
                    permit = read(text)
                    proofs.check(permit, self.petition, self.sender.binding, now)
                except proofs.Worthless:
                    continue
                return permit
        return None


def admit(post: Post, rules: Rules, now: datetime) -> None:
    """Take the places of a form that is let through and spend its proof. Raises NotYet.

    Call it in the transaction that signs: what is not signed takes no place and spends nothing. So only signatures fill
    a bucket, and nobody can shut out their neighbours by sending forms that they prove nothing with.
    """
    permit = post.permit(now)
    if permit is None:
        if rules.must_prove(post.petition):
            raise NotYet
        take(post.sender, rules.soft, now)
        return
    spend(permit)
    taken = take(post.sender, rules.hard, now)
    if not permit.by_work:
        before = Places(taken.host - 1, taken.network - 1)
        due = permit.issued + rules.wait(post.petition, before)
        if now < due:
            raise TooEarly(permit, due - now)


def take(sender: Sender, most: Places, now: datetime) -> Places:
    """A place up to the limits `most`; how many are taken with it. Raises NotYet."""
    try:
        return buckets.take(sender, most, now)
    except buckets.Full:
        raise NotYet from None


def spend(permit: Permit) -> None:
    """Use a permit up, in one statement, so that of two at once only one can. Raises NotYet for one used before."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(SpentProof._meta.db_table)
        cursor.execute(SPEND.format(table=table), [permit.digest, buckets.adapted(permit.expires)])
        if cursor.fetchone() is None:
            raise NotYet


# What helps -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Task:
    """What lets the form through: work, or patience."""

    challenge: dict[str, Any]  # see petition.throttle.proofs.challenge
    ticket: str
    wait: timedelta
    is_early: bool  # whether it was tried before the time


@dataclass(frozen=True)
class Later:
    """Nothing helps for so long: the hard limit of the address or its neighbourhood is reached."""

    wait: timedelta


def what_helps(post: Post, rules: Rules, hindrance: NotYet, now: datetime) -> Task | Later:
    """What whoever met with `hindrance` can do. Call it outside the transaction that was rolled back."""
    level = buckets.level(post.sender, now)
    full = [bucket for bucket, most in zip(level, rules.hard, strict=True) if bucket.taken >= most]
    if full:
        return Later(max(bucket.ends_at for bucket in full) - now)
    early = hindrance if isinstance(hindrance, TooEarly) else None
    permit = early.permit if early else proofs.new(post.petition, post.sender.binding, now)
    taken = Places(*(bucket.taken for bucket in level))
    return Task(
        challenge=proofs.challenge(permit, rules.cost(post.petition, taken)),
        ticket=proofs.ticket(permit),
        wait=early.wait if early else rules.wait(post.petition, taken),
        is_early=early is not None,
    )
