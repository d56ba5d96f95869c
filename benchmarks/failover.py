"""Kills the primary, then web processes, while people sign, and counts what was lost. `make bench-failover` runs it.

The real application serves: two server processes, a letter worker, a primary and a standby on this machine. Aimed at:
of what was acknowledged nothing is lost (with synchronous replication) and nothing is there twice, people sign again
within 15 s without a restart by hand, and each of them has a letter.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from benchmarks import clusters, running
from benchmarks.crowd import DICE, Crowd, Person
from benchmarks.running import Site

SIGN = "/en/petitions/trees/sign/"
AGAIN_WITHIN = 15.0  # seconds


def main() -> None:
    """Everything, one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200, help="people a second")
    parser.add_argument("--seconds", type=int, default=15, help="before and after the failover")
    parser.add_argument("--kills", type=int, default=20, help="web processes killed")
    parser.add_argument("--quick", action="store_true", help="a first look: few people, few kills, one failover")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.rate, chosen.seconds, chosen.kills = min(chosen.rate, 30), 5, 3
    with clusters.folder() as place, tempfile.TemporaryDirectory() as var:
        site = Site(place, Path(var))
        site.prepare()
        for synchronous in (True,) if chosen.quick else (True, False):
            kind = "synchronous" if synchronous else "asynchronous"
            say(f"A failover with {kind} replication, {chosen.rate} people a second")
            report(*failover(site, synchronous, chosen.rate, chosen.seconds))
        say(f"{chosen.kills} web processes killed, with every fifth the letter worker, {chosen.rate} people a second")
        report(*killing(site, chosen.rate, chosen.kills))


def failover(site: Site, synchronous: bool, rate: int, seconds: int) -> tuple[Site, Crowd]:
    """A primary dies while people sign."""
    site.renew()
    standby = site.primary.standby("standby", synchronous)
    with site.served():
        crowd = Crowd(site.port, SIGN, rate)
        crowd.start()
        time.sleep(seconds)
        site.primary.kill()
        died = time.monotonic()
        standby.promote()
        promoted = time.monotonic()
        time.sleep(seconds + AGAIN_WITHIN)
        crowd.stop()
        site.wait_for_letters()
    say(f"  the standby takes writes after {promoted - died:.1f} s")
    for line in recovered(crowd.people, died, rate):
        say(line)
    return site, crowd


def recovered(people: list[Person], died: float, rate: int) -> Iterator[str]:
    """When people signed again."""
    after = sorted(each.acknowledged for each in people if each.acknowledged > died)
    again = after[0] - died if after else float("inf")
    seconds: dict[int, int] = defaultdict(int)
    for moment in after:
        seconds[int(moment - died)] += 1
    full = next((second for second in range(120) if seconds[second] >= 0.9 * rate), None)
    yield f"  people sign again after {again:.1f} s (at most {AGAIN_WITHIN:.0f}): {verdict(again <= AGAIN_WITHIN)}"
    yield f"  as many a second as before after {full} s; acknowledged in each second: {[seconds[n] for n in range(15)]}"


def killing(site: Site, rate: int, kills: int) -> tuple[Site, Crowd]:
    """Web processes die while people sign, and the letter worker now and then."""
    site.renew()
    with site.served():
        crowd = Crowd(site.port, SIGN, rate)
        crowd.start()
        time.sleep(3)
        for number in range(kills):
            clusters.wait_for(lambda: len(site.web_processes()) == running.WORKERS)
            running.kill(DICE.choice(site.web_processes()))
            if number % 5 == 4:
                running.kill(site.worker.pid)
            time.sleep(DICE.uniform(1.5, 4.5))
        time.sleep(3)
        crowd.stop()
        site.wait_for_letters()
    say(f"  the server was started {site.server.starts} times, the letter worker {site.worker.starts} times")
    return site, crowd


# Comparing ------------------------------------------------------------------------------------------------------------
def report(site: Site, crowd: Crowd) -> None:
    """What people were told against what is there."""
    people = crowd.people
    told = [each for each in people if each.acknowledged]
    rows = site.rows([each.mailbox for each in people])
    stored = [each for each in people if rows.get(each.mailbox)]
    lost = [each for each in told if not rows.get(each.mailbox)]
    doubled = sum(count > 1 for count in rows.values()) + sum(rows.values()) - site.row_count()
    insisted = sum(each.attempts > 1 for each in people)
    say(f"  {len(people):,} people, {len(told):,} acknowledged, {len(stored):,} stored; {insisted:,} had to try again")
    say(f"  answers: {dict(crowd.answers().most_common())}")
    say(f"  acknowledged and lost: {len(lost)}: {verdict(not lost)}; there twice: {doubled}: {verdict(not doubled)}")
    say(f"  accounts that do not agree: {len(site.faults())}")
    letters = site.letters()
    unwritten = [each for each in stored if each.mailbox not in letters]
    several = [ids for ids in letters.values() if len(set(ids)) > 1]
    repeated = sum(len(ids) - len(set(ids)) for ids in letters.values())
    say(f"  signatures without a letter: {len(unwritten)}: {verdict(not unwritten)}; with two: {len(several)}: "
        f"{verdict(not several)}; letters sent once more under the same Message-ID: {repeated}")  # fmt: skip


def verdict(holds: bool) -> str:
    """One word."""
    return "holds" if holds else "FAILS"


def say(line: str) -> None:
    """Tell a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
