"""Exports 50,000 sealed signatures. `make bench-export` runs it.

Aimed at: a list of a million in ten minutes, while nothing but a row at a time is open in memory.
"""

import time
from typing import Any

from benchmarks import stage

AMOUNT = 50_000
AT_ONCE = 5_000


def main() -> None:
    """Fill, export each kind, tell."""
    stage.options(__doc__).parse_args()
    stage.build()
    fill()
    from petition.export import Kind  # the models exist since the site was built

    for kind in Kind:
        stage.say(f"{kind}: {measured(kind)}")


def measured(kind: Any) -> str:
    """How many rows a file of this kind has, how large it is, how long it takes."""
    from petition import export  # the models exist since the site was built
    from petition.models import Signature

    rows: list[None] = []
    start, busy = time.perf_counter(), time.process_time()
    lines = export.csv_lines(Signature.objects.all(), kind, "en", lambda: rows.append(None))
    size = sum(len(piece) for piece in export.joined(lines))
    took, busy = time.perf_counter() - start, time.process_time() - busy
    return f"{len(rows):,} rows, {size / 1e6:.1f} MB in {took:.1f} s, {busy:.1f} of them busy"


def fill() -> None:
    """Confirmed signatures, written at once."""
    from petition import vault  # the models exist since the site was built
    from petition.models import PetitionText, Signature
    from tests.petition.conftest import NOW, add_petition

    text = PetitionText.objects.get(petition=add_petition(slug="export"), language="en")

    def row(number: int) -> Any:
        person = vault.Person(f"somebody{number}@example.org", f"Aygün Əliyeva {number}", "For our children.")
        moments = {"signed_at": NOW, "confirmed_at": NOW}
        return Signature(
            petition_id=text.petition_id, text=text, language="en", mailbox_key=str(number), sealed=vault.seal(person),
            **moments,
        )  # fmt: skip

    for first in range(0, AMOUNT, AT_ONCE):
        Signature.objects.bulk_create(row(number) for number in range(first, first + AT_ONCE))


if __name__ == "__main__":
    main()
