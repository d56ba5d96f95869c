"""Steals from a site with 10,000 people in every state. `make bench-theft` runs it.

Aimed at: no mailbox and no unpublished name in the database, the logs, the caches, a public process's environment and
files; nothing sealed that such a process opens.
"""

import logging
import sys
import time
from pathlib import Path

from benchmarks import stage


def main() -> int:
    """Plant, steal, search, tell; 1 if anything was found."""
    options = stage.options(__doc__)
    options.add_argument("--people", type=int, default=10_000)
    amount = options.parse_args().people
    stage.build()
    logging.disable(logging.NOTSET)  # what is logged is searched, too,
    logging.getLogger().handlers.clear()  # and read by nobody else
    found = rob(amount)
    return 1 if found else 0


def rob(amount: int) -> list[str]:
    """Each thing found that should not be there, told as a line."""
    from django.conf import settings  # the models exist since the site was built
    from django.utils import timezone

    from petition.models import PetitionText
    from tests.petition.conftest import add_petition
    from tests.petition.theft import people
    from tests.petition.theft.burglary import burgle

    add_petition(slug="theft", asks_comment=True, asks_news=True)
    text = PetitionText.objects.get(petition__slug="theft", language="en")
    folder = Path(settings.VAR) / "public"
    folder.mkdir()
    start = time.perf_counter()
    loot = burgle(text, amount, amount // 5, folder, timezone.now())
    stage.say(f"{amount:,} planted and robbed in {time.perf_counter() - start:.0f} s; rows {loot.stolen['rows']:,}")
    for bag, raw in loot.bags.items():
        stage.say(f"{bag}: {len(raw) / 1e6:.1f} MB, {traces_in(loot.traces(people.MAILBOX, people.UNPUBLISHED), bag)}")
    opened = {kind: number for kind, number in loot.stolen.items() if kind != "rows"}
    stage.say(f"opened with the keys of a public process: {sum(opened.values())}")
    stage.say(f"published names, as a proof that the search finds: {', '.join(loot.traces(people.PUBLISHED))}")
    return [*loot.traces(people.MAILBOX, people.UNPUBLISHED), *(kind for kind, number in opened.items() if number)]


def traces_in(found: dict[str, list[str]], bag: str) -> str:
    """What was found in one bag, in words."""
    return ", ".join(found[bag]) if bag in found else "nothing found"


if __name__ == "__main__":
    sys.exit(main())
