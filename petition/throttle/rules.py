"""What holds now: the editors' protection and the breakers, read every few seconds at most."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache

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
KEY, TRIPPED_KEY = "petition.throttle.rules", "petition.throttle.tripped"


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
    key = f"{KEY}.{site_id}"
    rules: Rules | None = cache.get(key)
    if rules is None:
        rules = read(site_id)
        cache.set(key, rules, AGE)
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
    found: frozenset[int] | None = cache.get(TRIPPED_KEY)
    if found is None:
        found = frozenset(Breaker.objects.filter(tripped_at__isnull=False).values_list("petition_id", flat=True))
        cache.set(TRIPPED_KEY, found, AGE)
    return found


def forget(site_id: int | None = None) -> None:
    """Let this process see a change at once."""
    cache.delete_many([f"{KEY}.{site_id}", TRIPPED_KEY])
