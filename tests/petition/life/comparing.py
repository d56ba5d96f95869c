"""What is must be what must be: a little after each step, everything now and then."""

from collections import Counter
from typing import Any

from django.db.models import Count, Sum

from petition import counting, outbox, vault
from petition.models import IntegrityCount, IntegrityEntry, Letter, Signature
from petition.models.letter import Kind
from tests.petition.life.expected import COLUMNS, Expected
from tests.petition.life.walker import Walker

NOT_COMPARED = {"epoch"}  # of an erased one: a number that nobody knows
PERSONAL = {
    "mailbox_key": None, "sealed": None, "own_copy": None, "domain_key": "", "name_key": "", "public_name": "",
    "prefix_key": "", "shows_name": False, "wants_news": False,
}  # fmt: skip


class Comparing(Walker):
    """Raises AssertionError where the database says something else."""

    def compare_touched(self) -> None:
        """The signatures of this step and, every other time, the number that a petition shows."""
        touched, self.world.touched = self.world.touched, set()
        stored = {row["pk"]: row for row in Signature.objects.filter(pk__in=touched).values("sealed", *COLUMNS)}
        for pk in touched:
            self.world.recount(pk)
            self.compare_row(pk, stored.get(pk))
        petition = self.dice.choice([*self.petitions, None, None, None])
        assert petition is None or counting.shown_to_signatory(petition) == self.world.counted[petition], (
            "the number that is shown"
        )

    def compare_row(self, pk: int, stored: dict[str, Any] | None) -> None:
        """One signature, and who is sealed in it."""
        one = self.world.rows.get(pk)
        if one is None or stored is None:
            assert one is stored is None, f"signature {pk}: there is {stored}, there must be {one}"
            return
        sealed = stored.pop("sealed")
        compared = set(COLUMNS) - (NOT_COMPARED if one.row.erased_at else set())
        found = {name: (stored[name], getattr(one.row, name)) for name in compared}
        wrong = {name: pair for name, pair in found.items() if pair[0] != pair[1]}
        assert not wrong, f"signature {pk}: (is, must be) {wrong}"
        self.compare_person(one, sealed)

    @staticmethod
    def compare_person(one: Expected, sealed: bytes | None) -> None:
        """Nobody in an erased one, what was typed last in any other."""
        if one.row.erased_at is not None:
            assert sealed is None
            return
        person = vault.unseal(sealed or b"")
        assert (person.name, person.comment) == (one.name, one.comment)

    def compare_everything(self) -> None:
        """Every row, every account, every letter."""
        stored = {row["pk"]: row for row in Signature.objects.values("sealed", *COLUMNS)}
        assert stored.keys() == self.world.rows.keys()
        for pk, row in stored.items():
            self.compare_row(pk, row)
        self.compare_accounts()
        self.compare_names()
        self.compare_letters()

    def compare_accounts(self) -> None:
        """Rows, journal, tallies, shown numbers; and the account of integrity."""
        assert counting.faults() == []
        rows = dict(Signature.objects.confirmed().order_by().values_list("petition_id").annotate(Count("pk")))
        assert Counter(rows) == +self.world.counted
        told: Counter[Any] = Counter()
        for model, amount in ((IntegrityEntry, "amount"), (IntegrityCount, "count")):
            key = ("petition_id", "day", "language", "country", "event", "reason")
            for *line, number in model.objects.order_by().values_list(*key).annotate(Sum(amount)):
                told[tuple(line)] += number
        assert told == self.world.events, (told - self.world.events, self.world.events - told)

    def compare_names(self) -> None:
        """Nothing of a person in an erased row, and no name public but of those who want it and count."""
        erased = Signature.objects.erased()
        assert erased.filter(**PERSONAL).count() == erased.count()
        assert not Letter.objects.filter(signature__in=erased).exists()
        public = dict(Signature.objects.exclude(public_name="").values_list("pk", "public_name"))
        allowed = {one.row.pk: one.name for one in self.world.rows.values() if one.is_shown}
        assert public.items() <= allowed.items()

    def compare_letters(self) -> None:
        """No signature had more than its letters, no mailbox more in a day than anybody may set off."""
        letters = Letter.objects.exclude(kind=Kind.NEWS).order_by()
        most = letters.values_list("signature").annotate(number=Count("pk")).order_by("-number").first()
        assert most is None or most[1] <= outbox.MOST_EVER
        crowded = letters.exclude(bucket="").values("bucket").annotate(number=Count("pk"))
        assert not crowded.filter(number__gt=outbox.MOST_A_DAY).exists()
