"""Whoever walks: petitions, people, a clock, and the dice."""

import datetime as dt
from collections import Counter
from random import Random
from typing import Any

from petition import mailbox
from petition.lifecycle import Circumstances, Given
from petition.models import PetitionText, Signature
from petition.tokens import Link
from tests.petition.life.expected import Crowd, Expected, World

PEOPLE = 150
COUNTRIES = ("", "AZ", "TR", "DE", "EG")
DOMAINS = ("gmail.com", "example.org", "box.az", "xn--mnchen-3ya.de")
DOORS = ("petition", "page-3", "page-9")
PREFIXES = ("a" * 64, "b" * 64, "c" * 64)
LANGUAGES = ("en", "az", "ar", "de", "fr")
JUMPS = (  # how the clock goes on between two deeds: (seconds at most, how often)
    (2, 50), (90, 25), (3_600, 15), (12 * 3_600, 6), (3 * 86_400, 3), (16 * 86_400, 1),
)  # fmt: skip
LATE = dt.timedelta(minutes=5)  # by so much the clock of a second machine is behind, now and then


class Walker:
    """The world as it is in the database, driven by dice, and the world as it must be."""

    def __init__(self, texts: list[PetitionText], seed: int, now: dt.datetime) -> None:
        self.texts, self.clock = texts, now
        self.petitions = sorted({text.petition_id for text in texts})
        self.seed, self.dice = seed, Random(seed)
        self.world = World()
        self.links: list[Link] = []
        self.deeds_done: Counter[str] = Counter()

    @property
    def now(self) -> dt.datetime:
        """The time on the machine that does the deed."""
        return self.clock - LATE * self.dice.random() if self.dice.random() < 0.05 else self.clock

    def time_passes(self) -> None:
        """The clock goes on, mostly a little."""
        most = self.dice.choices([jump for jump, _often in JUMPS], [often for _jump, often in JUMPS])[0]
        self.clock += dt.timedelta(seconds=self.dice.uniform(0, most))

    # People -----------------------------------------------------------------------------------------------------------
    def spelled(self, person: int) -> str:
        """The mailbox of somebody, in one of the ways to write it."""
        domain = DOMAINS[person % len(DOMAINS)]
        local = f"person.{person}" if domain == "gmail.com" else f"person{person}"
        ways = [local, local.upper(), f"{local}+{self.dice.randint(1, 9)}", local.title()]
        if domain == "gmail.com":
            ways += [local.replace(".", ""), f"p.e.r.son{person}"]
        return f"{self.dice.choice(ways)}@{domain}"

    def given(self, person: int) -> Given:
        """What somebody types into the form."""
        return Given(
            name=f"Name{person}x{self.dice.randint(1, 999)}",
            email=self.spelled(person),
            country=self.dice.choice(COUNTRIES),
            comment=self.dice.choice(["", f"Comment{person}"]),
            shows_name=self.dice.random() < 0.5,
            wants_news=self.dice.random() < 0.5,
        )

    def circumstances(self) -> Circumstances:
        """How a form comes."""
        score = self.dice.choice([0, 0, 0, 2, 4, 9])
        is_held = score > 8 or self.dice.random() < 0.02
        return Circumstances(self.dice.choice(PREFIXES), self.dice.choice(DOORS), score, is_held)

    def row_of(self, petition_id: int, email: str) -> Signature:
        """The signature of a mailbox."""
        return Signature.objects.get(petition_id=petition_id, mailbox_key=mailbox.key(email, petition_id))

    def any_link(self) -> tuple[Link, Expected | None]:
        """A link from some letter, often a dead one, and the signature that it is good for."""
        link = self.dice.choice(self.links[-400:])
        one = self.world.rows.get(link.signature_id)
        is_good = one is not None and one.row.erased_at is None and one.row.epoch == link.epoch
        return link, one if is_good else None

    def any_row(self) -> Expected:
        """Some signature."""
        return self.world.rows[self.dice.choice(list(self.world.rows))]

    def any_crowd(self, **columns: Any) -> tuple[Crowd, dict[str, Any]]:
        """A pattern of one petition, and its columns."""
        one_of = {
            "countries": lambda: self.dice.sample(COUNTRIES, 2),
            "languages": lambda: self.dice.sample(LANGUAGES, 2),
            "domains": lambda: [self.dice.choice(DOMAINS)],
            "prefixes": lambda: [self.dice.choice(PREFIXES)],
            "doors": lambda: [self.dice.choice(DOORS)],
            "signed_from": lambda: self.clock - dt.timedelta(hours=self.dice.randint(1, 90)),
            "least_score": lambda: self.dice.choice([2, 4, 9]),
        }
        parts = {name: one_of[name]() for name in self.dice.sample(sorted(one_of), self.dice.choice([1, 2, 2, 3]))}
        crowd = Crowd(self.dice.choice(self.petitions), parts)
        return crowd, {"petition_id": crowd.petition_id, **parts, **columns}
