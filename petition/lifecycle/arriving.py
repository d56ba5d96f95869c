"""A form arrives: through the limits and into the database, alone or with many others, wholly or not at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property

from petition import counting, outbox, patterns, suspicion, throttle
from petition.lifecycle import signing
from petition.lifecycle.signing import Circumstances, Closed, Given, NotYetOpen, check_open
from petition.models import PetitionText, Signature
from petition.models.integrity import Event
from petition.models.letter import Kind
from petition.outbox import Wanted
from petition.suspicion import Traces


@dataclass(frozen=True)
class Arrival:
    """A valid form on its way in, with all that limits and moderation may know of it."""

    text: PetitionText
    given: Given
    language: str  # of the interface
    now: datetime
    post: throttle.Post
    rules: throttle.Rules
    traces: Traces
    door: str  # see petition.lifecycle.Circumstances

    def circumstances(self, score: int) -> Circumstances:
        """What the signature keeps of how it came."""
        return Circumstances(self.post.sender.prefix_key, self.door, score, self.rules.holds(score))

    @cached_property
    def columns(self) -> dict[str, Any]:
        """What a signature holds of it; the first to ask seals it."""
        return signing.columns(self.text, self.given, self.language, self.now)

    @property
    def identity(self) -> tuple[int, str]:
        """Whose signature it is, of which petition."""
        return self.columns["petition_id"], self.columns["mailbox_key"]


def take_in(arrival: Arrival, *, at_once: bool = False) -> None:
    """Take a place and sign, or neither. Raises throttle.NotYet, NotYetOpen and Closed.

    `at_once`: the signatory asks for the letter again.
    """
    check_open(arrival.text.petition, arrival.now)
    score = suspicion.of(arrival.traces, arrival.rules.suspicious_domains, arrival.now).score
    with transaction.atomic():
        throttle.admit(arrival.post, arrival.rules, arrival.now)
        signing.meet(arrival.columns, arrival.given.email, arrival.circumstances(score), at_once=at_once)


@transaction.atomic
def take_in_many(arrivals: Sequence[Arrival]) -> list[bool]:
    """The same for many in one transaction; which of them have signed. The others can still `take_in`, each for itself.

    Those are: who would go beyond a limit, who waited instead of computing, who sends a mailbox that stands in another
    row already. What it asks of the database depends on none of the mailboxes: nobody can tell who has signed.
    """
    together = [each for each in apart(arrivals) if is_open(each)]
    let_in = throttle.admit_many([(each.post, each.rules) for each in together], max(each.now for each in arrivals))
    signing = [each for each, is_let in zip(together, let_in, strict=True) if is_let]
    if signing:
        sign_many(signing)
    done = {id(each) for each in signing}
    return [id(each) in done for each in arrivals]


def apart(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Those that one transaction can hold: each signature once, all of one day (UTC)."""
    today = arrivals[0].now.astimezone(UTC).date()
    first: dict[tuple[int, str], Arrival] = {}
    for each in arrivals:
        if each.now.astimezone(UTC).date() == today:
            first.setdefault(each.identity, each)
    return list(first.values())


def is_open(arrival: Arrival) -> bool:
    """Whether its petition can be signed."""
    try:
        check_open(arrival.text.petition, arrival.now)
    except (NotYetOpen, Closed):
        return False
    return True


def sign_many(arrivals: Sequence[Arrival]) -> None:
    """Sign, as `signing.meet` does, for different signatures of one day. Call it in a transaction."""
    lines = wholly(arrivals)
    met = Signature.objects.met_many(tuple(lines[0]), [tuple(line.values()) for line in lines])
    events: Counter[tuple[int, str, str, Event]] = Counter()
    letters = []
    for each in arrivals:
        petition_id, row = each.text.petition_id, met[each.identity]
        is_new = row.epoch == each.columns["epoch"]
        events[petition_id, row.language, row.country, Event.RECEIVED if is_new else Event.REPEATED] += 1
        kind = Kind.ALREADY_SIGNED if row.is_standing else Kind.CONFIRM
        letters.append(Wanted(row.id, petition_id, kind, each.language, each.now, each.given.email, at_once=is_new))
    counting.note_lines(events, arrivals[0].now)
    outbox.queue_many(letters)


def wholly(arrivals: Sequence[Arrival]) -> list[dict[str, Any]]:
    """All columns of the signatures, each in the same order."""
    crowded = suspicion.crowded({each.traces.domain for each in arrivals}, arrivals[0].now)
    quarantines = patterns.active({each.text.petition_id for each in arrivals})
    found = []
    for each in arrivals:
        is_crowd = each.traces.domain in crowded
        score = suspicion.judged(each.traces, each.rules.suspicious_domains, is_crowd).score
        active = quarantines.get(each.text.petition_id, [])
        found.append(signing.judged(each.columns, each.circumstances(score), active))
    return found
