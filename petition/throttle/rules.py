"""What holds now: the editors' protection and the breakers, read every few seconds at most by each process."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from petition.models import Breaker, Protection
from petition.throttle.buckets import Places

AGE = 5  # seconds after which a change of the protection holds in every process
HARD = 10  # times the soft limit
# Hashes at most. Our script makes half of them, the average, in 0.2 s on a desk (1.1 million a second, measured), and
# in a second or two on a cheap phone, which is five to ten times slower.
EASIEST = 400_000
MOST_CROWD, TRIPPED, MOST_TIMES = 4, 4, 32  # how much dearer by the crowd, by a breaker, by all together
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(minutes=5)
ORDINARY = Places(5, 60)
BREAKERS = "breakers"

_recent: dict[Any, tuple[float, Any]] = {}  # {site or BREAKERS: when it was read (time.monotonic), what was found}


@dataclass(frozen=True)
class Rules:
    """The limits of one site; `tripped` are the petitions that nearly nobody confirms."""

    soft: Places = ORDINARY
    effort: int = 1
    everyone_proves: bool = False
    hold_score: int = 8
    holds_everything: bool = False
    suspicious_domains: frozenset[str] = frozenset()
    tripped: frozenset[int] = frozenset()

    @property
    def hard(self) -> Places:
        """Where even proofs help no more."""
        return Places(*(HARD * limit for limit in self.soft))

    def must_prove(self, petition: int) -> bool:
        """Whether nobody signs `petition` without a proof."""
        return self.everyone_proves or petition in self.tripped

    def crowd(self, taken: Places) -> float:
        """How far the sender is beyond the soft limits: 1 up to them, 10 at the hard ones."""
        return max(1.0, taken.host / self.soft.host, taken.network / self.soft.network)

    def cost(self, petition: int, taken: Places) -> int:
        """How many hashes a device has to make at most."""
        times = self.effort * min(self.crowd(taken), MOST_CROWD) * (TRIPPED if petition in self.tripped else 1)
        return int(EASIEST * min(times, MOST_TIMES))

    def wait(self, petition: int, taken: Places) -> timedelta:
        """How long somebody without a script waits. `taken`: without the place that is asked for.

        One address gets through once in so long, however many tickets it collects: each wait is counted from its
        ticket, but grows with every place that was taken meanwhile.
        """
        queue = max(1.0, taken.host - self.soft.host + 1, self.crowd(taken))
        times = queue * self.effort**0.5 * (2 if petition in self.tripped else 1)
        return min(SHORTEST_WAIT * times, LONGEST_WAIT)

    def holds(self, score: int) -> bool:
        """Whether a signature of this suspicion waits until somebody has looked at it."""
        return self.holds_everything or score >= self.hold_score


def of_site(site_id: int | None) -> Rules:
    """The rules of a site, at most `AGE` seconds old."""
    rules: Rules = recent(site_id, lambda: read(site_id))
    return rules


def read(site_id: int | None) -> Rules:
    """The rules of a site as they stand in the database; the ordinary ones where no editor has set any."""
    said = Protection.objects.filter(site_id=site_id).first() or Protection()
    return Rules(
        soft=Places(said.soft_per_address, said.soft_per_network),
        effort=said.effort,
        everyone_proves=said.everyone_proves,
        hold_score=said.hold_score,
        holds_everything=said.holds_everything,
        suspicious_domains=frozenset(said.suspicious_domains.casefold().split()),
        tripped=tripped(),
    )


def is_tripped(petition: int) -> bool:
    """Whether the petition's breaker is tripped, as of a few seconds ago at most."""
    return petition in tripped()


def tripped() -> frozenset[int]:
    """The petitions whose breaker is tripped, at most `AGE` seconds ago."""
    found: frozenset[int] = recent(BREAKERS, read_tripped)
    return found


def read_tripped() -> frozenset[int]:
    """The same as it stands in the database."""
    return frozenset(Breaker.objects.filter(tripped_at__isnull=False).values_list("petition_id", flat=True))


def recent(key: Any, look: Callable[[], Any]) -> Any:
    """What `look` has found, at most `AGE` seconds ago. Each form asks, so nothing is copied or locked."""
    known = _recent.get(key)
    if known is None or time.monotonic() - known[0] > AGE:
        known = _recent[key] = time.monotonic(), look()
    return known[1]


def forget() -> None:
    """Let this process see a change at once."""
    _recent.clear()
