"""Lets many forms through in one transaction: the same limits as petition.throttle.lanes, in one statement for all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from petition import rows
from petition.models import SpentProof
from petition.throttle import buckets
from petition.throttle.buckets import Places
from petition.throttle.lanes import Post
from petition.throttle.proofs import Permit
from petition.throttle.rules import Rules

SPEND_MANY = "INSERT INTO petition_spentproof (digest, expires_at) {source} ON CONFLICT DO NOTHING RETURNING digest"


@dataclass(frozen=True)
class Asking:
    """One form of many, with what it may take."""

    post: Post
    permit: Permit | None
    most: Places

    @property
    def keys(self) -> tuple[str, str]:
        """The buckets in which it takes a place."""
        return self.post.sender.host_key, self.post.sender.network_key


def admit_many(posts: Sequence[tuple[Post, Rules]], now: datetime) -> list[bool]:
    """Take the places of many forms and spend their proofs; whether each is let through.

    Whoever is not takes and spends nothing, and neither does whoever comes with a ticket: how long they must wait
    depends on who came before them, so they go by `lanes.admit`. Call it in the transaction that signs.
    """
    asking = [asked(post, rules, now) for post, rules in posts]
    spent = spend_many([each.permit for each in asking if each and each.permit])
    asking = [each if each and (each.permit is None or each.permit.digest in spent) else None for each in asking]
    wanted = [each for each in asking if each]
    let = fitting(wanted, now) if wanted else set()
    refused = [each for each in wanted if id(each) not in let]
    if refused:
        take_back(refused)
    return [each is not None and id(each) in let for each in asking]


def asked(post: Post, rules: Rules, now: datetime) -> Asking | None:
    """What a form may take; None where that is not for a crowd to say."""
    permit = post.permit(now)
    if permit is None:
        return None if rules.must_prove(post.petition) else Asking(post, None, rules.soft)
    return Asking(post, permit, rules.hard) if permit.by_work else None


def fitting(wanted: Sequence[Asking], now: datetime) -> set[int]:
    """Take a place for each, and say (by id) for whom there was one, in their order."""
    before = buckets.take_many(Counter(key for each in wanted for key in each.keys), now)
    taken = Counter(before)
    let = set()
    for each in wanted:
        host, network = each.keys
        if taken[host] < each.most.host and taken[network] < each.most.network:
            taken.update(each.keys)
            let.add(id(each))
    return let


def spend_many(permits: Sequence[Permit]) -> set[str]:
    """Use permits up, in one statement; the digests of those that nobody had used. One that comes twice is left."""
    times = Counter(permit.digest for permit in permits)
    once = sorted((each for each in permits if times[each.digest] == 1), key=lambda each: each.digest)
    if not once:
        return set()
    fields = rows.fields_of(SpentProof, ("digest", "expires_at"))
    source, values = rows.source(fields, [(each.digest, each.expires) for each in once])
    return {digest for (digest,) in rows.write(SPEND_MANY.format(source=source), values)}


def take_back(refused: Sequence[Asking]) -> None:
    """Let those who are not let through have taken nothing."""
    buckets.give_back(Counter(key for each in refused for key in each.keys))
    SpentProof.objects.filter(digest__in=[each.permit.digest for each in refused if each.permit]).delete()
