"""Kills the primary, then web processes, while people sign, and counts what was lost. `make bench-failover` runs it.

The real application serves: two server processes, a letter worker, a primary and a standby on this machine. Aimed at:
of what was acknowledged nothing is lost (with synchronous replication) and nothing is there twice, people sign again
within 15 s without a restart by hand, and each of them has one letter.
"""

import argparse
import statistics
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

from benchmarks import clusters, ratios, running
from benchmarks.crowd import DICE, Crowd, Person
from benchmarks.running import Site

PARTS = ("synchronous", "asynchronous", "kills")
SIGN = "/en/petitions/trees/sign/"
AGAIN_WITHIN = 15.0  # seconds
# Seconds, evenly. Granian ends where a process dies within 5.5 s of its predecessor, which is to happen now and then.
KILLED_AFTER = (3.0, 9.0)
TOLD = 15  # seconds after the kill of which each is told
OFFERED = 0.98  # of the people asked for, or the crowd was too slow itself


def main() -> None:
    """Everything, one after another."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200, help="people a second")
    parser.add_argument("--seconds", type=int, default=15, help="before and after the failover")
    parser.add_argument("--kills", type=int, default=20, help="web processes killed")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--quick", action="store_true", help="a first look: few people, few kills, one failover")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.rate, chosen.seconds, chosen.kills = min(chosen.rate, 30), 5, 3
        chosen.only = [part for part in chosen.only if part != "asynchronous"]
    results = ratios.Results("failover")
    ratios.say(ratios.machine())
    with clusters.folder() as place, tempfile.TemporaryDirectory() as var:
        site = Site(place, Path(var))
        site.prepare()
        for part in chosen.only:
            if part == "kills":
                ratios.say(f"{chosen.kills} web processes killed, with every fifth the letter worker")
                crowd = killing(site, chosen.rate, chosen.kills)
            else:
                ratios.say(f"A failover with {part} replication")
                crowd = failover(site, part, chosen.rate, chosen.seconds, results)
            report(site, crowd, results, part)
    results.end()


def failover(site: Site, kind: str, rate: int, seconds: int, results: ratios.Results) -> Crowd:
    """A primary dies while people sign; `kind` is what its replication was."""
    site.renew()
    standby = site.primary.standby("standby", kind == "synchronous")
    with site.served():
        crowd = Crowd(site.port, SIGN, rate, site.text)
        crowd.start()
        time.sleep(seconds)
        site.primary.kill()
        died = time.monotonic()
        standby.promote()
        promoted = time.monotonic()
        time.sleep(seconds + AGAIN_WITHIN)
        crowd.stop()
        site.wait_for_letters()
    ratios.say(f"  the standby takes writes after {promoted - died:.1f} s")
    recovered(crowd.people, died, rate, results, kind)
    return crowd


def recovered(people: list[Person], died: float, rate: int, results: ratios.Results, kind: str) -> None:
    """When those signed again who came after the primary was gone, and when as many as before."""
    again = min((each.acknowledged for each in people if each.came > died and each.acknowledged), default=float("inf"))
    results.tell(f"{kind}: people sign again", [again - died], [AGAIN_WITHIN], 1.0, "s", at_most=True)
    seconds = Counter(int(each.acknowledged - died) for each in people if each.acknowledged > died)
    full = next((second for second in range(120) if seconds[second] >= 0.9 * rate), None)
    ratios.say(f"  as many a second as before after {full} s; acknowledged in each second: "
        f"{[seconds[second] for second in range(TOLD)]}")  # fmt: skip


def killing(site: Site, rate: int, kills: int) -> Crowd:
    """Web processes die while people sign, and the letter worker now and then."""
    site.renew()
    with site.served():
        crowd = Crowd(site.port, SIGN, rate, site.text)
        crowd.start()
        for number in range(kills):
            time.sleep(DICE.uniform(*KILLED_AFTER))
            clusters.wait_for(lambda: site.is_ready() and len(site.web_processes()) == running.WORKERS)
            running.kill(DICE.choice(site.web_processes()))
            if number % 5 == 4:
                running.kill(site.worker.pid)
        time.sleep(KILLED_AFTER[1])
        crowd.stop()
        site.wait_for_letters()
    told = sorted(each.acknowledged for each in crowd.people if each.acknowledged)
    silence = max((after - before for before, after in pairwise(told)), default=0.0)
    ratios.say(f"  the server was started {site.server.starts} times, the letter worker {site.worker.starts} times; "
        f"longest time in which nobody's signature arrived: {silence:.1f} s")  # fmt: skip
    return crowd


# Comparing ------------------------------------------------------------------------------------------------------------
def report(site: Site, crowd: Crowd, results: ratios.Results, kind: str) -> None:
    """What people were told against what is there."""
    people = crowd.people
    told = [each for each in people if each.acknowledged]
    rows = site.rows([each.mailbox for each in people])
    letters = site.letters()
    stored = [each.mailbox for each in people if rows.get(each.mailbox)]
    describe(crowd, told, len(stored))
    results.tell(f"{kind}: people who came / asked for", [crowd.rate], [crowd.signing.rate], OFFERED, "a second")
    found = {
        "acknowledged and lost": sum(not rows.get(each.mailbox) for each in told),
        "there twice": sum(rows.values()) - len(rows) + site.row_count() - sum(rows.values()),
        "accounts that do not agree": len(site.faults()),
        "signatures without a letter": sum(mailbox not in letters for mailbox in stored),
        "with two": sum(len(set(ids)) > 1 for ids in letters.values()),
    }
    if kind == "asynchronous":
        lost = found.pop("acknowledged and lost")
        ratios.say(f"  acknowledged and lost, as no commit waited for the standby: {lost}")
    for what, count in found.items():
        results.tell(f"{kind}: {what}", [float(count)], [1.0], 0, "", at_most=True)
    repeated = sum(len(ids) - len(set(ids)) for ids in letters.values())
    ratios.say(f"  letters sent once more under the same Message-ID: {repeated}")
    ratios.say(f"  the last letter was written {site.letters_took:.0f} s after the last form")


def describe(crowd: Crowd, told: list[Person], stored: int) -> None:
    """How it went for the people."""
    people = crowd.people
    insisted = sum(each.attempts > 1 for each in people)
    waits = statistics.quantiles([each.acknowledged - each.came for each in told] or [0.0, 0.0], n=100)
    ratios.say(
        f"  {len(people):,} people, {len(told):,} acknowledged, {stored:,} stored; {insisted:,} had to try again"
    )
    ratios.say(f"  answers: {dict(crowd.answers().most_common())}; acknowledged within {waits[49]:.2f} s (median), "
        f"{waits[98]:.1f} s (99 of 100); the crowd itself used {crowd.cpu / crowd.seconds:.0%} of a core")  # fmt: skip


if __name__ == "__main__":
    main()
